package io.github.azuredevicecode.test;

import java.util.ArrayList;
import java.util.List;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.SignInDeclinedException;
import io.github.azuredevicecode.TokenRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link FakeDeviceCodeCredential}.
 */
class FakeDeviceCodeCredentialTests {

	private final List<String> heard = new ArrayList<>();

	private final FakeDeviceCodeCredential credential = new FakeDeviceCodeCredential(
			(prompt) -> this.heard.add("shown " + prompt.userCode()), List.of(new Listener()));

	@Test
	void aTokenTellsWhatItWasAskedForAndNobodyIsPrompted() {
		assertThat(this.credential.getToken("User.Read").value()).isEqualTo("token-of-User.Read");
		assertThat(this.credential.getTokenAsync(TokenRequest.of("a", "b").withClaims("{}")).join().value())
			.isEqualTo("token-of-a+b-with-claims");
		assertThat(this.credential.requests()).containsExactly(TokenRequest.of("User.Read"),
				TokenRequest.of("a", "b").withClaims("{}"));
		assertThat(this.credential.prompts()).isEmpty();
		assertThat(this.heard).isEmpty();
	}

	@Test
	void aTokenThatWasSetIsGivenForEveryRequest() {
		this.credential.setToken("mine");
		assertThat(this.credential.getToken("a")).extracting(AccessToken::value).isEqualTo("mine");
		assertThat(this.credential.getToken("b")).extracting(AccessToken::value).isEqualTo("mine");
	}

	@Test
	void requestsFailInTurnAndThenSucceed() {
		ClientAuthenticationException first = new ClientAuthenticationException("first", null, null);
		SignInDeclinedException second = new SignInDeclinedException("second");
		this.credential.failNext(first, second);
		assertThatExceptionOfType(ClientAuthenticationException.class)
			.isThrownBy(() -> this.credential.getToken("scope"))
			.isSameAs(first);
		assertThat(this.credential.getTokenAsync(TokenRequest.of("scope"))).isCompletedExceptionally();
		assertThat(this.credential.getToken("scope").value()).isEqualTo("token-of-scope");
		assertThat(this.credential.requests()).hasSize(3);
	}

	@Test
	void aPromptIsShownAndToldOnDemand() {
		this.credential.promptNext();
		this.credential.getToken("scope");
		this.credential.getToken("scope");
		assertThat(this.heard).containsExactly("prompted fake-attempt-1", "shown FAKECODE1",
				"authenticated fake-attempt-1");
		assertThat(this.credential.prompts()).singleElement()
			.extracting(DeviceCodePrompt::scopes)
			.isEqualTo(TokenRequest.of("scope").scopes());
	}

	@Test
	void aSignInThatFailsIsTold() {
		this.credential.failNext(new SignInDeclinedException("declined"));
		assertThatExceptionOfType(SignInDeclinedException.class).isThrownBy(this.credential::authenticate);
		assertThat(this.heard).containsExactly("prompted fake-attempt-1", "shown FAKECODE1",
				"failed fake-attempt-1: declined");
	}

	@Test
	void aSignOutForgetsTheUserUntilTheNextSignIn() {
		this.credential.signOut();
		assertThat(this.credential.authenticationRecord()).isEmpty();
		assertThat(this.heard).containsExactly("signed out ada@contoso.example");
		assertThat(this.credential.authenticate()).isEqualTo(FakeDeviceCodeCredential.USER);
		assertThat(this.credential.authenticationRecord()).contains(FakeDeviceCodeCredential.USER);
	}

	@Test
	void resetForgetsAllThatATestHasDone() {
		this.credential.setToken("mine");
		this.credential.authenticate();
		this.credential.promptNext();
		this.credential.failNext(new SignInDeclinedException("declined"));
		this.credential.signOut();
		this.credential.reset();
		assertThat(this.credential.requests()).isEmpty();
		assertThat(this.credential.prompts()).isEmpty();
		assertThat(this.credential.authenticationRecord()).isPresent();
		assertThat(this.credential.getToken("scope").value()).isEqualTo("token-of-scope");
		assertThat(this.credential.prompts()).isEmpty();
	}

	private final class Listener implements DeviceCodeListener {

		@Override
		public void onPrompt(PromptEvent event) {
			FakeDeviceCodeCredentialTests.this.heard.add("prompted " + event.prompt().attemptId());
		}

		@Override
		public void onAuthenticated(AuthenticatedEvent event) {
			FakeDeviceCodeCredentialTests.this.heard.add("authenticated " + event.attemptId());
		}

		@Override
		public void onFailed(FailedEvent event) {
			FakeDeviceCodeCredentialTests.this.heard
				.add("failed " + event.attemptId() + ": " + event.exception().getMessage());
		}

		@Override
		public void onSignedOut(SignedOutEvent event) {
			AuthenticationRecord record = event.authenticationRecord();
			FakeDeviceCodeCredentialTests.this.heard.add("signed out " + ((record != null) ? record.username() : ""));
		}

	}

}
