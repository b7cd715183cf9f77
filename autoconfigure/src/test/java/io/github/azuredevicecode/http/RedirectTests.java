package io.github.azuredevicecode.http;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import io.github.azuredevicecode.testsupport.ResourceServer;
import mockwebserver3.RecordedRequest;
import org.apache.hc.client5.http.impl.DefaultRedirectStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A redirect to another origin carries no token, whichever HTTP client of those that
 * Spring Boot knows is used.
 */
class RedirectTests {

	private static final String TOKEN = "Bearer the-token";

	private static final String BODY = "the body";

	private static final String CHALLENGE = "Bearer error=\"insufficient_claims\", claims=\"e30\"";

	private final ResourceServer trusted = new ResourceServer();

	private final ResourceServer foreign = new ResourceServer();

	private final FakeDeviceCodeCredential credential = new FakeDeviceCodeCredential();

	RedirectTests() {
		this.credential.setToken("the-token");
	}

	@AfterEach
	void close() {
		this.trusted.close();
		this.foreign.close();
	}

	static List<Client> clients() {
		return List.of(new Client("RestClient over the JDK", rest(ClientHttpRequestFactoryBuilder.jdk())),
				new Client("RestClient over a JDK client that an application made follow",
						rest(ClientHttpRequestFactoryBuilder.jdk()
							.withHttpClientCustomizer(
									(client) -> client.followRedirects(java.net.http.HttpClient.Redirect.ALWAYS)))),
				new Client("RestClient over HttpComponents", rest(ClientHttpRequestFactoryBuilder.httpComponents())),
				new Client("RestClient over Jetty", rest(ClientHttpRequestFactoryBuilder.jetty())),
				new Client("RestClient over Reactor Netty", rest(ClientHttpRequestFactoryBuilder.reactor())),
				new Client("RestClient over HttpURLConnection", rest(ClientHttpRequestFactoryBuilder.simple())),
				new Client("WebClient over the JDK", web(ClientHttpConnectorBuilder.jdk())),
				new Client("WebClient over HttpComponents", web(ClientHttpConnectorBuilder.httpComponents())),
				new Client("WebClient over Jetty", web(ClientHttpConnectorBuilder.jetty())),
				new Client("WebClient over Reactor Netty", web(ClientHttpConnectorBuilder.reactor())));
	}

	private static Function<Call, Integer> rest(ClientHttpRequestFactoryBuilder<?> client) {
		return (call) -> {
			RestClient.RequestBodySpec request = RestClient.builder()
				.apply(TestConfigurers.restClient(call.test.credential, call.test.trusted.host())
					.over(client)
					.withSettings(call.settings))
				.build()
				.method(call.method)
				.uri(call.test.trusted.url("/start"))
				.header("Cookie", "session=secret");
			if (call.hasBody()) {
				request.body(BODY);
			}
			return request.exchange((sent, response) -> {
				assertThat(sent.getHeaders().containsHeader("Authorization")).isFalse();
				return response.getStatusCode().value();
			});
		};
	}

	private static Function<Call, Integer> web(ClientHttpConnectorBuilder<?> client) {
		return (call) -> {
			WebClient.RequestBodySpec request = WebClient.builder()
				.apply(TestConfigurers.webClient(call.test.credential, "graph.microsoft.com")
					.forHosts(call.test.trusted.host())
					.over(client)
					.withSettings(call.settings))
				.build()
				.method(call.method)
				.uri(call.test.trusted.url("/start"))
				.cookie("session", "secret");
			if (call.hasBody()) {
				request.bodyValue(BODY);
			}
			return Objects.requireNonNull(request
				.exchangeToMono((response) -> response.releaseBody().thenReturn(response.statusCode().value()))
				.block());
		};
	}

	static Stream<Arguments> redirects() {
		return redirects(302, 308);
	}

	static Stream<Arguments> allRedirects() {
		return redirects(301, 302, 303, 307, 308);
	}

	private static Stream<Arguments> redirects(int... statuses) {
		return clients().stream()
			.flatMap((client) -> IntStream.of(statuses).mapToObj((status) -> Arguments.of(client, status)));
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("redirects")
	void toTheSameOriginKeepsTheToken(Client client, int status) {
		this.trusted.answer(status, "Location", this.trusted.url("/moved"));
		assertThat(get(client)).isEqualTo(200);
		assertThat(this.trusted.authorizations()).containsExactly(TOKEN, TOKEN);
		assertThat(paths(this.trusted)).containsExactly("/start", "/moved");
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("redirects")
	void toARelativeLocationKeepsTheToken(Client client, int status) {
		this.trusted.answer(status, "Location", "moved?again");
		assertThat(get(client)).isEqualTo(200);
		assertThat(this.trusted.authorizations()).containsExactly(TOKEN, TOKEN);
		assertThat(paths(this.trusted)).containsExactly("/start", "/moved");
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("redirects")
	void toAnotherHostCarriesNoToken(Client client, int status) {
		this.trusted.answer(status, "Location", this.trusted.otherNameUrl("/elsewhere"));
		assertThat(get(client)).isEqualTo(200);
		assertThat(this.trusted.authorizations()).containsExactly(TOKEN, null);
		assertThat(cookies(this.trusted)).containsExactly("session=secret", null);
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("redirects")
	void toAnotherPortCarriesNoToken(Client client, int status) {
		this.trusted.answer(status, "Location", this.foreign.url("/elsewhere"));
		assertThat(get(client)).isEqualTo(200);
		assertThat(this.trusted.authorizations()).containsExactly(TOKEN);
		assertThat(this.foreign.authorizations()).containsExactly((String) null);
		assertThat(cookies(this.foreign)).containsExactly((String) null);
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("redirects")
	void overAnotherHostBackToTheFirstCarriesNoTokenAnyMore(Client client, int status) {
		this.trusted.answer(status, "Location", "/moved")
			.answer(status, "Location", this.foreign.url("/elsewhere"))
			.answer(status, "Location", "/end");
		this.foreign.answer(status, "Location", "/again").answer(status, "Location", this.trusted.url("/back"));
		assertThat(get(client)).isEqualTo(200);
		assertThat(paths(this.trusted)).containsExactly("/start", "/moved", "/back", "/end");
		assertThat(this.trusted.authorizations()).containsExactly(TOKEN, TOKEN, null, null);
		assertThat(this.foreign.authorizations()).containsExactly(null, null);
		assertThat(cookies(this.trusted)).containsExactly("session=secret", "session=secret", null, null);
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("redirects")
	void toPlainHttpIsNotFollowed(Client client, int status) {
		this.trusted.answer(status, "Location", "http://" + this.trusted.host() + "/")
			.answer(status, "Location", "http://localhost:1/");
		assertThat(get(client)).isEqualTo(status);
		assertThat(get(client)).isEqualTo(status);
		assertThat(this.trusted.requests()).hasSize(2);
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("allRedirects")
	void ofAPostChangesTheMethodAsClientsDo(Client client, int status) {
		this.trusted.answer(status, "Location", "/moved").answer(status, "Location", this.foreign.url("/elsewhere"));
		assertThat(client.call(new Call(this, HttpMethod.POST, settings()))).isEqualTo(200);
		assertThat(this.trusted.authorizations()).containsExactly(TOKEN, TOKEN);
		assertThat(this.foreign.authorizations()).containsExactly((String) null);
		boolean keepsMethod = status >= 307;
		assertThat(List.of(this.trusted.requests().get(1), this.foreign.requests().get(0))).allSatisfy((request) -> {
			assertThat(request.getMethod()).isEqualTo(keepsMethod ? "POST" : "GET");
			assertThat(body(request)).isEqualTo(keepsMethod ? BODY : "");
			assertThat(request.getHeaders().get("Content-Type") != null).isEqualTo(keepsMethod);
		});
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("redirects")
	void inACircleEnds(Client client, int status) {
		IntStream.range(0, 20).forEach((i) -> this.trusted.answer(status, "Location", "/start"));
		assertThat(get(client)).isEqualTo(status);
		assertThat(this.trusted.requests()).hasSize(1 + Hop.MAX_REDIRECTS);
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("redirects")
	void isNotFollowedIfTheSettingsSaySo(Client client, int status) {
		this.trusted.answer(status, "Location", this.foreign.url("/elsewhere"));
		HttpClientSettings settings = TestConfigurers.SETTINGS.withRedirects(HttpRedirects.DONT_FOLLOW);
		assertThat(client.call(new Call(this, HttpMethod.GET, settings))).isEqualTo(status);
		assertThat(this.foreign.requests()).isEmpty();
	}

	@ParameterizedTest(name = "{0} {1}")
	@MethodSource("clientsThatFollow")
	void toAnotherHostCarriesNoTokenAlsoIfTheApplicationMakesTheClientFollow(Client client, int status) {
		this.trusted.answer(status, "Location", this.foreign.url("/elsewhere"));
		get(client);
		assertThat(this.trusted.authorizations()).containsExactly(TOKEN);
		assertThat(this.foreign.authorizations()).isSubsetOf((String) null);
	}

	static Stream<Arguments> clientsThatFollow() {
		return Stream
			.of(new Client("RestClient over HttpComponents", rest(ClientHttpRequestFactoryBuilder.httpComponents()
				.withHttpClientCustomizer((client) -> client.setRedirectStrategy(DefaultRedirectStrategy.INSTANCE)))),
					new Client("RestClient over Jetty",
							rest(ClientHttpRequestFactoryBuilder.jetty()
								.withHttpClientCustomizer((client) -> client.setFollowRedirects(true)))),
					new Client("RestClient over Reactor Netty",
							rest(ClientHttpRequestFactoryBuilder.reactor()
								.withHttpClientCustomizer((client) -> client.followRedirect(true)))),
					new Client("WebClient over the JDK",
							web(ClientHttpConnectorBuilder.jdk()
								.withHttpClientCustomizer(
										(client) -> client.followRedirects(java.net.http.HttpClient.Redirect.ALWAYS)))),
					new Client("WebClient over HttpComponents",
							web(ClientHttpConnectorBuilder.httpComponents()
								.withHttpClientCustomizer(
										(client) -> client.setRedirectStrategy(DefaultRedirectStrategy.INSTANCE)))),
					new Client("WebClient over Jetty",
							web(ClientHttpConnectorBuilder.jetty()
								.withHttpClientCustomizer((client) -> client.setFollowRedirects(true)))),
					new Client("WebClient over Reactor Netty",
							web(ClientHttpConnectorBuilder.reactor()
								.withHttpClientCustomizer((client) -> client.followRedirect(true)))))
			.flatMap((client) -> IntStream.of(302, 308).mapToObj((status) -> Arguments.of(client, status)));
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("clients")
	void aChallengeOfAnotherHostIsNotAnswered(Client client) {
		this.trusted.answer(302, "Location", this.foreign.url("/elsewhere"));
		this.foreign.answer(401, "WWW-Authenticate", CHALLENGE);
		assertThat(get(client)).isEqualTo(401);
		assertThat(this.credential.requests()).hasSize(1);
		assertThat(this.foreign.requests()).hasSize(1);
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("clients")
	void aChallengeAfterARedirectOnTheSameHostIsAnsweredThere(Client client) {
		this.trusted.answer(303, "Location", "/moved").answer(401, "WWW-Authenticate", CHALLENGE);
		assertThat(client.call(new Call(this, HttpMethod.POST, settings()))).isEqualTo(200);
		assertThat(paths(this.trusted)).containsExactly("/start", "/moved", "/moved");
		assertThat(this.trusted.authorizations()).doesNotContainNull();
		assertThat(this.credential.requests()).hasSize(2);
	}

	@ParameterizedTest
	@CsvSource({ "PUT,302,PUT,the body", "PUT,303,GET,''", "DELETE,307,DELETE,the body" })
	void ofAnotherMethodChangesItAsTheJdksClientDoes(String method, int status, String expected, String body) {
		this.trusted.answer(status, "Location", "/moved");
		clients().get(0).call(new Call(this, HttpMethod.valueOf(method), settings()));
		assertThat(this.trusted.requests()).hasSize(2).last().satisfies((request) -> {
			assertThat(request.getMethod()).isEqualTo(expected);
			assertThat(body(request)).isEqualTo(body);
		});
	}

	@ParameterizedTest
	@CsvSource({ "ftp://localhost/", "https:opaque", "'https://not a host/'", "'http://['" })
	void toWhatIsNoHostIsNotFollowed(String location) {
		this.trusted.answer(302, "Location", location);
		assertThat(get(clients().get(0))).isEqualTo(302);
		assertThat(this.trusted.requests()).hasSize(1);
	}

	@Test
	void ofAHeadStaysOne() {
		HttpHeaders headers = new HttpHeaders();
		headers.setLocation(URI.create("/moved"));
		Hop next = new Hop(URI.create("https://localhost/"), HttpMethod.HEAD).next(303, headers);
		assertThat(next).isNotNull().extracting(Hop::method).isEqualTo(HttpMethod.HEAD);
	}

	@Test
	void toAUrlWithAPasswordCarriesNoToken() {
		this.trusted.answer(302, "Location", "https://user:password@" + this.trusted.host() + "/");
		get(clients().get(0));
		assertThat(this.trusted.authorizations()).containsExactly(TOKEN, null);
	}

	private int get(Client client) {
		return client.call(new Call(this, HttpMethod.GET, settings()));
	}

	private static HttpClientSettings settings() {
		return TestConfigurers.SETTINGS.withRedirects(HttpRedirects.FOLLOW_WHEN_POSSIBLE);
	}

	private static List<String> paths(ResourceServer server) {
		return server.requests().stream().map((request) -> request.getUrl().encodedPath()).toList();
	}

	private static List<String> cookies(ResourceServer server) {
		return server.requests().stream().map((request) -> request.getHeaders().get("Cookie")).toList();
	}

	private static String body(RecordedRequest request) {
		return (request.getBody() != null) ? request.getBody().utf8() : "";
	}

	/**
	 * A client that sends the token.
	 *
	 * @param name its name
	 * @param call returns the status of the response to a call
	 */
	private record Client(String name, Function<Call, Integer> call) {

		int call(Call call) {
			return this.call.apply(call);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	/**
	 * A call of a client.
	 *
	 * @param test the test
	 * @param method the method
	 * @param settings the settings of the HTTP client
	 */
	private record Call(RedirectTests test, HttpMethod method, HttpClientSettings settings) {

		boolean hasBody() {
			return !List.of(HttpMethod.GET, HttpMethod.HEAD).contains(this.method);
		}

	}

}
