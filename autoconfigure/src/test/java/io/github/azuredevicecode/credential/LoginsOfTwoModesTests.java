package io.github.azuredevicecode.credential;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;
import io.github.azuredevicecode.management.DeviceCodeStatus;
import io.github.azuredevicecode.management.DeviceCodeStatusTracker;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whose tokens a credential uses that has a login with and one without Continuous Access
 * Evaluation, and what follows when a login is found or replaced.
 */
class LoginsOfTwoModesTests {

	private static final TokenRequest PLAIN = TokenRequest.of("scope");

	private static final TokenRequest CAE = PLAIN.withCae(true);

	private final SharedStore store = new SharedStore();

	@Test
	void afterARestartEachModeUsesItsOwnLogin() {
		CredentialFixture before = fixture();
		DefaultDeviceCodeCredential credential = before.credential();
		signIn(before, credential, CAE, "ada");
		signIn(before, credential, PLAIN, "bob");
		DefaultDeviceCodeCredential restarted = fixture()
			.credential((builder) -> builder.disableAutomaticAuthentication(true));
		assertThat(restarted.getTokenAsync(CAE).join().value()).isEqualTo("token-ada");
		assertThat(restarted.getTokenAsync(PLAIN).join().value()).isEqualTo("token-bob");
		assertThat(credential.authenticationRecord()).map(AuthenticationRecord::username)
			.contains("bob@contoso.example");
	}

	@Test
	void theStatusFollowsALoginThatIsFoundInTheStore() {
		DeviceCodeStatusTracker status = new DeviceCodeStatusTracker(Clock.systemUTC());
		DefaultDeviceCodeCredential second = fixture().credential((builder) -> builder.listener(status));
		status.refresh(second);
		CredentialFixture one = fixture();
		signIn(one, one.credential(), PLAIN, "ada");
		assertThat(second.getToken(PLAIN).value()).isEqualTo("token-ada");
		assertThat(status.current().state()).isEqualTo(DeviceCodeStatus.State.SIGNED_IN);
	}

	@Test
	void aRenewalThatASignInOvertakesIsTriedAgainWithTheNewLogin() {
		CredentialFixture one = fixture();
		DefaultDeviceCodeCredential first = one.credential();
		signIn(one, first, PLAIN, "ada");
		CompletableFuture<EntraResponse> slow = new CompletableFuture<>();
		one.transport.answer(slow);
		CompletableFuture<AccessToken> other = first.getTokenAsync(TokenRequest.of("other"));
		CredentialFixture two = fixture();
		two.transport.deviceCode();
		CompletableFuture<AuthenticationRecord> signIn = two.credential().authenticateAsync(PLAIN);
		two.transport.answer(200, ScriptedTransport.tokenBody("token-2", 3600, "ada@contoso.example", "oid-ada"));
		two.time.advance(Duration.ofSeconds(5));
		assertThat(signIn).isCompleted();
		one.transport.answer(200, ScriptedTransport.tokenBody("renewed", 3600, "ada@contoso.example", "oid-ada"));
		slow.complete(new EntraResponse(200, Map.of(),
				ScriptedTransport.tokenBody("late", 3600, "ada@contoso.example", "oid-ada")));
		assertThat(other.join().value()).isEqualTo("renewed");
	}

	@Test
	void theRecordOfALoginInACloudWithTwoNamesFindsIt() {
		CredentialFixture one = fixture();
		DefaultDeviceCodeCredential first = one.credential((builder) -> builder.authority("login.chinacloudapi.cn"));
		one.transport.deviceCode()
			.answer(200, ScriptedTransport.tokenBody("token-cn", 3600, "ada@contoso.example", "oid-ada"));
		first.getTokenAsync(PLAIN);
		one.time.advance(Duration.ofSeconds(5));
		DefaultDeviceCodeCredential second = fixture()
			.credential((builder) -> builder.authority("login.partner.microsoftonline.cn")
				.disableAutomaticAuthentication(true));
		assertThat(second.getTokenAsync(PLAIN).join().value()).isEqualTo("token-cn");
	}

	private static void signIn(CredentialFixture fixture, DefaultDeviceCodeCredential credential, TokenRequest request,
			String user) {
		fixture.transport.deviceCode()
			.answer(200, ScriptedTransport.tokenBody("token-" + user, 3600, user + "@contoso.example", "oid-" + user));
		CompletableFuture<AccessToken> token = credential.getTokenAsync(request);
		fixture.time.advance(Duration.ofSeconds(5));
		assertThat(token.join().value()).isEqualTo("token-" + user);
	}

	private CredentialFixture fixture() {
		return new CredentialFixture(new VirtualTime(Instant.now()), this.store.view());
	}

}
