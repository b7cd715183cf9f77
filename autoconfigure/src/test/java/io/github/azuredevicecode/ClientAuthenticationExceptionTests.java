package io.github.azuredevicecode;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientAuthenticationException} and its kinds.
 */
class ClientAuthenticationExceptionTests {

	@Test
	void withoutAnAnswerOfTheServiceThereIsOnlyTheMessage() {
		ClientAuthenticationException exception = new ClientAuthenticationException("failed");
		assertThat(exception).hasMessage("failed").hasNoCause();
		assertThat(exception.getServiceError()).isNull();
		assertThat(exception.getErrorCode()).isNull();
		assertThat(exception.getAadstsCode()).isNull();
		assertThat(exception.getAdvice()).isNull();
		assertThat(exception.getCorrelationId()).isNull();
	}

	@Test
	void whatTheServiceSaidIsCarriedAndTheAdviceIsPartOfTheMessage() {
		ServiceError error = new ServiceError("invalid_grant", "AADSTS1: no", "AADSTS1", "Do this.", "id", "{}");
		IllegalStateException cause = new IllegalStateException();
		ClientAuthenticationException exception = new ClientAuthenticationException("failed", error, cause);
		assertThat(exception).hasMessage("failed" + System.lineSeparator() + "Advice: Do this.").hasCause(cause);
		assertThat(exception.getServiceError()).isSameAs(error);
		assertThat(exception.getErrorCode()).isEqualTo("invalid_grant");
		assertThat(exception.getAadstsCode()).isEqualTo("AADSTS1");
		assertThat(exception.getAdvice()).isEqualTo("Do this.");
		assertThat(exception.getCorrelationId()).isEqualTo("id");
	}

	@Test
	void withoutAdviceTheMessageStandsAlone() {
		ServiceError error = new ServiceError("invalid_grant", null, null, null, null, null);
		assertThat(new ClientAuthenticationException("failed", error, null)).hasMessage("failed");
	}

	@Test
	void everyFailureCanBeCaughtAsTheOne() {
		TokenRequest request = TokenRequest.of("scope");
		AuthenticationRequiredException required = new AuthenticationRequiredException(request, null, null);
		assertThat(required).isInstanceOf(CredentialUnavailableException.class)
			.isInstanceOf(ClientAuthenticationException.class)
			.hasMessage("Interactive authentication is required to get a token. Call 'authenticate' to begin.");
		assertThat(required.getRequest()).isSameAs(request);
		assertThat(new SignInDeclinedException("no")).isInstanceOf(ClientAuthenticationException.class);
		assertThat(new SignInCancelledException("no")).isInstanceOf(ClientAuthenticationException.class);
		SignInTimedOutException expired = new SignInTimedOutException("no", true, null, null);
		assertThat(expired).isInstanceOf(ClientAuthenticationException.class);
		assertThat(expired.isCodeExpired()).isTrue();
	}

}
