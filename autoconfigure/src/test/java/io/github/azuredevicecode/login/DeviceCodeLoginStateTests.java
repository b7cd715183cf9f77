package io.github.azuredevicecode.login;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CredentialUnavailableException;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.login.DeviceCodeLogin.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceCodeLoginState}.
 */
class DeviceCodeLoginStateTests {

	private final DeviceCodeLoginState state = new DeviceCodeLoginState(Clock.fixed(Logins.NOW, ZoneOffset.UTC));

	private final OperatedCredential credential = new OperatedCredential(this.state);

	@Test
	void nobodyIsSignedInAtFirst() {
		assertThat(this.state.current()).isEqualTo(DeviceCodeLogin.signedOut(Logins.NOW));
	}

	@Test
	void aPromptIsKeptUntilTheUserHasAnswered() {
		this.state.prompted(Logins.prompt("first"));
		assertThat(this.state.current().state()).isEqualTo(State.AWAITING_USER);
		assertThat(this.state.current().prompt()).isEqualTo(Logins.prompt("first"));
		this.state.authenticated("first", Logins.ADA);
		assertThat(this.state.current().state()).isEqualTo(State.SIGNED_IN);
		assertThat(this.state.current().prompt()).isNull();
		assertThat(this.state.current().account()).isEqualTo(Logins.ADA);
		assertThat(this.state.current().attemptId()).isEqualTo("first");
	}

	@Test
	void aFailureIsKeptWithItsAdviceUntilSomebodyHasSignedIn() {
		this.state.prompted(Logins.prompt("first"));
		this.state.failed("first", Logins.blocked());
		assertThat(this.state.current().state()).isEqualTo(State.FAILED);
		assertThat(this.state.current().prompt()).isNull();
		assertThat(this.state.current().lastFailure()).isEqualTo(new DeviceCodeLoginFailure("error", "AADSTS53003",
				"AADSTS53003: ada@contoso.example is blocked", Logins.ADVICE, null, Logins.NOW));
		this.state.prompted(Logins.prompt("second"));
		assertThat(this.state.current().lastFailure()).isNotNull();
		this.state.authenticated("second", Logins.ADA);
		assertThat(this.state.current().lastFailure()).isNull();
	}

	@Test
	void theFailureOfAnotherAttemptLeavesThePrompt() {
		this.state.prompted(Logins.prompt("second"));
		this.state.failed("first", Logins.blocked());
		assertThat(this.state.current().state()).isEqualTo(State.AWAITING_USER);
		assertThat(this.state.current().prompt()).isEqualTo(Logins.prompt("second"));
		assertThat(this.state.current().lastFailure()).isNotNull();
	}

	@Test
	void aCancelledSignInIsNoFailure() {
		this.state.prompted(Logins.prompt("first"));
		this.state.failed("first", new SignInCancelledException("cancelled"));
		assertThat(this.state.current().state()).isEqualTo(State.SIGNED_OUT);
		this.state.authenticated("second", Logins.ADA);
		this.state.prompted(Logins.prompt("third"));
		this.state.failed("third", new SignInCancelledException("cancelled"));
		assertThat(this.state.current().state()).isEqualTo(State.SIGNED_IN);
		assertThat(this.state.current().account()).isEqualTo(Logins.ADA);
	}

	@Test
	void aSignOutForgetsEverything() {
		this.state.authenticated("first", Logins.ADA);
		this.state.signedOut(Logins.ADA);
		assertThat(this.state.current()).isEqualTo(DeviceCodeLogin.signedOut(Logins.NOW));
	}

	@Test
	void aKeptLoginIsFoundByAskingTheCredential() {
		this.credential.account = Logins.ADA;
		assertThat(this.state.current().state()).isEqualTo(State.SIGNED_OUT);
		assertThat(this.state.refresh(this.credential).state()).isEqualTo(State.SIGNED_IN);
		assertThat(this.state.current().account()).isEqualTo(Logins.ADA);
	}

	@Test
	void aSignOutElsewhereIsFoundByAskingTheCredential() {
		this.state.authenticated("first", Logins.ADA);
		assertThat(this.state.refresh(this.credential).state()).isEqualTo(State.SIGNED_OUT);
	}

	@Test
	void whatWasToldOfASignInIsNotOverruledByAKeptLogin() {
		this.credential.account = Logins.ADA;
		this.state.prompted(Logins.prompt("first"));
		assertThat(this.state.refresh(this.credential).state()).isEqualTo(State.AWAITING_USER);
		this.state.failed("first", Logins.declined());
		assertThat(this.state.refresh(this.credential).state()).isEqualTo(State.FAILED);
	}

	@Test
	void whatHappensWhileTheCredentialIsAskedIsNewerThanItsAnswer() {
		OperatedCredential slow = new OperatedCredential(this.state) {

			@Override
			public Optional<AuthenticationRecord> authenticationRecord() {
				DeviceCodeLoginStateTests.this.state.authenticated("first", Logins.ADA);
				return super.authenticationRecord();
			}

		};
		assertThat(this.state.refresh(slow).state()).isEqualTo(State.SIGNED_IN);
	}

	@Test
	void whatIsKnownIsReportedWhileTheStoreIsOutOfReach() {
		this.state.authenticated("first", Logins.ADA);
		this.credential.storeFailure = new CredentialUnavailableException("The store is out of reach");
		assertThat(this.state.refresh(this.credential).state()).isEqualTo(State.SIGNED_IN);
	}

}
