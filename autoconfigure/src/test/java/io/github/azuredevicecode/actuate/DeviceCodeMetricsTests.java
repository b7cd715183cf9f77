package io.github.azuredevicecode.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeListener.AuthenticatedEvent;
import io.github.azuredevicecode.DeviceCodeListener.FailedEvent;
import io.github.azuredevicecode.DeviceCodeListener.PromptEvent;
import io.github.azuredevicecode.DeviceCodeListener.SignedOutEvent;
import io.github.azuredevicecode.DeviceCodeListener.TokenAcquiredEvent;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.SignInTimedOutException;
import io.github.azuredevicecode.management.DeviceCodeStatusRegistry;
import io.github.azuredevicecode.management.DeviceCodeStatusTracker;
import io.github.azuredevicecode.management.TestOperations;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MockClock;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
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
	void everyOutcomeIsZeroBeforeTheFirstPrompt() {
		this.metrics.bindTo(this.registry);
		assertThat(prompts()).isZero();
		assertThat(List.of("success", "declined", "expired", "timed_out", "cancelled", "error"))
			.allSatisfy((outcome) -> {
				assertThat(signIns(outcome)).isZero();
				assertThat(duration(outcome).count()).isZero();
			});
	}

	@Test
	void aSignInIsCountedAndTimedFromItsPrompt() {
		this.metrics.bindTo(this.registry);
		this.metrics.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		this.clock.add(Duration.ofSeconds(42));
		this.metrics.onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
		assertThat(prompts()).isEqualTo(1);
		assertThat(signIns("success")).isEqualTo(1);
		assertThat(duration("success").count()).isEqualTo(1);
		assertThat(duration("success").totalTime(TimeUnit.SECONDS)).isEqualTo(42);
	}

	@Test
	void everyFailureIsCountedByItsOutcome() {
		this.metrics.bindTo(this.registry);
		fail("declined", TestOperations.declined());
		fail("expired", new SignInTimedOutException("expired", true, null, null));
		fail("timed_out", new SignInTimedOutException("timed out", false, null, null));
		fail("cancelled", new SignInCancelledException("cancelled"));
		fail("error", TestOperations.blocked());
		assertThat(signIns("success")).isZero();
		assertThat(prompts()).isEqualTo(5);
	}

	@Test
	void anAttemptWithoutAPromptIsCountedAndNotTimed() {
		this.metrics.bindTo(this.registry);
		this.metrics.onPrompt(PromptEvent.of(TestOperations.prompt("second")));
		this.metrics.onFailed(FailedEvent.of("default", "first", TestOperations.blocked()));
		assertThat(signIns("error")).isEqualTo(1);
		assertThat(duration("error").count()).isZero();
		this.metrics.onAuthenticated(AuthenticatedEvent.of("default", "second", TestOperations.ADA));
		assertThat(duration("success").count()).isEqualTo(1);
	}

	@Test
	void whatHappenedBeforeTheRegistryWasThereIsCounted() {
		this.metrics.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		this.metrics.onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
		this.metrics.bindTo(this.registry);
		assertThat(prompts()).isEqualTo(1);
		assertThat(signIns("success")).isEqualTo(1);
	}

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
	void noMeterNamesAnybodyOrAnAttempt() {
		this.metrics.bindTo(this.registry);
		fail("error", TestOperations.blocked());
		assertThat(this.registry.getMeters()).isNotEmpty()
			.flatExtracting((meter) -> meter.getId().getTags())
			.extracting(Tag::getKey)
			.containsOnly("outcome", "credential");
	}

	@Test
	void eachCredentialIsCountedByItself() {
		this.metrics.bindTo(this.registry);
		this.metrics.onAuthenticated(AuthenticatedEvent.of("work", "first", TestOperations.ADA));
		this.metrics.onAuthenticated(AuthenticatedEvent.of("work", "second", TestOperations.ADA));
		assertThat(signIns("success")).isZero();
		assertThat(signIns("work", "success")).isEqualTo(2);
	}

	@Test
	void aCredentialThatIsKnownFromTheStartHasMetersBeforeItsFirstEvent() {
		this.metrics.bindTo(this.registry);
		assertThat(signIns("idle", "success")).isZero();
		assertThat(this.registry.find("azure.devicecode.signins").tag("credential", "work").meters()).isEmpty();
	}

	@Test
	void aCredentialThatIsKnownByItsFirstEventHasMetersInEveryRegistry() {
		MeterRegistry another = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);
		this.metrics.bindTo(another);
		this.metrics.onAuthenticated(AuthenticatedEvent.of("work", "first", TestOperations.ADA));
		this.metrics.bindTo(this.registry);
		assertThat(List.of(another, this.registry))
			.allSatisfy((registry) -> assertThat(registry.get("azure.devicecode.signins")
				.tags("credential", "work", "outcome", "success")
				.functionCounter()
				.count()).isEqualTo(1));
	}

	private void fail(String outcome, ClientAuthenticationException exception) {
		this.metrics.onPrompt(PromptEvent.of(TestOperations.prompt(outcome)));
		this.clock.add(Duration.ofSeconds(3));
		this.metrics.onFailed(FailedEvent.of("default", outcome, exception));
		assertThat(signIns(outcome)).isEqualTo(1);
		assertThat(duration(outcome).totalTime(TimeUnit.SECONDS)).isEqualTo(3);
	}

	private double prompts() {
		return this.registry.get("azure.devicecode.prompts").tag("credential", "default").functionCounter().count();
	}

	private double signIns(String outcome) {
		return signIns("default", outcome);
	}

	private double signIns(String credential, String outcome) {
		return this.registry.get("azure.devicecode.signins")
			.tag("credential", credential)
			.tag("outcome", outcome)
			.functionCounter()
			.count();
	}

	private Timer duration(String outcome) {
		return this.registry.get("azure.devicecode.signin.duration")
			.tag("credential", "default")
			.tag("outcome", outcome)
			.timer();
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
