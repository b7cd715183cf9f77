package io.github.azuredevicecode.azuresdk;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Queue;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.BearerTokenAuthenticationPolicy;
import com.azure.core.util.Context;
import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.SignInDeclinedException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * {@link DeviceCodeTokenCredential} in a pipeline of azure-core, as every client of the
 * Azure SDK has one.
 */
class BearerTokenPolicyTests {

	private static final String SCOPE = "https://vault.azure.net/.default";

	private static final String CLAIMS = "{\"access_token\":{\"nbf\":{\"essential\":true}}}";

	private static final String CHALLENGE = "Bearer realm=\"\", error=\"insufficient_claims\", claims=\""
			+ Base64.getEncoder().encodeToString(CLAIMS.getBytes(StandardCharsets.UTF_8)) + "\"";

	private final FakeDeviceCodeCredential credential = new FakeDeviceCodeCredential();

	private final Resource resource = new Resource();

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theTokenIsSentAndAskedForOnce(boolean sync) {
		HttpPipeline pipeline = pipeline(this.credential);
		assertThat(send(pipeline, sync)).isEqualTo(200);
		assertThat(send(pipeline, sync)).isEqualTo(200);
		assertThat(this.resource.authorizations).hasSize(2)
			.allMatch("Bearer token-of-https---vault.azure.net-.default"::equals);
		assertThat(this.credential.requests()).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void aClaimsChallengeIsAnsweredWithATokenForTheClaims(boolean sync) {
		this.resource.challenges.add(CHALLENGE);
		assertThat(send(pipeline(this.credential), sync)).isEqualTo(200);
		assertThat(this.resource.authorizations).hasSize(2).last().asString().endsWith("-with-claims");
		assertThat(this.credential.requests()).last()
			.isEqualTo(TokenRequest.of(SCOPE).withCae(true).withClaims(CLAIMS));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void nothingIsSentWithoutAToken(boolean sync) {
		HttpPipeline pipeline = pipeline(new FakeDeviceCodeCredential() {

			@Override
			public AccessToken getToken(TokenRequest request) {
				throw new SignInDeclinedException("declined");
			}

		});
		assertThatExceptionOfType(ClientAuthenticationException.class).isThrownBy(() -> send(pipeline, sync))
			.withCauseInstanceOf(SignInDeclinedException.class);
		assertThat(this.resource.authorizations).isEmpty();
	}

	private HttpPipeline pipeline(FakeDeviceCodeCredential credential) {
		return new HttpPipelineBuilder().httpClient(this.resource)
			.policies(new BearerTokenAuthenticationPolicy(new DeviceCodeTokenCredential(credential), SCOPE))
			.build();
	}

	private static int send(HttpPipeline pipeline, boolean sync) {
		HttpRequest request = new HttpRequest(HttpMethod.GET, "https://contoso.vault.azure.net/secrets");
		if (sync) {
			return pipeline.sendSync(request, Context.NONE).getStatusCode();
		}
		return pipeline.send(request).map(HttpResponse::getStatusCode).blockOptional().orElseThrow();
	}

	private static final class Resource implements HttpClient {

		private final List<@Nullable String> authorizations = new ArrayList<>();

		private final Queue<String> challenges = new ArrayDeque<>();

		@Override
		public Mono<HttpResponse> send(HttpRequest request) {
			return Mono.fromSupplier(() -> answer(request));
		}

		@Override
		public HttpResponse sendSync(HttpRequest request, Context context) {
			return answer(request);
		}

		private HttpResponse answer(HttpRequest request) {
			this.authorizations.add(request.getHeaders().getValue(HttpHeaderName.AUTHORIZATION));
			String challenge = this.challenges.poll();
			HttpHeaders headers = new HttpHeaders();
			if (challenge != null) {
				headers.set(HttpHeaderName.WWW_AUTHENTICATE, challenge);
			}
			return new EmptyResponse(request, (challenge != null) ? 401 : 200, headers);
		}

	}

	private static final class EmptyResponse extends HttpResponse {

		private final int status;

		private final HttpHeaders headers;

		EmptyResponse(HttpRequest request, int status, HttpHeaders headers) {
			super(request);
			this.status = status;
			this.headers = headers;
		}

		@Override
		public int getStatusCode() {
			return this.status;
		}

		@Override
		@Deprecated
		public @Nullable String getHeaderValue(String name) {
			return this.headers.getValue(HttpHeaderName.fromString(name));
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public Flux<ByteBuffer> getBody() {
			return Flux.empty();
		}

		@Override
		public Mono<byte[]> getBodyAsByteArray() {
			return Mono.empty();
		}

		@Override
		public Mono<String> getBodyAsString() {
			return Mono.empty();
		}

		@Override
		public Mono<String> getBodyAsString(Charset charset) {
			return Mono.empty();
		}

	}

}
