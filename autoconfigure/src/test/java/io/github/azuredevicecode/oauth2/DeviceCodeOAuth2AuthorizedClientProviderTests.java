package io.github.azuredevicecode.oauth2;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRequiredException;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.SignInDeclinedException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.http.TestConfigurers;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DeviceCodeOAuth2AuthorizedClientProvider}.
 */
class DeviceCodeOAuth2AuthorizedClientProviderTests {

	private static final ClientRegistration REGISTRATION = TestConfigurers.registration("id", "User.Read", "Mail.Read");

	private static final Authentication PRINCIPAL = new TestingAuthenticationToken("ada", "credentials");

	private final ScriptedCredential credential = new ScriptedCredential();

	private final DeviceCodeOAuth2AuthorizedClientProvider provider = new DeviceCodeOAuth2AuthorizedClientProvider(
			this.credential);

	@Test
	void constructorWhenCredentialIsNullThenThrowIllegalArgumentException() {
		assertThatIllegalArgumentException().isThrownBy(() -> new DeviceCodeOAuth2AuthorizedClientProvider(nothing()))
			.withMessage("credential cannot be null");
	}

	@Test
	void authorizeWhenContextIsNullThenThrowIllegalArgumentException() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.provider.authorize(nothing()))
			.withMessage("context cannot be null");
	}

	@Test
	void authorizeWhenNotDeviceCodeThenUnableToAuthorize() {
		ClientRegistration other = ClientRegistration.withClientRegistration(REGISTRATION)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.build();
		assertThat(this.provider
			.authorize(OAuth2AuthorizationContext.withClientRegistration(other).principal(PRINCIPAL).build())).isNull();
		assertThat(this.credential.requests()).isEmpty();
	}

	@Test
	void authorizeWhenDeviceCodeAndNotAuthorizedThenAuthorize() {
		OAuth2AuthorizedClient client = authorize(null, null, null);
		assertThat(client).isNotNull();
		assertThat(client.getClientRegistration()).isSameAs(REGISTRATION);
		assertThat(client.getPrincipalName()).isEqualTo("ada");
		assertThat(client.getRefreshToken()).isNull();
		OAuth2AccessToken token = client.getAccessToken();
		assertThat(token.getTokenValue()).isEqualTo("token-of-User.Read+Mail.Read");
		assertThat(token.getTokenType()).isEqualTo(OAuth2AccessToken.TokenType.BEARER);
		assertThat(token.getScopes()).containsExactly("User.Read", "Mail.Read");
		assertThat(token.getExpiresAt()).isAfter(Instant.now());
		assertThat(this.credential.requests()).containsExactly(TokenRequest.of("User.Read", "Mail.Read"));
	}

	@Test
	void authorizeWhenTokenIsTheOneThatTheClientHasThenNotReauthorize() {
		OAuth2AuthorizedClient client = authorize(null, null, null);
		assertThat(authorize(client, null, null)).isNull();
		assertThat(this.credential.requests()).hasSize(2);
	}

	@Test
	void authorizeWhenTokenHasChangedThenReauthorizeThoughTheOldOneIsValid() {
		OAuth2AuthorizedClient client = authorize(held(Duration.ofHours(1)), null, null);
		assertThat(client).isNotNull();
		assertThat(client.getAccessToken().getTokenValue()).isEqualTo("token-of-User.Read+Mail.Read");
	}

	@Test
	void authorizeWhenScopesRequestedThenAskForThem() {
		authorize(null, new String[] { "Files.Read" }, null);
		assertThat(this.credential.requests()).containsExactly(TokenRequest.of("Files.Read"));
	}

	@Test
	void authorizeWhenClaimsThenAskWithThem() {
		authorize(null, null, "{\"a\":1}");
		assertThat(this.credential.requests())
			.containsExactly(TokenRequest.of("User.Read", "Mail.Read").withClaims("{\"a\":1}"));
	}

	@Test
	void authorizeWhenCaeThenAskForIt() {
		this.provider.setCae(true);
		authorize(null, null, null);
		assertThat(this.credential.requests()).containsExactly(TokenRequest.of("User.Read", "Mail.Read").withCae(true));
	}

	@Test
	void authorizeWhenServiceRefusesThenThrowClientAuthorizationExceptionWithItsCode() {
		this.credential.failure = new ClientAuthenticationException("refused",
				new ServiceError("invalid_grant", "words", "AADSTS50173", "advice", "id", null), null);
		assertThatExceptionOfType(ClientAuthorizationException.class).isThrownBy(() -> authorize(null, null, null))
			.withCause(this.credential.failure)
			.satisfies((ex) -> {
				assertThat(ex.getClientRegistrationId()).isEqualTo("id");
				assertThat(ex.getError().getErrorCode()).isEqualTo("invalid_grant");
				assertThat(ex.getError().getDescription()).contains("refused").contains("advice");
			});
	}

	@Test
	void authorizeWhenServiceSaysNothingThenTheCodeRemovesNoStoredClient() {
		this.credential.failure = new ClientAuthenticationException("out of reach");
		assertThatExceptionOfType(ClientAuthorizationException.class).isThrownBy(() -> authorize(null, null, null))
			.withMessage("out of reach")
			.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("server_error"));
		this.credential.failure = new AuthenticationRequiredException(TokenRequest.of("a"), null, null);
		assertThatExceptionOfType(ClientAuthorizationException.class).isThrownBy(() -> authorize(null, null, null))
			.withMessageNotContaining("[")
			.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("interaction_required"));
	}

	@Test
	void authorizeWhenScopesHoldThoseOfOpenIdThenTheyAreNotAskedFor() {
		OAuth2AuthorizedClient client = authorize(null,
				new String[] { "openid", "Profile", "offline_access", "User.Read" }, null);
		assertThat(client).isNotNull();
		assertThat(client.getAccessToken().getScopes()).containsExactly("User.Read");
		assertThat(AuthorizedClientSupport.withoutOpenId(Set.of("openid", "profile", "offline_access"))).isEmpty();
	}

	@Test
	void authorizeWhenScopesAreReservedThenThrowClientAuthorizationException() {
		assertThatExceptionOfType(ClientAuthorizationException.class)
			.isThrownBy(() -> authorize(null, new String[] { "openid" }, null))
			.satisfies((ex) -> assertThat(ex.getError().getErrorCode()).isEqualTo("invalid_scope"));
	}

	@Test
	void authorizeWhenServiceIsOutOfReachThenThrowThoughTheTokenOfTheClientIsValid() {
		this.credential.failure = new ClientAuthenticationException("out of reach");
		assertThatExceptionOfType(ClientAuthorizationException.class)
			.isThrownBy(() -> authorize(held(Duration.ofHours(1)), null, null))
			.withCause(this.credential.failure);
	}

	@Test
	void authorizeAfterASignOutThenTheTokenOfTheSignedOutUserIsNeverUsed() {
		OAuth2AuthorizedClient own = authorize(null, null, null);
		this.credential.signOut();
		this.credential.failure = new ClientAuthenticationException("refused",
				new ServiceError("unauthorized_client", "words", "AADSTS700016", "advice", "id", null), null);
		assertThatExceptionOfType(ClientAuthorizationException.class).isThrownBy(() -> authorize(own, null, null));
	}

	@Test
	void authorizeWhenUserDeclinesThenThrowThoughTheTokenIsValid() {
		this.credential.failure = new SignInDeclinedException("declined", null, null);
		assertThatExceptionOfType(ClientAuthorizationException.class)
			.isThrownBy(() -> authorize(held(Duration.ofHours(1)), null, null));
	}

	private static OAuth2AuthorizedClient held(Duration validity) {
		return TestConfigurers.authorizedClient(REGISTRATION, "held", Instant.now().plus(validity));
	}

	private @Nullable OAuth2AuthorizedClient authorize(@Nullable OAuth2AuthorizedClient held,
			String @Nullable [] scopes, @Nullable String claims) {
		OAuth2AuthorizationContext.Builder context = (held != null)
				? OAuth2AuthorizationContext.withAuthorizedClient(held)
				: OAuth2AuthorizationContext.withClientRegistration(REGISTRATION);
		context.principal(PRINCIPAL);
		if (scopes != null) {
			context.attribute(OAuth2AuthorizationContext.REQUEST_SCOPE_ATTRIBUTE_NAME, scopes);
		}
		if (claims != null) {
			context.attribute(DeviceCodeOAuth2AuthorizedClientProvider.CLAIMS_ATTRIBUTE_NAME, claims);
		}
		return this.provider.authorize(context.build());
	}

	@SuppressWarnings({ "NullAway", "DataFlowIssue" })
	private static <T> T nothing() {
		return null;
	}

	private static final class ScriptedCredential extends FakeDeviceCodeCredential {

		private @Nullable ClientAuthenticationException failure;

		@Override
		public AccessToken getToken(TokenRequest request) {
			if (this.failure != null) {
				throw this.failure;
			}
			return super.getToken(request);
		}

	}

}
