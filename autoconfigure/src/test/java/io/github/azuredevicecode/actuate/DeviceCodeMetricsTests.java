package io.github.azuredevicecode.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;

import io.github.azuredevicecode.DeviceCodeListener.AuthenticatedEvent;
import io.github.azuredevicecode.DeviceCodeListener.SignedOutEvent;
import io.github.azuredevicecode.DeviceCodeListener.TokenAcquiredEvent;
import io.github.azuredevicecode.management.DeviceCodeStatusRegistry;
import io.github.azuredevicecode.management.DeviceCodeStatusTracker;
import io.github.azuredevicecode.management.TestOperations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceCodeMetrics}.
 */
class DeviceCodeMetricsTests {

	private final DeviceCodeStatusRegistry statusRegistry = new DeviceCodeStatusRegistry(
			Clock.fixed(TestOperations.NOW, ZoneOffset.UTC));

	private final DeviceCodeStatusTracker tracker = this.statusRegistry.tracker("default");

	private final MockClock clock = new MockClock();

	private final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final DeviceCodeMetrics metrics = new DeviceCodeMetrics(this.statusRegistry, this.clock,
			Set.of("default", "idle"));

	@Test
	void theGaugeFollowsTheState() {
		this.metrics.bindTo(this.registry);
		assertThat(signedIn()).isZero();
		this.tracker.onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
		assertThat(signedIn()).isEqualTo(1);
		this.tracker.onSignedOut(SignedOutEvent.of("default", TestOperations.ADA));
		assertThat(signedIn()).isZero();
	}

	@Test
	void theAgeOfTheLoginCountsFromTheSignIn() {
		this.metrics.bindTo(this.registry);
		assertThat(gauge("login.age")).isNaN();
		this.metrics.onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
		this.clock.add(Duration.ofDays(2));
		assertThat(gauge("login.age")).isEqualTo(172_800);
		this.metrics.onSignedOut(SignedOutEvent.of("default", TestOperations.ADA));
		assertThat(gauge("login.age")).isNaN();
	}

	@Test
	void theRemainingLifeIsThatOfTheTokenThatCameLast() {
		this.metrics.bindTo(this.registry);
		assertThat(gauge("token.remaining")).isNaN();
		this.metrics.onTokenAcquired(TokenAcquiredEvent.of("default", null, now().plusSeconds(60)));
		this.metrics.onTokenAcquired(TokenAcquiredEvent.of("default", null, now().plusSeconds(90)));
		this.clock.add(Duration.ofSeconds(30));
		assertThat(gauge("token.remaining")).isEqualTo(60);
		this.clock.add(Duration.ofSeconds(61));
		assertThat(gauge("token.remaining")).isZero();
		this.metrics.onSignedOut(SignedOutEvent.of("default", null));
		assertThat(gauge("token.remaining")).isNaN();
	}

	@Test
	void eachCredentialHasMetersWithItsName() {
		this.metrics.bindTo(this.registry);
		this.metrics.onAuthenticated(AuthenticatedEvent.of("work", "first", TestOperations.ADA));
		assertThat(this.registry.getMeters()).flatExtracting((meter) -> meter.getId().getTags())
			.extracting(Tag::getValue)
			.contains("default", "idle", "work");
		assertThat(this.registry.get("azure.devicecode.login.age").tag("credential", "idle").gauge().value()).isNaN();
		assertThat(this.registry.get("azure.devicecode.login.age").tag("credential", "work").gauge().value()).isZero();
	}

	private double signedIn() {
		return gauge("signed.in");
	}

	private double gauge(String name) {
		return this.registry.get("azure.devicecode." + name).tag("credential", "default").gauge().value();
	}

	private Instant now() {
		return Instant.ofEpochMilli(this.clock.wallTime());
	}

}
