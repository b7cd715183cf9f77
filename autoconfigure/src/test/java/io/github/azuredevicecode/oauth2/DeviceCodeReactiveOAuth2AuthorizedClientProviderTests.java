package io.github.azuredevicecode.oauth2;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.SignInDeclinedException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.http.TestConfigurers;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import io.github.azuredevicecode.testsupport.RecordingPromptHandler;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DeviceCodeReactiveOAuth2AuthorizedClientProvider}.
 */
@Timeout(60)
class DeviceCodeReactiveOAuth2AuthorizedClientProviderTests {

	private static final ClientRegistration REGISTRATION = TestConfigurers.registration("id", "User.Read", "Mail.Read");

	private static final Authentication PRINCIPAL = new TestingAuthenticationToken("ada", "credentials");

	private final FakeDeviceCodeCredential credential = new FakeDeviceCodeCredential();

	private final DeviceCodeReactiveOAuth2AuthorizedClientProvider provider = new DeviceCodeReactiveOAuth2AuthorizedClientProvider(
			this.credential);

	@Test
	void constructorWhenCredentialIsNullThenThrowIllegalArgumentException() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new DeviceCodeReactiveOAuth2AuthorizedClientProvider(nothing()))
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
		StepVerifier
			.create(this.provider
				.authorize(OAuth2AuthorizationContext.withClientRegistration(other).principal(PRINCIPAL).build()))
			.verifyComplete();
		assertThat(this.credential.requests()).isEmpty();
	}

	@Test
	void authorizeWhenNobodySubscribesThenNothingIsAsked() {
		authorize(null, null, null);
		assertThat(this.credential.requests()).isEmpty();
	}

	@Test
	void authorizeWhenDeviceCodeAndNotAuthorizedThenAuthorize() {
		StepVerifier.create(authorize(null, null, null)).assertNext((client) -> {
			assertThat(client.getClientRegistration()).isSameAs(REGISTRATION);
			assertThat(client.getPrincipalName()).isEqualTo("ada");
			assertThat(client.getRefreshToken()).isNull();
			assertThat(client.getAccessToken().getTokenValue()).isEqualTo("token-of-User.Read+Mail.Read");
			assertThat(client.getAccessToken().getExpiresAt()).isAfter(Instant.now());
		}).verifyComplete();
		assertThat(this.credential.requests()).containsExactly(TokenRequest.of("User.Read", "Mail.Read"));
	}

	@Test
	void authorizeWhenTokenIsTheOneThatTheClientHasThenNotReauthorize() {
		OAuth2AuthorizedClient client = authorize(null, null, null).block();
		StepVerifier.create(authorize(client, null, null)).verifyComplete();
		assertThat(this.credential.requests()).hasSize(2);
	}

	@Test
	void authorizeWhenTokenHasChangedThenReauthorizeThoughTheOldOneIsValid() {
		StepVerifier.create(authorize(held(Duration.ofHours(1)), null, null))
			.assertNext((client) -> assertThat(client.getAccessToken().getTokenValue())
				.isEqualTo("token-of-User.Read+Mail.Read"))
			.verifyComplete();
	}

	@Test
	void authorizeWhenScopesClaimsAndCaeThenAskForThem() {
		this.provider.setCae(true);
		authorize(null, new String[] { "Files.Read" }, null).block();
		authorize(null, null, "{\"a\":1}").block();
		assertThat(this.credential.requests()).containsExactly(TokenRequest.of("Files.Read").withCae(true),
				TokenRequest.of("User.Read", "Mail.Read").withClaims("{\"a\":1}").withCae(true));
	}

	@Test
	void authorizeWhenServiceRefusesThenClientAuthorizationExceptionWithItsCode() {
		ClientAuthenticationException failure = new ClientAuthenticationException("refused",
				new ServiceError("invalid_grant", "words", "AADSTS50173", "advice", "id", null), null);
		this.credential.failNext(failure);
		StepVerifier.create(authorize(null, null, null))
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(ClientAuthorizationException.class,
					(authorization) -> {
						assertThat(authorization).hasCause(failure);
						assertThat(authorization.getClientRegistrationId()).isEqualTo("id");
						assertThat(authorization.getError().getErrorCode()).isEqualTo("invalid_grant");
					}));
	}

	@Test
	void authorizeWhenScopesAreReservedThenClientAuthorizationException() {
		StepVerifier.create(authorize(null, new String[] { "openid" }, null))
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOfSatisfying(ClientAuthorizationException.class,
					(authorization) -> assertThat(authorization.getError().getErrorCode()).isEqualTo("invalid_scope")));
	}

	@Test
	void authorizeWhenServiceIsOutOfReachThenClientAuthorizationExceptionThoughTheTokenOfTheClientIsValid() {
		ClientAuthenticationException failure = new ClientAuthenticationException("out of reach");
		this.credential.failNext(failure);
		StepVerifier.create(authorize(held(Duration.ofHours(1)), null, null))
			.verifyErrorSatisfies(
					(ex) -> assertThat(ex).isInstanceOf(ClientAuthorizationException.class).hasCause(failure));
	}

	@Test
	void authorizeAfterASignOutThenTheTokenOfTheSignedOutUserIsNeverUsed() {
		OAuth2AuthorizedClient own = authorize(null, null, null).block();
		this.credential.signOut();
		this.credential.failNext(new ClientAuthenticationException("refused",
				new ServiceError("unauthorized_client", "words", "AADSTS700016", "advice", "id", null), null));
		StepVerifier.create(authorize(own, null, null)).verifyError(ClientAuthorizationException.class);
	}

	@Test
	void authorizeWhenUserDeclinesThenClientAuthorizationExceptionThoughTheTokenIsValid() {
		this.credential.failNext(new SignInDeclinedException("declined"));
		StepVerifier.create(authorize(held(Duration.ofHours(1)), null, null))
			.verifyError(ClientAuthorizationException.class);
	}

	@Test
	void authorizeWhenTheLastSubscriberCancelsThenTheSignInEnds() throws InterruptedException {
		RecordingPromptHandler prompts = new RecordingPromptHandler();
		FailureQueue failures = new FailureQueue();
		try (ScriptedEntra entra = new ScriptedEntra();
				DeviceCodeCredential real = entra.credential().promptHandler(prompts).listener(failures).build()) {
			entra.deviceCodeThatIsNotPolled(900);
			Mono<OAuth2AuthorizedClient> client = new DeviceCodeReactiveOAuth2AuthorizedClientProvider(real)
				.authorize(context(null, null, null));
			Disposable first = client.subscribe();
			Disposable last = client.subscribe();
			prompts.await();
			first.dispose();
			assertThat(failures.queue).isEmpty();
			last.dispose();
			assertThat(failures.queue.poll(30, TimeUnit.SECONDS)).isInstanceOf(SignInCancelledException.class);
			assertThat(real.cancelSignIn()).isFalse();
			assertThat(entra.deviceCodeRequests()).hasSize(1);
		}
	}

	@Test
	void authorizeWhenOneSubscriberCancelsThenTheOtherGetsTheToken() {
		try (ScriptedEntra entra = new ScriptedEntra(); DeviceCodeCredential real = entra.credential().build()) {
			entra.deviceCode().pending().pending().token("of-the-other", 3600);
			Mono<OAuth2AuthorizedClient> client = new DeviceCodeReactiveOAuth2AuthorizedClientProvider(real)
				.authorize(context(null, null, null));
			Disposable first = client.subscribe();
			Mono<String> other = client.map((authorized) -> authorized.getAccessToken().getTokenValue()).cache();
			other.subscribe();
			first.dispose();
			StepVerifier.create(other).expectNext("of-the-other").expectComplete().verify(Duration.ofSeconds(30));
			assertThat(entra.deviceCodeRequests()).hasSize(1);
		}
	}

	private static OAuth2AuthorizedClient held(Duration validity) {
		return TestConfigurers.authorizedClient(REGISTRATION, "held", Instant.now().plus(validity));
	}

	private Mono<OAuth2AuthorizedClient> authorize(@Nullable OAuth2AuthorizedClient held, String @Nullable [] scopes,
			@Nullable String claims) {
		return this.provider.authorize(context(held, scopes, claims));
	}

	private static OAuth2AuthorizationContext context(@Nullable OAuth2AuthorizedClient held, String @Nullable [] scopes,
			@Nullable String claims) {
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
		return context.build();
	}

	@SuppressWarnings({ "NullAway", "DataFlowIssue" })
	private static <T> T nothing() {
		return null;
	}

	private static final class FailureQueue implements DeviceCodeListener {

		private final BlockingQueue<ClientAuthenticationException> queue = new LinkedBlockingQueue<>();

		@Override
		public void onFailed(FailedEvent event) {
			this.queue.add(event.exception());
		}

	}

}
