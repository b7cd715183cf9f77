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
 * {@link HealthIndicator} that tells whether a user of each credential is signed in, from
 * what is known already: it calls neither the credential nor anything that could block.
 * <p>
 * It is never down. A platform restarts or isolates what is down, which brings no person
 * nearer to signing in and throws away the code that one is just entering.
 */
public class DeviceCodeHealthIndicator extends AbstractHealthIndicator {

	private final DeviceCodeOperationsRegistry logins;

	/**
	 * Create an indicator.
	 * @param logins the logins
	 */
	public DeviceCodeHealthIndicator(DeviceCodeOperationsRegistry logins) {
		this.logins = logins;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		boolean signedIn = this.logins.all()
			.values()
			.stream()
			.allMatch((login) -> login.current().state() == DeviceCodeStatus.State.SIGNED_IN);
		builder.status(signedIn ? Status.UP : Status.UNKNOWN).withDetails(details(this.logins.defaultOperations()));
		Map<String, Map<String, Object>> others = this.logins.describeOthers(DeviceCodeHealthIndicator::details);
		if (!others.isEmpty()) {
			builder.withDetail("credentials", others);
		}
	}

	private static Map<String, Object> details(DeviceCodeOperations operated) {
		DeviceCodeStatus login = operated.current();
		Map<String, Object> details = new LinkedHashMap<>();
		details.put("state", login.state());
		switch (login.state()) {
			case SIGNED_IN -> {
			}
			case SIGNED_OUT -> details.put("detail", "Nobody is known to be signed in");
			case AWAITING_USER -> details.put("detail", "A person is asked to sign in");
			case FAILED -> details.put("detail", "The last sign-in has failed");
		}
		if (!operated.isTokenCacheAvailable()) {
			details.put("store", "Out of reach: this process goes on with what it holds");
		}
		DeviceCodePrompt prompt = login.prompt();
		if (prompt != null) {
			details.put("expiresAt", prompt.expiresAt());
		}
		SignInFailure failure = login.lastFailure();
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
