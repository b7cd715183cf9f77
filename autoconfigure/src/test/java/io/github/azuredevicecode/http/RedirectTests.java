package io.github.azuredevicecode.http;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.azuredevicecode.testsupport.ResourceServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.ResponseEntity;
import org.springframework.http.client.BufferingClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A redirect to another host carries no token, whichever HTTP client of those that Boot
 * detects is used.
 */
class RedirectTests {

	private static final HttpClientSettings SETTINGS = HttpClientSettings.ofSslBundle(ResourceServer.sslBundle())
		.withRedirects(HttpRedirects.FOLLOW_WHEN_POSSIBLE);

	private final ResourceServer first = new ResourceServer();

	private final ResourceServer second = new ResourceServer();

	private final DeviceCodeClientHttpRequestInterceptor deviceCode = TestInterceptors.allowing(this.first.host());

	@AfterEach
	void close() {
		this.first.close();
		this.second.close();
	}

	static Stream<Arguments> factories() {
		return Stream
			.of(Arguments.of("JDK", ClientHttpRequestFactoryBuilder.jdk()),
					Arguments.of("Apache HttpComponents", ClientHttpRequestFactoryBuilder.httpComponents()),
					Arguments.of("Jetty", ClientHttpRequestFactoryBuilder.jetty()),
					Arguments.of("Simple", ClientHttpRequestFactoryBuilder.simple()))
			.flatMap((factory) -> Stream.of(301, 302, 303, 307, 308)
				.map((status) -> Arguments.of(factory.get()[0], factory.get()[1], status)));
	}

	@ParameterizedTest(name = "{0} {2}")
	@MethodSource("factories")
	void toAnotherPortCarriesNoToken(String name, ClientHttpRequestFactoryBuilder<?> factory, int status) {
		this.first.answer(status, "Location", this.second.url("/elsewhere"));
		get(factory.build(SETTINGS));
		assertThat(this.first.authorizations()).containsExactly("Bearer the-token");
		assertThat(this.second.requests()).hasSizeLessThanOrEqualTo(1);
		assertThat(this.second.authorizations()).allMatch(Objects::isNull);
	}

	@ParameterizedTest(name = "{0} {2}")
	@MethodSource("factories")
	void toAnotherNameCarriesNoToken(String name, ClientHttpRequestFactoryBuilder<?> factory, int status) {
		this.first.answer(status, "Location", this.second.otherNameUrl("/elsewhere"));
		get(factory.build(SETTINGS));
		assertThat(this.second.authorizations()).allMatch(Objects::isNull);
	}

	@ParameterizedTest(name = "{0} {2}")
	@MethodSource("factories")
	void overTheSameHostToAnotherCarriesNoToken(String name, ClientHttpRequestFactoryBuilder<?> factory, int status) {
		this.first.answer(status, "Location", "/moved").answer(status, "Location", this.second.url("/elsewhere"));
		get(factory.build(SETTINGS));
		assertThat(this.second.authorizations()).allMatch(Objects::isNull);
	}

	@ParameterizedTest(name = "{0} {2}")
	@MethodSource("factories")
	void ofAPostCarriesNoToken(String name, ClientHttpRequestFactoryBuilder<?> factory, int status) {
		this.first.answer(status, "Location", this.second.url("/elsewhere"));
		client(factory.build(SETTINGS)).post()
			.uri(this.first.url("/"))
			.body("body")
			.exchange((request, response) -> response.getStatusCode());
		assertThat(this.second.authorizations()).allMatch(Objects::isNull);
	}

	@ParameterizedTest
	@CsvSource({ "POST,301,GET,''", "POST,302,GET,''", "POST,303,GET,''", "POST,307,POST,body", "PUT,302,PUT,body",
			"PUT,303,GET,''", "GET,307,GET,''" })
	void byTheJdksClientChangesMethodAndBodyAsThatDoes(String method, int status, String expected, String body) {
		this.first.answer(status, "Location", this.second.url("/elsewhere"));
		RestClient.RequestBodySpec request = client(ClientHttpRequestFactoryBuilder.jdk().build(SETTINGS))
			.method(HttpMethod.valueOf(method))
			.uri(this.first.url("/"));
		if (!method.equals("GET")) {
			request.body("body");
		}
		assertThat(request.retrieve().body(String.class)).isEqualTo("ok");
		assertThat(this.second.requests()).singleElement().satisfies((sent) -> {
			assertThat(sent.getMethod()).isEqualTo(expected);
			assertThat((sent.getBody() != null) ? sent.getBody().utf8() : "").isEqualTo(body);
		});
	}

	@Test
	void byTheJdksClientOnTheSameHostKeepsTheToken() {
		this.first.answer(302, "Location", "/moved");
		assertThat(get(ClientHttpRequestFactoryBuilder.jdk().build(SETTINGS)).getBody()).isEqualTo("ok");
		assertThat(this.first.authorizations()).containsExactly("Bearer the-token", "Bearer the-token");
		assertThat(this.first.requests().get(1).getUrl().encodedPath()).isEqualTo("/moved");
	}

	@Test
	void byTheJdksClientInACircleEnds() {
		for (int i = 0; i < 20; i++) {
			this.first.answer(302, "Location", "/again");
		}
		get(ClientHttpRequestFactoryBuilder.jdk().build(SETTINGS));
		assertThat(this.first.requests()).hasSizeLessThan(10);
	}

	@ParameterizedTest
	@CsvSource({ "http://localhost:1/", "ftp://localhost/", "https:opaque", "'https://not a host/'", "'http://['" })
	void toWhatIsNoTlsHostIsNotFollowed(String location) {
		RedirectGuard guard = new RedirectGuard(true);
		this.first.answer(302, "Location", location);
		assertThat(guarded(guard, ClientHttpRequestFactoryBuilder.jdk().build(SETTINGS)).get()
			.uri(this.first.url("/"))
			.retrieve()
			.toBodilessEntity()
			.getStatusCode()
			.value()).isEqualTo(302);
		assertThat(this.first.requests()).hasSize(1);
	}

	@Test
	void isNotFollowedWhereTheClientDoesNotFollow() {
		this.first.answer(302, "Location", this.second.url("/elsewhere"));
		ClientHttpRequestFactory factory = ClientHttpRequestFactoryBuilder.jdk()
			.build(SETTINGS.withRedirects(HttpRedirects.DONT_FOLLOW));
		assertThat(get(factory).getStatusCode().value()).isEqualTo(302);
		assertThat(this.second.requests()).isEmpty();
	}

	@Test
	void interceptorsAfterTheTokenSeeTheRequestOverATwinToo() {
		List<String> seen = new ArrayList<>();
		ClientHttpRequestInterceptor witness = (request, body, execution) -> {
			seen.add(request.getURI().getPath() + " " + request.getHeaders().containsHeader("Authorization"));
			return execution.execute(request, body);
		};
		this.first.answer(302, "Location", this.second.url("/elsewhere"));
		RedirectGuard guard = new RedirectGuard(true);
		RestClient client = guarded(guard, ClientHttpRequestFactoryBuilder.jdk().build(SETTINGS)).mutate()
			.requestInterceptor(witness)
			.build();
		client.get().uri(this.first.url("/start")).retrieve().toBodilessEntity();
		assertThat(seen).containsExactly("/start true", "/elsewhere false");
	}

	@Test
	void bufferedResponsesOfATwinCanBeReadTwice() {
		List<String> bodies = new ArrayList<>();
		ClientHttpRequestInterceptor reader = (request, body, execution) -> {
			ClientHttpResponse response = execution.execute(request, body);
			bodies.add(new String(response.getBody().readAllBytes(), StandardCharsets.UTF_8));
			return response;
		};
		RestClient client = guarded(new RedirectGuard(true), ClientHttpRequestFactoryBuilder.jdk().build(SETTINGS))
			.mutate()
			.requestInterceptor(reader)
			.bufferContent((uri, method) -> true)
			.build();
		bodies.add(client.get().uri(this.first.url("/")).retrieve().body(String.class));
		assertThat(bodies).containsExactly("ok", "ok");
	}

	@Test
	void aWrappedFactoryThatLeaksIsRefused() {
		ClientHttpRequestFactory factory = new BufferingClientHttpRequestFactory(
				ClientHttpRequestFactoryBuilder.jdk().build(SETTINGS));
		assertRefused(guarded(new RedirectGuard(true), factory), "BufferingClientHttpRequestFactory");
	}

	@Test
	void aFactoryOfTheApplicationThatLeaksIsRefused() {
		JdkClientHttpRequestFactory leaking = ClientHttpRequestFactoryBuilder.jdk().build(SETTINGS);
		assertRefused(guarded(new RedirectGuard(true), leaking::createRequest), "request factory is wrapped");
		assertRefused(guarded(new RedirectGuard(true),
				new JdkClientHttpRequestFactory(HttpClient.newBuilder()
					.followRedirects(HttpClient.Redirect.ALWAYS)
					.cookieHandler(new CookieManager())
					.build()) {
				}), "has no twin");
	}

	@Test
	void aFactoryOfTheApplicationThatDoesNotLeakIsUsed() {
		JdkClientHttpRequestFactory factory = ClientHttpRequestFactoryBuilder.jdk()
			.build(SETTINGS.withRedirects(HttpRedirects.DONT_FOLLOW));
		RestClient client = guarded(new RedirectGuard(true), factory::createRequest);
		assertThat(client.get().uri(this.first.url("/")).retrieve().body(String.class)).isEqualTo("ok");
	}

	@Test
	void anInterceptorWithinAnotherIsRefusedOverALeakingClient() {
		ClientHttpRequestInterceptor guarded = interceptor(new RedirectGuard(true));
		RestClient client = RestClient.builder()
			.requestFactory(ClientHttpRequestFactoryBuilder.jdk().build(SETTINGS))
			.requestInterceptor((request, body, execution) -> guarded.intercept(request, body, execution))
			.build();
		assertRefused(client, "the interceptor is wrapped in another");
	}

	@Test
	void aRequestThatHidesItsClientIsRefused() {
		HttpRequest request = new ClientRequest(new MockClientHttpRequest());
		RedirectGuard guard = new RedirectGuard(true);
		assertThatIllegalStateException()
			.isThrownBy(() -> guard.execute(this.deviceCode, request, new byte[0],
					(sent, body) -> new MockClientHttpResponse()))
			.withMessageContaining("hides its client");
	}

	@Test
	void aMockThatSendsNothingIsLetThrough() throws IOException {
		MockClientHttpResponse response = new MockClientHttpResponse();
		assertThat(new RedirectGuard(true).execute(this.deviceCode, new MockClientHttpRequest(), new byte[0],
				(sent, body) -> response))
			.isSameAs(response);
	}

	@Test
	void aTwinIsMadeOnceAndWaitsNoLongerThanItsFactory() throws IOException {
		JdkClientHttpRequestFactory factory = ClientHttpRequestFactoryBuilder.jdk()
			.build(SETTINGS.withReadTimeout(Duration.ofMillis(200)));
		JdkClientTwins twins = new JdkClientTwins();
		assertThat(twins.of(factory)).isSameAs(twins.of(factory)).isNotSameAs(factory);
		this.first.slowly(5000);
		assertThat(catchThrowable(() -> guarded(new RedirectGuard(true), factory).get()
			.uri(this.first.url("/"))
			.retrieve()
			.toBodilessEntity())).hasRootCauseInstanceOf(IOException.class);
	}

	private void assertRefused(RestClient client, String reason) {
		assertThatIllegalStateException()
			.isThrownBy(() -> client.get().uri(this.first.url("/")).retrieve().toBodilessEntity())
			.withMessageContaining(reason);
		assertThat(this.first.requests()).isEmpty();
	}

	private ResponseEntity<String> get(ClientHttpRequestFactory factory) {
		return client(factory).get().uri(this.first.url("/")).retrieve().toEntity(String.class);
	}

	private RestClient client(ClientHttpRequestFactory factory) {
		return RestClient.builder().requestFactory(factory).requestInterceptor(this.deviceCode).build();
	}

	// As on a JDK whose client leaks, whichever the tests run on
	private RestClient guarded(RedirectGuard guard, ClientHttpRequestFactory factory) {
		return RestClient.builder().requestFactory(factory).requestInterceptor(interceptor(guard)).build();
	}

	private ClientHttpRequestInterceptor interceptor(RedirectGuard guard) {
		return new ClientHttpRequestInterceptor() {

			@Override
			public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
					throws IOException {
				request.getHeaders().setBearerAuth("the-token");
				return guard.execute(this, request, body, execution);
			}

		};
	}

	/**
	 * A request of a kind that nobody knows.
	 *
	 * @param delegate what it is made of
	 */
	private record ClientRequest(HttpRequest delegate) implements HttpRequest {

		@Override
		public HttpMethod getMethod() {
			return this.delegate.getMethod();
		}

		@Override
		public URI getURI() {
			return this.delegate.getURI();
		}

		@Override
		public Map<String, Object> getAttributes() {
			return this.delegate.getAttributes();
		}

		@Override
		public HttpHeaders getHeaders() {
			return this.delegate.getHeaders();
		}

	}

}
