package io.github.azuredevicecode.azuresdk;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.exception.ClientAuthenticationException;
import io.github.azuredevicecode.AuthenticationRequiredException;
import io.github.azuredevicecode.SignInDeclinedException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DeviceCodeTokenCredential}.
 */
class DeviceCodeTokenCredentialTests {

	private static final Instant EXPIRES_AT = Instant.parse("2030-01-01T10:00:00Z");

	private static final Instant REFRESH_AT = Instant.parse("2030-01-01T09:30:00Z");

	private final CompletableFuture<io.github.azuredevicecode.AccessToken> answer = new CompletableFuture<>();

	private final ScriptedCredential credential = new ScriptedCredential();

	private final DeviceCodeTokenCredential tokenCredential = new DeviceCodeTokenCredential(this.credential);

	@Test
	void theTokenIsPassedOnWithItsTimesAndType() {
		this.answer.complete(token(REFRESH_AT));
		AccessToken token = this.tokenCredential.getTokenSync(context());
		assertThat(token).usingRecursiveComparison().isEqualTo(this.tokenCredential.getToken(context()).block());
		assertThat(token.getToken()).isEqualTo("the-token");
		assertThat(token.getExpiresAt()).isEqualTo(EXPIRES_AT.atOffset(ZoneOffset.UTC));
		assertThat(token.getRefreshAt()).isEqualTo(REFRESH_AT.atOffset(ZoneOffset.UTC));
		assertThat(token.getTokenType()).isEqualTo("pop");
	}

	@Test
	void aTokenWithoutAdviceWhenToRenewItHasNone() {
		this.answer.complete(token(null));
		assertThat(this.tokenCredential.getTokenSync(context()).getRefreshAt()).isNull();
	}

	@Test
	void scopesAloneMakeARequestWithoutContinuousAccessEvaluation() {
		this.answer.complete(token(null));
		this.tokenCredential.getTokenSync(new TokenRequestContext().addScopes("a", "b").setTenantId("").setClaims(""));
		this.tokenCredential.getToken(new TokenRequestContext().addScopes("a", "b")).block();
		assertThat(this.credential.requests()).hasSize(2).allMatch(TokenRequest.of("a", "b")::equals);
	}

	@Test
	void claimsTenantAndModeAreThoseOfTheContext() {
		this.answer.complete(token(null));
		TokenRequestContext context = context().setClaims("{\"access_token\":{}}")
			.setTenantId("contoso.example")
			.setCaeEnabled(true);
		this.tokenCredential.getTokenSync(context);
		this.tokenCredential.getToken(context).block();
		assertThat(this.credential.requests()).hasSize(2)
			.allMatch(TokenRequest.of("scope")
				.withClaims("{\"access_token\":{}}")
				.withTenantId("contoso.example")
				.withCae(true)::equals);
	}

	@Test
	void nothingIsAskedForBeforeSomebodySubscribes() {
		this.tokenCredential.getToken(context());
		assertThat(this.credential.requests()).isEmpty();
	}

	@Test
	void theSubscriberIsNotBlockedWhileTheUserSignsIn() {
		CompletableFuture<AccessToken> token = this.tokenCredential.getToken(context()).toFuture();
		assertThat(token).isNotDone();
		this.answer.complete(token(null));
		assertThat(token).isCompletedWithValueMatching((value) -> value.getToken().equals("the-token"));
	}

	@Test
	void cancellingTheSubscriptionCancelsTheWait() {
		Disposable subscription = this.tokenCredential.getToken(context()).subscribe();
		assertThat(this.answer).isNotCancelled();
		subscription.dispose();
		assertThat(this.answer).isCancelled();
	}

	@Test
	void aFailureIsThatOfAzureCoreWithOursAsItsCause() {
		SignInDeclinedException declined = new SignInDeclinedException("The user has declined to sign in");
		this.answer.completeExceptionally(declined);
		assertThatExceptionOfType(ClientAuthenticationException.class)
			.isThrownBy(() -> this.tokenCredential.getTokenSync(context()))
			.withMessage(declined.getMessage())
			.withCause(declined);
		assertThat(failure(this.tokenCredential.getToken(context())))
			.isExactlyInstanceOf(ClientAuthenticationException.class)
			.hasMessage(declined.getMessage())
			.hasCause(declined);
	}

	@Test
	void aMissingUserIsAFailureAtWhichNoChainGoesOn() {
		this.answer.completeExceptionally(new AuthenticationRequiredException(TokenRequest.of("scope"), null, null));
		assertThatExceptionOfType(ClientAuthenticationException.class)
			.isThrownBy(() -> this.tokenCredential.getTokenSync(context()))
			.isExactlyInstanceOf(ClientAuthenticationException.class)
			.withCauseInstanceOf(AuthenticationRequiredException.class);
	}

	@Test
	void aContextThatIsNotValidIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.tokenCredential.getTokenSync(new TokenRequestContext().addScopes("openid")));
		assertThat(failure(this.tokenCredential.getToken(context().setClaims("no JSON"))))
			.isInstanceOf(IllegalArgumentException.class);
		assertThat(this.credential.requests()).isEmpty();
	}

	private static Throwable failure(Mono<AccessToken> token) {
		return token.map((unexpected) -> new Throwable("a token came"))
			.cast(Throwable.class)
			.onErrorResume(Mono::just)
			.block();
	}

	private static TokenRequestContext context() {
		return new TokenRequestContext().addScopes("scope");
	}

	private static io.github.azuredevicecode.AccessToken token(Instant refreshAt) {
		return new io.github.azuredevicecode.AccessToken("the-token", EXPIRES_AT, refreshAt, "pop",
				TokenRequest.of("scope").scopes());
	}

	private final class ScriptedCredential extends FakeDeviceCodeCredential {

		@Override
		public io.github.azuredevicecode.AccessToken getToken(TokenRequest request) {
			super.getToken(request);
			return getNow();
		}

		@Override
		public CompletableFuture<io.github.azuredevicecode.AccessToken> getTokenAsync(TokenRequest request) {
			super.getToken(request);
			return DeviceCodeTokenCredentialTests.this.answer;
		}

		private io.github.azuredevicecode.AccessToken getNow() {
			try {
				return DeviceCodeTokenCredentialTests.this.answer.join();
			}
			catch (CompletionException ex) {
				throw (io.github.azuredevicecode.ClientAuthenticationException) ex.getCause();
			}
		}

	}

}
