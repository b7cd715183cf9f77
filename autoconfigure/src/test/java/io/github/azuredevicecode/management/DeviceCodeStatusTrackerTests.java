package io.github.azuredevicecode.management;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CredentialUnavailableException;
import io.github.azuredevicecode.DeviceCodeListener.AuthenticatedEvent;
import io.github.azuredevicecode.DeviceCodeListener.FailedEvent;
import io.github.azuredevicecode.DeviceCodeListener.PromptEvent;
import io.github.azuredevicecode.DeviceCodeListener.RenewalRefusedEvent;
import io.github.azuredevicecode.DeviceCodeListener.SignedOutEvent;
import io.github.azuredevicecode.DeviceCodeListener.TokenAcquiredEvent;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.SignInOutcome;
import io.github.azuredevicecode.management.DeviceCodeStatus.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceCodeStatusTracker}.
 */
class DeviceCodeStatusTrackerTests {

	private final DeviceCodeStatusTracker tracker = new DeviceCodeStatusTracker(
			Clock.fixed(TestOperations.NOW, ZoneOffset.UTC));

	private final OperatedCredential credential = new OperatedCredential(this.tracker);

	@Test
	void nobodyIsSignedInAtFirst() {
		assertThat(this.tracker.current()).isEqualTo(DeviceCodeStatus.signedOut(TestOperations.NOW));
	}

	@Test
	void aPromptIsKeptUntilTheUserHasAnswered() {
		this.tracker.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		assertThat(this.tracker.current().state()).isEqualTo(State.AWAITING_USER);
		assertThat(this.tracker.current().prompt()).isEqualTo(TestOperations.prompt("first"));
		this.tracker.onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
		assertThat(this.tracker.current().state()).isEqualTo(State.SIGNED_IN);
		assertThat(this.tracker.current().prompt()).isNull();
		assertThat(this.tracker.current().account()).isEqualTo(TestOperations.ADA);
		assertThat(this.tracker.current().attemptId()).isEqualTo("first");
	}

	@Test
	void aFailureIsKeptWithItsAdviceUntilSomebodyHasSignedIn() {
		this.tracker.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		this.tracker.onFailed(FailedEvent.of("default", "first", TestOperations.blocked()));
		assertThat(this.tracker.current().state()).isEqualTo(State.FAILED);
		assertThat(this.tracker.current().prompt()).isNull();
		assertThat(this.tracker.current().lastFailure()).isEqualTo(new SignInFailure(SignInOutcome.ERROR, "AADSTS53003",
				"AADSTS53003: ada@contoso.example is blocked", TestOperations.ADVICE, null, TestOperations.NOW));
		this.tracker.onPrompt(PromptEvent.of(TestOperations.prompt("second")));
		assertThat(this.tracker.current().lastFailure()).isNotNull();
		this.tracker.onAuthenticated(AuthenticatedEvent.of("default", "second", TestOperations.ADA));
		assertThat(this.tracker.current().lastFailure()).isNull();
	}

	@Test
	void aLoginThatCannotBeRenewedHasFailedUntilATokenComes() {
		this.tracker.onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
		this.tracker.onRenewalRefused(RenewalRefusedEvent.of("default", TestOperations.ADA, TestOperations.blocked()));
		assertThat(this.tracker.current().state()).isEqualTo(State.FAILED);
		assertThat(this.tracker.current().lastFailure()).extracting(SignInFailure::code).isEqualTo("AADSTS53003");
		this.tracker.onPrompt(PromptEvent.of(TestOperations.prompt("second")));
		assertThat(this.tracker.current().lastFailure()).isNotNull();
		this.tracker.onTokenAcquired(TokenAcquiredEvent.of("default", TestOperations.ADA, TestOperations.EXPIRY));
		this.tracker.onAuthenticated(AuthenticatedEvent.of("default", "second", TestOperations.ADA));
		assertThat(this.tracker.current().lastFailure()).isNull();
	}

	@Test
	void theFailureOfAnotherAttemptLeavesThePrompt() {
		this.tracker.onPrompt(PromptEvent.of(TestOperations.prompt("second")));
		this.tracker.onFailed(FailedEvent.of("default", "first", TestOperations.blocked()));
		assertThat(this.tracker.current().state()).isEqualTo(State.AWAITING_USER);
		assertThat(this.tracker.current().prompt()).isEqualTo(TestOperations.prompt("second"));
		assertThat(this.tracker.current().lastFailure()).isNotNull();
	}

	@Test
	void aCancelledSignInIsNoFailure() {
		this.tracker.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		this.tracker.onFailed(FailedEvent.of("default", "first", new SignInCancelledException("cancelled")));
		assertThat(this.tracker.current().state()).isEqualTo(State.SIGNED_OUT);
		this.tracker.onAuthenticated(AuthenticatedEvent.of("default", "second", TestOperations.ADA));
		this.tracker.onPrompt(PromptEvent.of(TestOperations.prompt("third")));
		this.tracker.onFailed(FailedEvent.of("default", "third", new SignInCancelledException("cancelled")));
		assertThat(this.tracker.current().state()).isEqualTo(State.SIGNED_IN);
		assertThat(this.tracker.current().account()).isEqualTo(TestOperations.ADA);
	}

	@Test
	void aSignOutForgetsEverything() {
		this.tracker.onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
		this.tracker.onSignedOut(SignedOutEvent.of("default", TestOperations.ADA));
		assertThat(this.tracker.current()).isEqualTo(DeviceCodeStatus.signedOut(TestOperations.NOW));
	}

	@Test
	void aKeptLoginIsFoundByAskingTheCredential() {
		this.credential.account = TestOperations.ADA;
		assertThat(this.tracker.current().state()).isEqualTo(State.SIGNED_OUT);
		assertThat(this.tracker.refresh(this.credential).state()).isEqualTo(State.SIGNED_IN);
		assertThat(this.tracker.current().account()).isEqualTo(TestOperations.ADA);
	}

	@Test
	void aSignOutElsewhereIsFoundByAskingTheCredential() {
		this.tracker.onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
		assertThat(this.tracker.refresh(this.credential).state()).isEqualTo(State.SIGNED_OUT);
	}

	@Test
	void whatWasToldOfASignInIsNotOverruledByAKeptLogin() {
		this.credential.account = TestOperations.ADA;
		this.tracker.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		assertThat(this.tracker.refresh(this.credential).state()).isEqualTo(State.AWAITING_USER);
		this.tracker.onFailed(FailedEvent.of("default", "first", TestOperations.declined()));
		assertThat(this.tracker.refresh(this.credential).state()).isEqualTo(State.FAILED);
	}

	@Test
	void whatHappensWhileTheCredentialIsAskedIsNewerThanItsAnswer() {
		OperatedCredential slow = new OperatedCredential(this.tracker) {

			@Override
			public Optional<AuthenticationRecord> authenticationRecord() {
				DeviceCodeStatusTrackerTests.this.tracker
					.onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
				return super.authenticationRecord();
			}

		};
		assertThat(this.tracker.refresh(slow).state()).isEqualTo(State.SIGNED_IN);
	}

	@Test
	void whatIsKnownIsReportedWhileTheStoreIsOutOfReach() {
		this.tracker.onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
		this.credential.storeFailure = new CredentialUnavailableException("The store is out of reach");
		assertThat(this.tracker.refresh(this.credential).state()).isEqualTo(State.SIGNED_IN);
	}

}
