package io.github.azuredevicecode.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.credential.SignedInCredentials;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.AbstractClientHttpRequest;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.web.client.RestClient;

/**
 * A call that is answered in memory, with the token and without.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class RestClientBenchmarks {

	private static final URI TARGET = URI.create("https://graph.microsoft.com/v1.0/me");

	private DeviceCodeCredential credential;

	private RestClient withToken;

	private RestClient withEmptyInterceptor;

	private RestClient withSpringSecurity;

	private RestClient without;

	@Setup
	public void signIn() {
		this.credential = SignedInCredentials.create(Tokens.REQUEST, Tokens.VALUE);
		DeviceCodeBeans beans = new DeviceCodeBeans(this.credential, Tokens.SCOPE);
		RestClient.Builder builder = RestClient.builder().requestFactory(InMemoryRequest::new);
		this.without = builder.clone().build();
		this.withEmptyInterceptor = builder.clone()
			.requestInterceptor((request, body, execution) -> execution.execute(request, body))
			.build();
		this.withToken = builder.clone().apply(beans.restClientConfigurer(InMemoryRequest::new)).build();
		Managers.ClientCredentials clientCredentials = new Managers.ClientCredentials();
		clientCredentials.authorizeOnce();
		this.withSpringSecurity = builder.clone().requestInterceptor(clientCredentials.interceptor()).build();
		require(InMemoryRequest.ANONYMOUS, restClientWithout());
		require(InMemoryRequest.AUTHORIZED, restClientWithSpringSecurity());
		require(InMemoryRequest.AUTHORIZED, restClientWithToken());
	}

	private static void require(byte[] expected, String actual) {
		if (!new String(expected, StandardCharsets.UTF_8).equals(actual)) {
			throw new IllegalStateException("The answer is " + actual);
		}
	}

	@TearDown
	public void close() {
		this.credential.close();
	}

	@Benchmark
	public String restClientWithToken() {
		return this.withToken.get().uri(TARGET).retrieve().body(String.class);
	}

	@Benchmark
	public String restClientWithEmptyInterceptor() {
		return this.withEmptyInterceptor.get().uri(TARGET).retrieve().body(String.class);
	}

	@Benchmark
	public String restClientWithSpringSecurity() {
		return this.withSpringSecurity.get().uri(TARGET).retrieve().body(String.class);
	}

	@Benchmark
	public String restClientWithout() {
		return this.without.get().uri(TARGET).retrieve().body(String.class);
	}

	private static final class InMemoryRequest extends AbstractClientHttpRequest {

		static final byte[] ANONYMOUS = "anonymous".getBytes(StandardCharsets.UTF_8);

		static final byte[] AUTHORIZED = "authorized".getBytes(StandardCharsets.UTF_8);

		private final URI uri;

		private final HttpMethod method;

		private InMemoryRequest(URI uri, HttpMethod method) {
			this.uri = uri;
			this.method = method;
		}

		@Override
		public HttpMethod getMethod() {
			return this.method;
		}

		@Override
		public URI getURI() {
			return this.uri;
		}

		@Override
		protected OutputStream getBodyInternal(HttpHeaders headers) {
			return OutputStream.nullOutputStream();
		}

		@Override
		protected ClientHttpResponse executeInternal(HttpHeaders headers) {
			return new InMemoryResponse(headers.containsHeader(HttpHeaders.AUTHORIZATION) ? AUTHORIZED : ANONYMOUS);
		}

	}

	private static final class InMemoryResponse implements ClientHttpResponse {

		private final HttpHeaders headers = new HttpHeaders();

		private final byte[] body;

		private InMemoryResponse(byte[] body) {
			this.body = body;
			this.headers.setContentType(MediaType.TEXT_PLAIN);
			this.headers.setContentLength(body.length);
		}

		@Override
		public HttpStatus getStatusCode() {
			return HttpStatus.OK;
		}

		@Override
		public String getStatusText() {
			return "OK";
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.headers;
		}

		@Override
		public InputStream getBody() {
			return new ByteArrayInputStream(this.body);
		}

		@Override
		public void close() {
		}

	}

}
