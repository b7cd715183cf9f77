package io.github.azuredevicecode.credential;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.testsupport.RecordedLog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The log of the life of a login, for those who read it at night.
 */
class CredentialLogTests {

	private static final Duration INTERVAL = Duration.ofSeconds(5);

	private final SharedStore store = new SharedStore();

	private final CredentialFixture fixture = fixture();

	private final DefaultDeviceCodeCredential credential = credential(this.fixture, "mail");

	private final RecordedLog log = new RecordedLog();

	@AfterEach
	void stopRecording() {
		take();
		this.log.close();
	}

	@Test
	void theWholeLifeOfALoginIsTold() {
		this.fixture.transport.deviceCode(1, 5, 900);
		CompletableFuture<AccessToken> token = token(this.credential);
		String attempt = this.fixture.prompts.get(0).attemptId();
		String mail = " credentialName=mail attemptId=" + attempt;
		assertThat(take()).containsExactly(
				"INFO Asking a user to sign in." + mail + " expiresAt=" + this.fixture.prompts.get(0).expiresAt());
		this.fixture.transport.deviceCode(2, 5, 900);
		assertThat(this.credential.renewUserCode()).isTrue();
		assertThat(take())
			.containsExactly("INFO Asking a user to sign in with a new code, which replaces the previous one." + mail
					+ " expiresAt=" + this.fixture.prompts.get(1).expiresAt());
		this.fixture.transport.fail(new IOException("reset")).fail(new IOException("reset"));
		advance(Duration.ofSeconds(5));
		advance(Duration.ofSeconds(20));
		assertThat(take()).containsExactly(
				"WARN Cannot find out whether the user has signed in; retrying until the code expires." + mail);
		this.fixture.transport.pending().tokens("token-1", 3600);
		advance(Duration.ofMinutes(1));
		advance(Duration.ofMinutes(1));
		assertThat(token).isCompleted();
		assertThat(take()).containsExactly("INFO The service answers again." + mail,
				"INFO Signed in." + mail + " username=ada@contoso.example");
		CredentialFixture restarted = fixture();
		DefaultDeviceCodeCredential next = credential(restarted, "mail");
		assertThat(next.authenticationRecord()).isPresent();
		assertThat(take())
			.containsExactly("INFO Found a login in the token cache. credentialName=mail username=ada@contoso.example");
		this.credential.signOut();
		assertThat(take()).containsExactly("INFO Signed out. credentialName=mail username=ada@contoso.example");
		restarted.transport.deviceCode();
		assertThat(next.getTokenAsync(TokenRequest.of("other"))).isNotDone();
		assertThat(take()).contains(
				"INFO Signed out, since the login in the token cache was removed or replaced. credentialName=mail "
						+ "username=ada@contoso.example");
	}

	@Test
	void theEndsWithoutAUserAreToldApart() {
		this.fixture.transport.deviceCode();
		token(this.credential);
		this.credential.cancelSignIn();
		assertThat(take()).last()
			.asString()
			.startsWith("INFO The sign-in was cancelled. credentialName=mail attemptId=")
			.endsWith(" outcome=cancelled");
		this.fixture.transport.deviceCode().error("authorization_declined");
		token(this.credential);
		advance(INTERVAL);
		assertThat(take()).last()
			.asString()
			.startsWith("INFO The user has declined the sign-in.")
			.endsWith(" outcome=declined errorCode=authorization_declined aadstsCode=AADSTS70000");
		this.fixture.transport.deviceCode().error("expired_token");
		token(this.credential);
		advance(INTERVAL);
		assertThat(take()).last().asString().startsWith("INFO The code has expired before a user has signed in.");
	}

	@Test
	void aRefusedRenewalNamesTheUserTheCodeAndTheCorrelationId() {
		signIn();
		this.fixture.transport.answer(400, """
				{"error":"invalid_grant","error_description":"AADSTS50173: revoked","correlation_id":"c-1"}""");
		token(this.credential, "other");
		assertThat(take()).element(0)
			.isEqualTo("WARN The service has refused to renew the login. A user must sign in again. "
					+ "credentialName=mail username=ada@contoso.example errorCode=invalid_grant "
					+ "aadstsCode=AADSTS50173 correlationId=c-1");
	}

	@Test
	void aCodeThatAnotherProcessShowsIsJoinedTakenOverOrResumed() {
		this.fixture.transport.deviceCode();
		token(this.credential);
		CredentialFixture other = fixture();
		DefaultDeviceCodeCredential second = credential(other, "second");
		take();
		token(second);
		String attempt = " credentialName=second attemptId=" + this.fixture.prompts.get(0).attemptId();
		assertThat(take()).startsWith("INFO Joining a sign-in of another process." + attempt);
		this.store.advance(Duration.ofMinutes(1));
		other.transport.pending();
		other.time.advance(INTERVAL);
		assertThat(take())
			.containsExactly("INFO Polling for a sign-in in place of another process, with the same code." + attempt);
		second.close();
		take();
		CredentialFixture restarted = fixture();
		token(credential(restarted, "second"));
		assertThat(take())
			.startsWith("INFO Resuming a sign-in that began before a restart or in another process." + attempt);
	}

	@Test
	void anOutageOfTheStoreIsToldAtItsBeginningAndAtItsEnd() {
		signIn();
		this.store.down(true);
		for (int i = 0; i < 200; i++) {
			this.fixture.transport.tokens("token-" + i, 3600);
			this.credential.getTokenAsync(TokenRequest.of("other-" + i));
			advance(Duration.ofSeconds(10));
		}
		this.store.down(false);
		advance(Duration.ofMinutes(1));
		assertThat(take()).containsExactly(
				"WARN Cannot reach the token cache. Continuing with tokens in memory; changes are written when the "
						+ "token cache is back. credentialName=mail",
				"INFO The token cache can be reached again, and all changes are written. credentialName=mail");
	}

	@Test
	void aFaultThatLastsIsNotRepeatedLineAfterLine() {
		for (int i = 0; i < 500; i++) {
			this.fixture.transport.fail(new IOException("reset"));
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> this.credential.getToken("scope"));
			advance(Duration.ofMinutes(1));
		}
		assertThat(take()).singleElement().asString().startsWith("WARN The sign-in has failed.");
		this.fixture.transport.deviceCode();
		token(this.credential);
		for (int i = 0; i < 100; i++) {
			this.fixture.transport.fail(new IOException("reset"));
			advance(INTERVAL);
		}
		assertThat(take()).hasSizeLessThan(4);
	}

	@Test
	void aUserIsNotNamedUnlessThatIsAllowed() {
		DefaultDeviceCodeCredential discreet = this.fixture.credential();
		this.fixture.transport.deviceCode().tokens("token-1", 3600);
		token(discreet);
		advance(INTERVAL);
		discreet.signOut();
		assertThat(take()).hasSize(3).noneMatch((line) -> line.contains("ada"));
	}

	// A failure of the world is one line
	private List<String> take() {
		assertThat(this.log.events()).allSatisfy((event) -> {
			assertThat(event.getThrowableProxy()).isNull();
			assertThat(event.getFormattedMessage()).hasLineCount(1).contains("Credential: ");
		});
		return this.log.take();
	}

	private void signIn() {
		this.fixture.transport.deviceCode().tokens("token-1", 3600);
		token(this.credential);
		advance(INTERVAL);
		assertThat(take()).hasSize(2);
	}

	private void advance(Duration by) {
		this.store.advance(by);
		this.fixture.time.advance(by);
	}

	private static CompletableFuture<AccessToken> token(DeviceCodeCredential credential) {
		return token(credential, "scope");
	}

	private static CompletableFuture<AccessToken> token(DeviceCodeCredential credential, String scope) {
		return credential.getTokenAsync(TokenRequest.of(scope));
	}

	private CredentialFixture fixture() {
		return new CredentialFixture(new VirtualTime(Instant.now()), this.store.view());
	}

	private static DefaultDeviceCodeCredential credential(CredentialFixture fixture, String name) {
		return fixture.credential((builder) -> builder.name(name).enableSupportLogging(true));
	}

}
