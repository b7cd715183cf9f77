package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.TokenRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The names of one tenant are one tenant.
 */
class TenantNamesTests {

	private static final String GUID = "0a1b2c3d-0000-1111-2222-333344445555";

	private static final TokenRequest BY_GUID = TokenRequest.of("vault").withTenantId(GUID);

	private final CredentialFixture fixture = new CredentialFixture();

	private CompletableFuture<AccessToken> signIn(DefaultDeviceCodeCredential credential, TokenRequest request,
			String tenantId) {
		this.fixture.transport.deviceCode().answer(200, tokens("token-1", tenantId));
		CompletableFuture<AccessToken> token = credential.getTokenAsync(request);
		this.fixture.time.advance(Duration.ofSeconds(5));
		return token;
	}

	private static String tokens(String value, String tenantId) {
		return ScriptedTransport.tokenBody(value, 3600, "ada@contoso.example", "oid-ada")
			.replaceAll("\"id_token\":\"[^\"]*\"", "\"id_token\":\"e30."
					+ ScriptedTransport.encode("{\"tid\":\"" + tenantId + "\",\"oid\":\"o\",\"sub\":\"s\"}") + ".\"");
	}

	@Test
	void theTenantOfTheUserMayBeAskedByItsGuid() {
		DefaultDeviceCodeCredential credential = this.fixture
			.credential((builder) -> builder.tenantId("contoso.onmicrosoft.com"));
		assertThat(signIn(credential, TokenRequest.of("vault"), GUID)).isCompleted();
		assertThat(credential.getToken(BY_GUID).value()).isEqualTo("token-1");
		assertThat(this.fixture.prompts).hasSize(1);
	}

	@Test
	void aGuidIsTakenForTheDomainUntilAUserHasSignedIn() {
		DefaultDeviceCodeCredential credential = this.fixture
			.credential((builder) -> builder.tenantId("Contoso.OnMicrosoft.com"));
		assertThat(signIn(credential, BY_GUID, GUID.toUpperCase(Locale.ROOT))).isCompleted();
		assertThat(this.fixture.transport.requests().get(0).uri())
			.hasPath("/contoso.onmicrosoft.com/oauth2/v2.0/devicecode");
		assertThat(this.fixture.prompts).hasSize(1);
	}

	@Test
	void aGuidOfAnotherTenantIsRefusedOnceAUserHasSignedIn() {
		DefaultDeviceCodeCredential credential = this.fixture
			.credential((builder) -> builder.tenantId("contoso.onmicrosoft.com"));
		assertThat(signIn(credential, BY_GUID, "ffffffff-0000-1111-2222-333344445555")).isCompletedExceptionally();
		assertThatExceptionOfType(ClientAuthenticationException.class).isThrownBy(() -> credential.getToken(BY_GUID))
			.withMessageContaining("not configured to acquire tokens for tenant " + GUID);
		assertThat(credential.getToken("vault").value()).isEqualTo("token-1");
	}

	@Test
	void aLoginIsFoundWhateverTheCaseOfItsNames() {
		assertThat(new CachedLoginKey("n", "ABC", "https://a", "Contoso", LoginMode.STANDARD))
			.isEqualTo(new CachedLoginKey("n", "abc", "https://a", "CONTOSO", LoginMode.STANDARD));
		DefaultDeviceCodeCredential credential = this.fixture
			.credential((builder) -> builder.tenantId("Organizations"));
		assertThat(signIn(credential, TokenRequest.of("scope"), GUID)).isCompleted();
		this.fixture.transport.answer(200, tokens("token-2", GUID));
		DefaultDeviceCodeCredential restarted = this.fixture
			.credential((builder) -> builder.tenantId("organizations").clientId("CLIENT"));
		assertThat(restarted.getToken(TokenRequest.of("scope").withTenantId("Other.example")).value())
			.isEqualTo("token-2");
		assertThat(this.fixture.prompts).hasSize(1);
	}

	@Test
	void aRecordFindsTheLoginOfAnApplicationThatConfiguresTheTenant() {
		DefaultDeviceCodeCredential first = this.fixture.credential((builder) -> builder.tenantId(GUID));
		assertThat(signIn(first, TokenRequest.of("scope"), GUID)).isCompleted();
		AuthenticationRecord record = first.authenticationRecord().orElseThrow();
		DefaultDeviceCodeCredential second = this.fixture
			.credential((builder) -> builder.clientId("ignored").authenticationRecord(record));
		assertThat(second.getToken("scope").value()).isEqualTo("token-1");
		assertThat(this.fixture.prompts).hasSize(1);
		second.signOut();
		this.fixture.transport.deviceCode();
		first.close();
		this.fixture.credential((builder) -> builder.tenantId(GUID)).getTokenAsync(TokenRequest.of("scope"));
		assertThat(this.fixture.prompts).hasSize(2);
	}

}
