package io.github.azuredevicecode.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;

import com.azure.core.credential.AccessToken;
import com.azure.core.credential.AccessTokenCache;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.identity.DeviceCodeCredential;
import com.azure.identity.DeviceCodeCredentialBuilder;
import io.github.azuredevicecode.credential.SignedInCredentials;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What applications of the Azure SDK for Java use.
 */
public final class AzureSdk {

	private AzureSdk() {
	}

	private static TokenRequestContext request() {
		return new TokenRequestContext().addScopes(Tokens.SCOPE);
	}

	/**
	 * The cache of azure-core, as its bearer token policy uses it, over a fixed token.
	 */
	@State(Scope.Benchmark)
	public static class Cache {

		private final TokenRequestContext request = request();

		private AccessTokenCache cache;

		@Setup
		public void fill() {
			AccessToken token = new AccessToken(Tokens.VALUE, OffsetDateTime.now().plusDays(1));
			this.cache = new AccessTokenCache((TokenCredential) (request) -> Mono.just(token));
			Tokens.require(token());
		}

		String token() {
			return this.cache.getTokenSync(this.request, false).getToken();
		}

	}

	/**
	 * The credential of azure-identity, signed in.
	 */
	@State(Scope.Benchmark)
	public static class Credential {

		private final TokenRequestContext request = request();

		private final InMemoryEntra entra = new InMemoryEntra();

		private DeviceCodeCredential credential;

		@Setup
		public void signIn() {
			this.credential = new DeviceCodeCredentialBuilder().clientId("client")
				.tenantId("tenant-guid")
				.disableInstanceDiscovery()
				.httpClient(this.entra)
				.challengeConsumer((challenge) -> {
				})
				.build();
			Tokens.require(token());
			this.entra.closed = true;
			Tokens.require(token());
		}

		String token() {
			return this.credential.getTokenSync(this.request).getToken();
		}

	}

	private static final class InMemoryEntra implements HttpClient {

		private volatile boolean closed;

		@Override
		public Mono<HttpResponse> send(HttpRequest request) {
			return Mono.fromSupplier(() -> answer(request));
		}

		private HttpResponse answer(HttpRequest request) {
			if (this.closed) {
				throw new IllegalStateException("azure-identity asks " + request.getUrl());
			}
			if (request.getUrl().getPath().endsWith("/devicecode")) {
				return new JsonResponse(request, """
						{"device_code":"device-code","user_code":"USERCODE1","expires_in":900,"interval":1,
						"verification_uri":"https://microsoft.com/devicelogin","message":"Sign in."}""");
			}
			return new JsonResponse(request, SignedInCredentials.tokenAnswer(Tokens.REQUEST, Tokens.VALUE));
		}

	}

	private static final class JsonResponse extends HttpResponse {

		private final String body;

		private final HttpHeaders headers = new HttpHeaders().set(HttpHeaderName.CONTENT_TYPE, "application/json");

		private JsonResponse(HttpRequest request, String body) {
			super(request);
			this.body = body;
		}

		@Override
		public int getStatusCode() {
			return 200;
		}

		@Override
		@Deprecated
		public String getHeaderValue(String name) {
			return this.headers.getValue(HttpHeaderName.fromString(name));
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public Flux<ByteBuffer> getBody() {
			return Flux.just(ByteBuffer.wrap(this.body.getBytes(StandardCharsets.UTF_8)));
		}

		@Override
		public Mono<byte[]> getBodyAsByteArray() {
			return Mono.just(this.body.getBytes(StandardCharsets.UTF_8));
		}

		@Override
		public Mono<String> getBodyAsString() {
			return Mono.just(this.body);
		}

		@Override
		public Mono<String> getBodyAsString(Charset charset) {
			return Mono.just(this.body);
		}

	}

}
