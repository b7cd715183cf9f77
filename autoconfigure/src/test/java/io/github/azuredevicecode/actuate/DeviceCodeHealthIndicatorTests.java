package io.github.azuredevicecode.actuate;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import io.github.azuredevicecode.DeviceCodeListener.AuthenticatedEvent;
import io.github.azuredevicecode.DeviceCodeListener.FailedEvent;
import io.github.azuredevicecode.DeviceCodeListener.PromptEvent;
import io.github.azuredevicecode.DeviceCodeListener.SignedOutEvent;
import io.github.azuredevicecode.DeviceCodeListener.TokenCacheAvailabilityEvent;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;
import io.github.azuredevicecode.management.DeviceCodeStatus.State;
import io.github.azuredevicecode.management.DeviceCodeStatusTracker;
import io.github.azuredevicecode.management.OperatedCredential;
import io.github.azuredevicecode.management.TestOperations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceCodeHealthIndicator}.
 */
class DeviceCodeHealthIndicatorTests {

	private final DeviceCodeStatusTracker tracker = new DeviceCodeStatusTracker(
			Clock.fixed(TestOperations.NOW, ZoneOffset.UTC));

	private final OperatedCredential credential = new OperatedCredential(this.tracker);

	private final DeviceCodeHealthIndicator indicator = new DeviceCodeHealthIndicator(
			TestOperations.registry(this.credential, this.tracker, Runnable::run));

	@AfterEach
	void theCredentialIsNeverCalled() {
		assertThat(this.credential.calls()).isZero();
	}

	@Test
	void isUnknownWhileNobodyHasSignedIn() {
		assertThat(health().getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(health().getDetails()).containsEntry("detail", "No user is signed in");
	}

	@Test
	void isUnknownWhileAPersonIsNeededAndShowsNoCode() {
		this.tracker.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		assertThat(health().getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(health().getDetails()).containsEntry("detail", "Waiting for a user to sign in")
			.containsEntry("expiresAt", TestOperations.EXPIRY);
		assertThat(health().toString()).doesNotContain("USERCODE1");
	}

	@Test
	void isUpOnceAUserHasSignedInAndNamesNobody() {
		this.tracker.onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().toString()).doesNotContain("ada");
	}

	@Test
	void isUnknownWithTheReasonWhenTheUserHasDeclined() {
		this.tracker.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		this.tracker.onFailed(FailedEvent.of("default", "first", TestOperations.declined()));
		assertThat(health().getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(health().getDetails()).containsEntry("reason", "declined").doesNotContainKeys("advice", "code");
	}

	@Test
	void isUnknownWithTheAdviceWhenTheServiceRefuses() {
		this.tracker.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		this.tracker.onFailed(FailedEvent.of("default", "first", TestOperations.blocked()));
		assertThat(health().getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(health().getDetails()).containsEntry("reason", "error")
			.containsEntry("code", "AADSTS53003")
			.containsEntry("advice", TestOperations.ADVICE);
		assertThat(health().toString()).doesNotContain("ada@contoso.example");
	}

	@Test
	void isUnknownAfterASignOut() {
		this.tracker.onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
		this.tracker.onSignedOut(SignedOutEvent.of("default", TestOperations.ADA));
		assertThat(health().getStatus()).isEqualTo(Status.UNKNOWN);
	}

	@Test
	void tellsThatTheStoreOfLoginsIsOutOfReachAndStaysUp() {
		this.tracker.onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
		this.tracker.onTokenCacheAvailability(TokenCacheAvailabilityEvent.of("default", false));
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).containsKey("store");
		this.tracker.onTokenCacheAvailability(TokenCacheAvailabilityEvent.of("default", true));
		assertThat(health().getDetails()).doesNotContainKey("store");
	}

	@Test
	void isUpOnceAUserOfEachCredentialHasSignedIn() {
		DeviceCodeStatusTracker work = new DeviceCodeStatusTracker(Clock.fixed(TestOperations.NOW, ZoneOffset.UTC));
		DeviceCodeHealthIndicator both = new DeviceCodeHealthIndicator(new DeviceCodeOperationsRegistry(
				List.of(TestOperations.of("default", this.credential, this.tracker, Runnable::run),
						TestOperations.of("work", this.credential, work, Runnable::run))));
		this.tracker.onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
		assertThat(both.health().getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(both.health().getDetails()).containsEntry("state", State.SIGNED_IN)
			.containsEntry("credentials",
					Map.of("work", Map.of("state", State.SIGNED_OUT, "detail", "No user is signed in")));
		work.onAuthenticated(AuthenticatedEvent.of("work", "second", TestOperations.ADA));
		assertThat(both.health().getStatus()).isEqualTo(Status.UP);
	}

	private Health health() {
		return this.indicator.health();
	}

}
