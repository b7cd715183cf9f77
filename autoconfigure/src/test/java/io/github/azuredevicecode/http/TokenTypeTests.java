package io.github.azuredevicecode.http;

import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.oauth2.DeviceCodeReactiveOAuth2AuthorizedClientProvider;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import io.github.azuredevicecode.testsupport.ResourceServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.test.StepVerifier;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizationContext;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A token is sent as a bearer token if it is one (RFC 6749 section 7.1).
 */
class TokenTypeTests {

	private final ResourceServer resource = new ResourceServer();

	@AfterEach
	void close() {
		this.resource.close();
	}

	@Test
	void aTokenThatIsBoundToAKeyIsNotSent() {
		assertThatExceptionOfType(ClientAuthorizationException.class).isThrownBy(() -> byRestClient("pop"))
			.withMessageContaining("no bearer token")
			.withMessageNotContaining("canary");
		assertThatExceptionOfType(ClientAuthenticationException.class).isThrownBy(() -> byWebClient("pop"))
			.withMessageContaining("no bearer token")
			.withMessageNotContaining("canary");
		assertThat(this.resource.requests()).isEmpty();
	}

	@Test
	void aReactiveClientIsNotAuthorizedByATokenThatIsBoundToAKey() {
		StepVerifier
			.create(new DeviceCodeReactiveOAuth2AuthorizedClientProvider(new Credential("pop")).authorize(
					OAuth2AuthorizationContext.withClientRegistration(TestConfigurers.registration("id", "User.Read"))
						.principal(new TestingAuthenticationToken("ada", "credentials"))
						.build()))
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(ClientAuthorizationException.class)
				.hasMessageContaining("no bearer token")
				.hasMessageNotContaining("canary"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "Bearer", "bearer", "BEARER" })
	void theCaseOfTheTypeDoesNotMatter(String type) {
		byRestClient(type);
		byWebClient(type);
		assertThat(this.resource.authorizations()).containsExactly("Bearer canary", "Bearer canary");
	}

	private void byRestClient(String type) {
		RestClient.builder()
			.apply(TestConfigurers.restClient(new Credential(type), this.resource.host())
				.over(ClientHttpRequestFactoryBuilder.jdk()))
			.build()
			.get()
			.uri(this.resource.url("/"))
			.retrieve()
			.toBodilessEntity();
	}

	private void byWebClient(String type) {
		WebClient.builder()
			.apply(TestConfigurers.webClient(new Credential(type), "graph.microsoft.com")
				.forHosts(this.resource.host())
				.over(ClientHttpConnectorBuilder.jdk()))
			.build()
			.get()
			.uri(this.resource.url("/"))
			.retrieve()
			.toBodilessEntity()
			.block();
	}

	private static final class Credential extends FakeDeviceCodeCredential {

		private final String type;

		Credential(String type) {
			this.type = type;
		}

		@Override
		public AccessToken getToken(TokenRequest request) {
			AccessToken token = super.getToken(request);
			return new AccessToken("canary", token.expiresAt(), null, this.type, token.scopes());
		}

		@Override
		public CompletableFuture<AccessToken> getTokenAsync(TokenRequest request) {
			return CompletableFuture.completedFuture(getToken(request));
		}

	}

}
