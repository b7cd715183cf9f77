package io.github.azuredevicecode.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.management.DeviceCodeOperations;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;
import io.github.azuredevicecode.management.DeviceCodeStatus;
import io.github.azuredevicecode.management.SignInFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;

/**
 * {@link HealthIndicator} that tells whether each credential has a user who is signed in.
 * It reports what is known already: it calls no credential, and never blocks.
 * <p>
 * It is never down. A platform restarts or isolates an application that is down, which
 * does not help anyone sign in and invalidates the code that a user is entering.
 *
 * @since 0.1
 */
public class DeviceCodeHealthIndicator extends AbstractHealthIndicator {

	private final DeviceCodeOperationsRegistry operationsRegistry;

	/**
	 * Creates an indicator.
	 * @param operationsRegistry the operations of all credentials
	 */
	public DeviceCodeHealthIndicator(DeviceCodeOperationsRegistry operationsRegistry) {
		this.operationsRegistry = operationsRegistry;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		boolean signedIn = this.operationsRegistry.all()
			.values()
			.stream()
			.allMatch((operations) -> operations.current().state() == DeviceCodeStatus.State.SIGNED_IN);
		builder.status(signedIn ? Status.UP : Status.UNKNOWN)
			.withDetails(details(this.operationsRegistry.defaultOperations()));
		Map<String, Map<String, Object>> others = this.operationsRegistry
			.describeOthers(DeviceCodeHealthIndicator::details);
		if (!others.isEmpty()) {
			builder.withDetail("credentials", others);
		}
	}

	private static Map<String, Object> details(DeviceCodeOperations operations) {
		DeviceCodeStatus status = operations.current();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", status.state());
		switch (status.state()) {
			case SIGNED_IN -> {
			}
			case SIGNED_OUT -> details.put("detail", "No user is signed in");
			case AWAITING_USER -> details.put("detail", "Waiting for a user to sign in");
			case FAILED -> details.put("detail", "The last sign-in has failed");
		}
		if (!operations.isTokenCacheAvailable()) {
			details.put("store", "Cannot reach the token cache. Continuing with tokens in memory");
		}
		DeviceCodePrompt prompt = status.prompt();
		if (prompt != null) {
			details.put("expiresAt", prompt.expiresAt());
		}
		SignInFailure failure = status.lastFailure();
		if (failure != null) {
			details.put("reason", failure.outcome().value());
			put(details, "code", failure.code());
			put(details, "advice", failure.advice());
		}
		return details;
	}

	private static void put(Map<String, Object> details, String name, @Nullable String value) {
		if (value != null) {
			details.put(name, value);
		}
	}

}
