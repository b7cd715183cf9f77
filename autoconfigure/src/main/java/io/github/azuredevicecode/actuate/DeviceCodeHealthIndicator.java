package io.github.azuredevicecode.actuate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * {@link HealthIndicator} that tells whether a user is signed in, from what is known
 * already: it calls neither the credential nor anything that could block.
 * <p>
 * It is never down. A platform restarts or isolates what is down, which brings no person
 * nearer to signing in and throws away the code that one is just entering.
 */
public class DeviceCodeHealthIndicator extends AbstractHealthIndicator {

	private final DeviceCodeLoginState state;

	/**
	 * Create an indicator.
	 * @param state what is known of the login
	 */
	public DeviceCodeHealthIndicator(DeviceCodeLoginState state) {
		this.state = state;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		DeviceCodeLogin login = this.state.current();
		builder.withDetail("state", login.state());
		switch (login.state()) {
			case SIGNED_IN -> builder.up();
			case SIGNED_OUT -> builder.unknown().withDetail("detail", "Nobody is known to be signed in");
			case AWAITING_USER -> builder.unknown().withDetail("detail", "A person is asked to sign in");
			case FAILED -> builder.unknown().withDetail("detail", "The last sign-in has failed");
		}
		if (login.prompt() != null) {
			builder.withDetail("expiresAt", login.prompt().expiresAt());
		}
		if (login.lastFailure() != null) {
			builder.withDetail("reason", login.lastFailure().reason());
			detail(builder, "code", login.lastFailure().code());
			detail(builder, "advice", login.lastFailure().advice());
		}
	}

	private static void detail(Health.Builder builder, String name, @Nullable String value) {
		if (value != null) {
			builder.withDetail(name, value);
		}
	}

}
