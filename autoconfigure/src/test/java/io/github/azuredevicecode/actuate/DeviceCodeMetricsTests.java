package io.github.azuredevicecode.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeListener;
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

	private final DeviceCodeStatusRegistry states = new DeviceCodeStatusRegistry(
			Clock.fixed(TestOperations.NOW, ZoneOffset.UTC));

	private final DeviceCodeStatusTracker state = this.states.forCredential("default");

	private final MockClock clock = new MockClock();

	private final MeterRegistry registry = new SimpleMeterRegistry(SimpleConfig.DEFAULT, this.clock);

	private final DeviceCodeMetrics binder = new DeviceCodeMetrics(this.states, this.clock);

	private final DeviceCodeListener metrics = this.binder.forCredential("default");

	@Test
	void everyOutcomeIsZeroBeforeTheFirstPrompt() {
		this.binder.bindTo(this.registry);
		assertThat(prompts()).isZero();
		assertThat(List.of("success", "declined", "expired", "timed_out", "cancelled", "error"))
			.allSatisfy((outcome) -> {
				assertThat(signIns(outcome)).isZero();
				assertThat(duration(outcome).count()).isZero();
			});
	}

	@Test
	void aSignInIsCountedAndTimedFromItsPrompt() {
		this.binder.bindTo(this.registry);
		this.metrics.prompted(TestOperations.prompt("first"));
		this.clock.add(Duration.ofSeconds(42));
		this.metrics.authenticated("first", TestOperations.ADA);
		assertThat(prompts()).isEqualTo(1);
		assertThat(signIns("success")).isEqualTo(1);
		assertThat(duration("success").count()).isEqualTo(1);
		assertThat(duration("success").totalTime(TimeUnit.SECONDS)).isEqualTo(42);
	}

	@Test
	void everyFailureIsCountedByItsOutcome() {
		this.binder.bindTo(this.registry);
		fail("declined", TestOperations.declined());
		fail("expired", new SignInTimedOutException("expired", true, null));
		fail("timed_out", new SignInTimedOutException("timed out", false, null));
		fail("cancelled", new SignInCancelledException("cancelled"));
		fail("error", TestOperations.blocked());
		assertThat(signIns("success")).isZero();
		assertThat(prompts()).isEqualTo(5);
	}

	@Test
	void anAttemptWithoutAPromptIsCountedAndNotTimed() {
		this.binder.bindTo(this.registry);
		this.metrics.prompted(TestOperations.prompt("second"));
		this.metrics.failed("first", TestOperations.blocked());
		assertThat(signIns("error")).isEqualTo(1);
		assertThat(duration("error").count()).isZero();
		this.metrics.authenticated("second", TestOperations.ADA);
		assertThat(duration("success").count()).isEqualTo(1);
	}

	@Test
	void whatHappenedBeforeTheRegistryWasThereIsCounted() {
		this.metrics.prompted(TestOperations.prompt("first"));
		this.metrics.authenticated("first", TestOperations.ADA);
		this.binder.bindTo(this.registry);
		assertThat(prompts()).isEqualTo(1);
		assertThat(signIns("success")).isEqualTo(1);
	}

	@Test
	void theGaugeFollowsTheState() {
		this.binder.bindTo(this.registry);
		assertThat(signedIn()).isZero();
		this.state.authenticated("first", TestOperations.ADA);
		assertThat(signedIn()).isEqualTo(1);
		this.state.signedOut(TestOperations.ADA);
		assertThat(signedIn()).isZero();
	}

	@Test
	void theAgeOfTheLoginCountsFromTheSignIn() {
		this.binder.bindTo(this.registry);
		assertThat(gauge("login.age")).isNaN();
		this.metrics.authenticated("first", TestOperations.ADA);
		this.clock.add(Duration.ofDays(2));
		assertThat(gauge("login.age")).isEqualTo(172_800);
		this.metrics.signedOut(TestOperations.ADA);
		assertThat(gauge("login.age")).isNaN();
	}

	@Test
	void theRemainingLifeIsThatOfTheTokenThatCameLast() {
		this.binder.bindTo(this.registry);
		assertThat(gauge("token.remaining")).isNaN();
		this.metrics.tokenHeld(now().plusSeconds(60));
		this.metrics.tokenHeld(now().plusSeconds(90));
		this.clock.add(Duration.ofSeconds(30));
		assertThat(gauge("token.remaining")).isEqualTo(60);
		this.clock.add(Duration.ofSeconds(61));
		assertThat(gauge("token.remaining")).isZero();
		this.metrics.signedOut(null);
		assertThat(gauge("token.remaining")).isNaN();
	}

	@Test
	void noMeterNamesAnybodyOrAnAttempt() {
		this.binder.bindTo(this.registry);
		fail("error", TestOperations.blocked());
		assertThat(this.registry.getMeters()).isNotEmpty()
			.flatExtracting((meter) -> meter.getId().getTags())
			.extracting(Tag::getKey)
			.containsOnly("outcome", "credential");
	}

	@Test
	void eachCredentialIsCountedByItself() {
		this.binder.bindTo(this.registry);
		this.binder.forCredential("work").prompted(TestOperations.prompt("first"));
		assertThat(prompts()).isZero();
		assertThat(this.registry.get("azure.devicecode.prompts").tag("credential", "work").functionCounter().count())
			.isEqualTo(1);
		assertThat(this.binder.forCredential("work")).isSameAs(this.binder.forCredential("work"));
	}

	private void fail(String outcome, ClientAuthenticationException exception) {
		this.metrics.prompted(TestOperations.prompt(outcome));
		this.clock.add(Duration.ofSeconds(3));
		this.metrics.failed(outcome, exception);
		assertThat(signIns(outcome)).isEqualTo(1);
		assertThat(duration(outcome).totalTime(TimeUnit.SECONDS)).isEqualTo(3);
	}

	private double prompts() {
		return this.registry.get("azure.devicecode.prompts").tag("credential", "default").functionCounter().count();
	}

	private double signIns(String outcome) {
		return this.registry.get("azure.devicecode.signins")
			.tag("credential", "default")
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
		return this.registry.get("azure.devicecode." + name).gauge().value();
	}

	private Instant now() {
		return Instant.ofEpochMilli(this.clock.wallTime());
	}

}
