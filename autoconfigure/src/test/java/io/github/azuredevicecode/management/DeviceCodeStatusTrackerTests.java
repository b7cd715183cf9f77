package io.github.azuredevicecode.management;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CredentialUnavailableException;
import io.github.azuredevicecode.DeviceCodeListener.AuthenticatedEvent;
import io.github.azuredevicecode.DeviceCodeListener.FailedEvent;
import io.github.azuredevicecode.DeviceCodeListener.PromptEvent;
import io.github.azuredevicecode.DeviceCodeListener.SignedOutEvent;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.SignInOutcome;
import io.github.azuredevicecode.management.DeviceCodeStatus.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceCodeStatusTracker}.
 */
class DeviceCodeStatusTrackerTests {

	private final DeviceCodeStatusTracker state = new DeviceCodeStatusTracker(
			Clock.fixed(TestOperations.NOW, ZoneOffset.UTC));

	private final OperatedCredential credential = new OperatedCredential(this.state);

	@Test
	void nobodyIsSignedInAtFirst() {
		assertThat(this.state.current()).isEqualTo(DeviceCodeStatus.signedOut(TestOperations.NOW));
	}

	@Test
	void aPromptIsKeptUntilTheUserHasAnswered() {
		this.state.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		assertThat(this.state.current().state()).isEqualTo(State.AWAITING_USER);
		assertThat(this.state.current().prompt()).isEqualTo(TestOperations.prompt("first"));
		this.state.onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
		assertThat(this.state.current().state()).isEqualTo(State.SIGNED_IN);
		assertThat(this.state.current().prompt()).isNull();
		assertThat(this.state.current().account()).isEqualTo(TestOperations.ADA);
		assertThat(this.state.current().attemptId()).isEqualTo("first");
	}

	@Test
	void aFailureIsKeptWithItsAdviceUntilSomebodyHasSignedIn() {
		this.state.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		this.state.onFailed(FailedEvent.of("default", "first", TestOperations.blocked()));
		assertThat(this.state.current().state()).isEqualTo(State.FAILED);
		assertThat(this.state.current().prompt()).isNull();
		assertThat(this.state.current().lastFailure()).isEqualTo(new SignInFailure(SignInOutcome.ERROR, "AADSTS53003",
				"AADSTS53003: ada@contoso.example is blocked", TestOperations.ADVICE, null, TestOperations.NOW));
		this.state.onPrompt(PromptEvent.of(TestOperations.prompt("second")));
		assertThat(this.state.current().lastFailure()).isNotNull();
		this.state.onAuthenticated(AuthenticatedEvent.of("default", "second", TestOperations.ADA));
		assertThat(this.state.current().lastFailure()).isNull();
	}

	@Test
	void theFailureOfAnotherAttemptLeavesThePrompt() {
		this.state.onPrompt(PromptEvent.of(TestOperations.prompt("second")));
		this.state.onFailed(FailedEvent.of("default", "first", TestOperations.blocked()));
		assertThat(this.state.current().state()).isEqualTo(State.AWAITING_USER);
		assertThat(this.state.current().prompt()).isEqualTo(TestOperations.prompt("second"));
		assertThat(this.state.current().lastFailure()).isNotNull();
	}

	@Test
	void aCancelledSignInIsNoFailure() {
		this.state.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		this.state.onFailed(FailedEvent.of("default", "first", new SignInCancelledException("cancelled")));
		assertThat(this.state.current().state()).isEqualTo(State.SIGNED_OUT);
		this.state.onAuthenticated(AuthenticatedEvent.of("default", "second", TestOperations.ADA));
		this.state.onPrompt(PromptEvent.of(TestOperations.prompt("third")));
		this.state.onFailed(FailedEvent.of("default", "third", new SignInCancelledException("cancelled")));
		assertThat(this.state.current().state()).isEqualTo(State.SIGNED_IN);
		assertThat(this.state.current().account()).isEqualTo(TestOperations.ADA);
	}

	@Test
	void aSignOutForgetsEverything() {
		this.state.onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
		this.state.onSignedOut(SignedOutEvent.of("default", TestOperations.ADA));
		assertThat(this.state.current()).isEqualTo(DeviceCodeStatus.signedOut(TestOperations.NOW));
	}

	@Test
	void aKeptLoginIsFoundByAskingTheCredential() {
		this.credential.account = TestOperations.ADA;
		assertThat(this.state.current().state()).isEqualTo(State.SIGNED_OUT);
		assertThat(this.state.refresh(this.credential).state()).isEqualTo(State.SIGNED_IN);
		assertThat(this.state.current().account()).isEqualTo(TestOperations.ADA);
	}

	@Test
	void aSignOutElsewhereIsFoundByAskingTheCredential() {
		this.state.onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
		assertThat(this.state.refresh(this.credential).state()).isEqualTo(State.SIGNED_OUT);
	}

	@Test
	void whatWasToldOfASignInIsNotOverruledByAKeptLogin() {
		this.credential.account = TestOperations.ADA;
		this.state.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		assertThat(this.state.refresh(this.credential).state()).isEqualTo(State.AWAITING_USER);
		this.state.onFailed(FailedEvent.of("default", "first", TestOperations.declined()));
		assertThat(this.state.refresh(this.credential).state()).isEqualTo(State.FAILED);
	}

	@Test
	void whatHappensWhileTheCredentialIsAskedIsNewerThanItsAnswer() {
		OperatedCredential slow = new OperatedCredential(this.state) {

			@Override
			public Optional<AuthenticationRecord> authenticationRecord() {
				DeviceCodeStatusTrackerTests.this.state
					.onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
				return super.authenticationRecord();
			}

		};
		assertThat(this.state.refresh(slow).state()).isEqualTo(State.SIGNED_IN);
	}

	@Test
	void whatIsKnownIsReportedWhileTheStoreIsOutOfReach() {
		this.state.onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
		this.credential.storeFailure = new CredentialUnavailableException("The store is out of reach");
		assertThat(this.state.refresh(this.credential).state()).isEqualTo(State.SIGNED_IN);
	}

}
