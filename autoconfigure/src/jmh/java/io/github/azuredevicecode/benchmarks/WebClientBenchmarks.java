package io.github.azuredevicecode.benchmarks;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.credential.SignedInCredentials;
import io.github.azuredevicecode.http.DeviceCodeWebClientConfigurer;
import io.github.azuredevicecode.http.TokenHosts;
import io.github.azuredevicecode.http.TokenSource;
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
import reactor.core.publisher.Mono;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import org.springframework.mock.http.client.reactive.MockClientHttpRequest;
import org.springframework.mock.http.client.reactive.MockClientHttpResponse;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * A call of a {@link WebClient} that is answered in memory, with the token and without.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class WebClientBenchmarks {

	private static final URI TARGET = URI.create("https://graph.microsoft.com/v1.0/me");

	private static final String REGISTRATION_ID = "device-code";

	private DeviceCodeCredential credential;

	private WebClient withToken;

	private WebClient withEmptyFilter;

	private WebClient without;

	@Setup
	public void signIn() {
		this.credential = SignedInCredentials.create(Tokens.REQUEST, Tokens.VALUE);
		DeviceCodeCredential credential = this.credential;
		ClientHttpConnector connector = new InMemoryConnector();
		DeviceCodeWebClientConfigurer configurer = new DeviceCodeWebClientConfigurer((id) -> null, REGISTRATION_ID,
				Map.of(REGISTRATION_ID,
						new TokenSource(() -> credential, Tokens.REQUEST, false,
								new TokenHosts(null, "graph.microsoft.com"))),
				(settings) -> connector, HttpClientSettings.defaults(), false);
		WebClient.Builder builder = WebClient.builder().clientConnector(connector);
		this.without = builder.clone().build();
		this.withEmptyFilter = builder.clone().filter((request, next) -> next.exchange(request)).build();
		this.withToken = builder.clone().apply(configurer).build();
		require("anonymous", webClientWithout());
		require("authorized", webClientWithToken());
	}

	private static void require(String expected, String actual) {
		if (!expected.equals(actual)) {
			throw new IllegalStateException("The answer is " + actual);
		}
	}

	@TearDown
	public void close() {
		this.credential.close();
	}

	@Benchmark
	public String webClientWithToken() {
		return call(this.withToken);
	}

	@Benchmark
	public String webClientWithEmptyFilter() {
		return call(this.withEmptyFilter);
	}

	@Benchmark
	public String webClientWithout() {
		return call(this.without);
	}

	private static String call(WebClient client) {
		return client.get().uri(TARGET).retrieve().bodyToMono(String.class).block();
	}

	private static final class InMemoryConnector implements ClientHttpConnector {

		@Override
		public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
				Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
			MockClientHttpRequest request = new MockClientHttpRequest(method, uri);
			return requestCallback.apply(request).then(Mono.fromSupplier(() -> answer(request)));
		}

		private static ClientHttpResponse answer(MockClientHttpRequest request) {
			MockClientHttpResponse response = new MockClientHttpResponse(HttpStatus.OK);
			response.getHeaders().setContentType(MediaType.TEXT_PLAIN);
			response
				.setBody(request.getHeaders().containsHeader(HttpHeaders.AUTHORIZATION) ? "authorized" : "anonymous");
			return response;
		}

	}

}
