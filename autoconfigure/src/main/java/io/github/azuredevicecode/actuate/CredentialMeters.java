package io.github.azuredevicecode.actuate;

import java.util.concurrent.TimeUnit;

import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.management.DeviceCodeStatus;
import io.github.azuredevicecode.management.DeviceCodeStatusTracker;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import org.jspecify.annotations.Nullable;

/**
 * The meters of one credential. Thread safe.
 */
final class CredentialMeters implements DeviceCodeListener {

	private final Tags tags;

	private final DeviceCodeStatusTracker tracker;

	private final Clock clock;

	private volatile @Nullable Long signedInAt;

	private volatile @Nullable Long tokenExpiresAt;

	CredentialMeters(String credentialName, DeviceCodeStatusTracker tracker, Clock clock) {
		this.tags = Tags.of(DeviceCodeMetrics.CREDENTIAL, credentialName);
		this.tracker = tracker;
		this.clock = clock;
	}

	void bindTo(MeterRegistry registry) {
		Gauge
			.builder(DeviceCodeMetrics.SIGNED_IN, this.tracker,
					(tracker) -> (tracker.current().state() == DeviceCodeStatus.State.SIGNED_IN) ? 1 : 0)
			.tags(this.tags)
			.description("Whether a user is known to be signed in")
			.register(registry);
		TimeGauge.builder(DeviceCodeMetrics.LOGIN_AGE, this, TimeUnit.MILLISECONDS, CredentialMeters::loginAge)
			.tags(this.tags)
			.description("Time since the last sign-in")
			.register(registry);
		TimeGauge
			.builder(DeviceCodeMetrics.TOKEN_REMAINING, this, TimeUnit.MILLISECONDS, CredentialMeters::tokenRemaining)
			.tags(this.tags)
			.description("Time until the last access token expires")
			.register(registry);
	}

	@Override
	public void onAuthenticated(AuthenticatedEvent event) {
		this.signedInAt = this.clock.wallTime();
	}

	@Override
	public void onTokenAcquired(TokenAcquiredEvent event) {
		this.tokenExpiresAt = event.expiresAt().toEpochMilli();
	}

	@Override
	public void onSignedOut(SignedOutEvent event) {
		this.signedInAt = null;
		this.tokenExpiresAt = null;
	}

	private double loginAge() {
		Long since = this.signedInAt;
		return (since != null) ? this.clock.wallTime() - since : Double.NaN;
	}

	private double tokenRemaining() {
		Long until = this.tokenExpiresAt;
		return (until != null) ? Math.max(0, until - this.clock.wallTime()) : Double.NaN;
	}

}
