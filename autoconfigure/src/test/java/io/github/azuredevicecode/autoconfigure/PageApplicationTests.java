package io.github.azuredevicecode.autoconfigure;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeListener.AuthenticatedEvent;
import io.github.azuredevicecode.DeviceCodeListener.PromptEvent;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import io.github.azuredevicecode.management.DeviceCodeStatusRegistry;
import io.github.azuredevicecode.management.DeviceCodeStatusTracker;
import io.github.azuredevicecode.management.TestOperations;
import io.github.azuredevicecode.page.DeviceCodePageStreams;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import jakarta.servlet.Filter;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sign-in page of a real application, behind its security.
 */
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class PageApplicationTests {

	private static final String PAGE = "azure.identity.device-code.page.enabled=true";

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");

	private final List<AutoCloseable> open = new ArrayList<>();

	// Keeps the session, as a browser does
	private final HttpClient browser = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

	private @Nullable ConfigurableApplicationContext context;

	@AfterEach
	void stop() throws Exception {
		for (AutoCloseable closeable : this.open) {
			closeable.close();
		}
		if (this.context != null) {
			this.context.close();
		}
	}

	@Test
	void whoIsNotLoggedInIsAskedToByTheApplicationAndSeesNothing() throws Exception {
		start(Secured.class, PAGE);
		tracker().onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		for (String path : List.of("", "/events", "/style.css", "/script.js")) {
			HttpResponse<String> response = send(request(path, null).build());
			assertThat(response.statusCode()).as(path).isEqualTo(401);
			assertThat(response.body()).doesNotContain("USERCODE1");
		}
	}

	@Test
	void aFormNeedsTheTokenOfThePage() throws Exception {
		start(Secured.class, PAGE);
		String page = send(request("", "user").build()).body();
		assertThat(post("_csrf=forged").statusCode()).isEqualTo(403);
		assertThat(post("").statusCode()).isEqualTo(403);
		Matcher token = TOKEN.matcher(page);
		assertThat(token.find()).isTrue();
		HttpResponse<String> response = post("_csrf=" + token.group(1));
		assertThat(response.statusCode()).isEqualTo(303);
		assertThat(response.headers().firstValue("Location")).hasValue("/device-code");
		Awaitility.await().until(() -> !this.context.getBean(FakeDeviceCodeCredential.class).requests().isEmpty());
	}

	@Test
	void theHeadersOfThePagePrevailOverThoseOfTheApplication() throws Exception {
		start(Secured.class, PAGE);
		for (String path : List.of("", "/style.css", "/events")) {
			HttpResponse<InputStream> response = this.browser.send(request(path, "user").build(),
					BodyHandlers.ofInputStream());
			response.body().close();
			assertThat(response.headers().allValues("Content-Security-Policy")).as(path)
				.singleElement()
				.satisfies((policy) -> assertThat(policy).startsWith("default-src 'none'")
					.endsWith("frame-ancestors 'none'"));
			assertThat(response.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
			assertThat(response.headers().allValues("Referrer-Policy")).containsExactly("no-referrer");
			assertThat(response.headers().allValues("Cache-Control")).startsWith("no-store");
		}
	}

	@Test
	void thePathIsConfigurable() throws Exception {
		start(Secured.class, PAGE, "azure.identity.device-code.page.path=/admin/sign-in",
				"server.servlet.context-path=/app");
		HttpResponse<String> page = send(request("/app/admin/sign-in", "", "user").build());
		assertThat(page.body()).contains("data-page=\"/app/admin/sign-in\"");
		assertThat(send(request("/app/device-code", "", "user").build()).statusCode()).isEqualTo(404);
	}

	@Test
	void aBrowserHearsOfEachChangeInOrder() throws Exception {
		start(Secured.class, PAGE);
		BufferedReader events = listen();
		assertThat(next(events)).isEqualTo("data:changed");
		tracker().onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		assertThat(next(events)).isEqualTo("data:changed");
		assertThat(send(request("", "user").build()).body()).contains("USERCODE1");
		tracker().onAuthenticated(AuthenticatedEvent.of("default", "first", TestOperations.ADA));
		assertThat(next(events)).isEqualTo("data:changed");
		assertThat(send(request("", "user").build()).body()).doesNotContain("USERCODE1");
	}

	@Test
	void browsersThatHaveGoneAreForgottenAndSlowOnesHoldUpNobody() throws Exception {
		start(Secured.class, PAGE);
		BufferedReader events = listen();
		assertThat(next(events)).isEqualTo("data:changed");
		try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), port())) {
			slow.getOutputStream()
				.write(("GET /device-code/events HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + authorization("user")
						+ "\r\n\r\n")
					.getBytes(StandardCharsets.US_ASCII));
			Awaitility.await().until(() -> size() == 2);
			tracker().onPrompt(PromptEvent.of(TestOperations.prompt("first")));
			assertThat(next(events)).isEqualTo("data:changed");
		}
		Awaitility.await().until(() -> {
			tracker().onPrompt(PromptEvent.of(TestOperations.prompt("first")));
			return size() == 1;
		});
	}

	@Test
	void thereAreNotTooManyStreams() throws Exception {
		start(Secured.class, PAGE);
		for (int i = 0; i < 64; i++) {
			assertThat(next(listen())).isEqualTo("data:changed");
		}
		HttpResponse<String> refused = send(request("/events", "user").build());
		assertThat(refused.statusCode()).isEqualTo(503);
		assertThat(refused.headers().firstValue("Retry-After")).isPresent();
		assertThat(send(request("", "user").build()).statusCode()).isEqualTo(200);
	}

	@Test
	void streamsEndBeforeTheServerDoes(CapturedOutput output) throws Exception {
		start(Secured.class, PAGE, "server.shutdown=graceful", "spring.lifecycle.timeout-per-shutdown-phase=60s");
		BufferedReader events = listen();
		assertThat(next(events)).isEqualTo("data:changed");
		this.context.close();
		assertThat(rest(events)).allMatch(String::isEmpty);
		assertThat(output).contains("Graceful shutdown complete").doesNotContain("ERROR", "Exception", "WARN");
	}

	private static List<String> rest(BufferedReader events) {
		List<String> lines = new ArrayList<>();
		try {
			for (String line = events.readLine(); line != null; line = events.readLine()) {
				lines.add(line);
			}
		}
		catch (IOException ex) {
			// Tomcat counts a request as ended shortly before it writes the last chunk
		}
		return lines;
	}

	@Test
	void streamsAreOpenInAnApplicationThatInitializesLazily() throws Exception {
		start(Secured.class, PAGE, "spring.main.lazy-initialization=true");
		assertThat(next(listen())).isEqualTo("data:changed");
	}

	@Test
	void aPathThatNoChainMatchesHasNoPage(CapturedOutput output) throws Exception {
		start(SecuredElsewhere.class, PAGE);
		assertThat(send(request("", null).build()).statusCode()).isEqualTo(404);
		assertThat(output).containsOnlyOnce("no security filter chain of the application matches /device-code");
	}

	@Test
	void aPathThatForwardsToThePageDoesNotShowIt() throws Exception {
		start(Secured.class, PAGE, "spring.security.filter.dispatcher-types=request");
		assertThat(send(request("/public/forward", "", null).build()).statusCode()).isEqualTo(404);
		assertThat(send(request("", "user").build()).statusCode()).isEqualTo(200);
	}

	@Test
	void aFilterThatIsNotRegisteredProtectsNothing(CapturedOutput output) throws Exception {
		start(SecuredNowhere.class, PAGE,
				"spring.autoconfigure.exclude=" + SecurityFilterAutoConfiguration.class.getName());
		assertThat(send(request("", "user").build()).statusCode()).isEqualTo(404);
		assertThat(output).containsOnlyOnce("The sign-in page is not shown");
	}

	@Test
	void thePageIsThereWhereSecurityIsDebugged() throws Exception {
		start(SecuredDebugging.class, PAGE);
		assertThat(send(request("", null).build()).statusCode()).isEqualTo(401);
		assertThat(send(request("", "user").build()).statusCode()).isEqualTo(200);
	}

	@Test
	void aStreamEndsWithTheSessionAndLogsNoStackTrace(CapturedOutput output) throws Exception {
		start(FormLogin.class, PAGE, "logging.level.io.github.azuredevicecode=debug");
		String login = send(request("/login", "", null).build()).body();
		assertThat(form("/login", "username=user&password=password&_csrf=" + token(login)).statusCode()).isEqualTo(302);
		String page = send(request("", null).build()).body();
		BufferedReader events = listen(null);
		assertThat(next(events)).isEqualTo("data:changed");
		assertThat(form("/logout", "_csrf=" + token(page)).statusCode()).isEqualTo(302);
		assertThat(events.lines().toList()).allMatch(String::isEmpty);
		Awaitility.await().until(() -> size() == 0);
		tracker().onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		assertThat(send(request("/events", null).build()).statusCode()).isEqualTo(302);
		assertThat(output).doesNotContain("\tat ").doesNotContain("ERROR");
	}

	private static String token(String page) {
		Matcher token = TOKEN.matcher(page);
		assertThat(token.find()).as(page).isTrue();
		return token.group(1);
	}

	private HttpResponse<String> form(String path, String body) throws Exception {
		return send(request(path, "", null).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(body))
			.build());
	}

	@Test
	void anUnprotectedPageIsForThisMachineAlone() throws Exception {
		start(Unsecured.class, PAGE, "server.address=127.0.0.1",
				"azure.identity.device-code.page.allow-unprotected=true");
		tracker().onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		assertThat(send(request("", null).build()).body()).contains("USERCODE1");
		HttpResponse<String> forwarded = send(request("", null).header("X-Forwarded-For", "203.0.113.9").build());
		assertThat(forwarded.statusCode()).isEqualTo(404);
		assertThat(forwarded.body()).doesNotContain("USERCODE1");
		assertThat(rebound()).startsWith("HTTP/1.1 404").doesNotContain("USERCODE1");
	}

	private String rebound() throws IOException {
		try (Socket socket = new Socket("127.0.0.1", port())) {
			socket.getOutputStream()
				.write("GET /device-code HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
					.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void thePromptNamesThePageAndNotTheCode(CapturedOutput output) throws Exception {
		start(Secured.class, PAGE, "azure.identity.device-code.prompt.output=page", "server.address=127.0.0.1",
				"spring.application.name=the-app", "server.servlet.context-path=/app", "spring.mvc.servlet.path=/mvc");
		this.context.getBean(DeviceCodePromptHandler.class).prompt(TestOperations.prompt("first"));
		assertThat(output)
			.contains("To sign in to the-app, open its sign-in page /app/mvc/device-code "
					+ "(on this machine http://localhost:" + port() + "/app/mvc/device-code)")
			.doesNotContain("USERCODE1");
		assertThat(send(request("/app/mvc/device-code", "", "user").build()).body())
			.contains("data-page=\"/app/mvc/device-code\"");
	}

	private int size() {
		return this.context.getBean(DeviceCodePageStreams.class).size();
	}

	private DeviceCodeStatusTracker tracker() {
		return this.context.getBean(DeviceCodeStatusRegistry.class).tracker("default");
	}

	private BufferedReader listen() throws Exception {
		return listen("user");
	}

	private BufferedReader listen(@Nullable String user) throws Exception {
		HttpResponse<InputStream> response = this.browser.send(request("/events", user).build(),
				BodyHandlers.ofInputStream());
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Content-Type"))
			.hasValueSatisfying((type) -> assertThat(type).startsWith("text/event-stream"));
		BufferedReader reader = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
		this.open.add(reader);
		return reader;
	}

	private static String next(BufferedReader events) throws IOException {
		String line = events.readLine();
		while (!line.startsWith("data:")) {
			line = events.readLine();
		}
		return line;
	}

	private HttpResponse<String> post(String token) throws Exception {
		return send(request("", "user").header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString("credential=default&action=sign-in&" + token))
			.build());
	}

	private HttpResponse<String> send(HttpRequest request) throws Exception {
		return this.browser.send(request, BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path, @Nullable String user) {
		return request("/device-code", path, user);
	}

	private HttpRequest.Builder request(String page, String path, @Nullable String user) {
		HttpRequest.Builder builder = HttpRequest.newBuilder(URI.create("http://localhost:" + port() + page + path));
		return (user != null) ? builder.header("Authorization", authorization(user)) : builder;
	}

	private static String authorization(String user) {
		return "Basic " + Base64.getEncoder().encodeToString((user + ":password").getBytes(StandardCharsets.US_ASCII));
	}

	private int port() {
		return this.context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
	}

	private void start(Class<?> security, String... properties) {
		this.context = new SpringApplicationBuilder(Application.class, security).web(WebApplicationType.SERVLET)
			.properties("server.port=0", "spring.main.banner-mode=off")
			.properties(properties)
			.run();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(Forwarding.class)
	static class Application {

		@Bean
		DeviceCodeCredential deviceCodeCredential() {
			return new FakeDeviceCodeCredential() {

				// What events tell prevails
				@Override
				public Optional<AuthenticationRecord> authenticationRecord() {
					return Optional.empty();
				}

			};
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(User.withUsername("user").password("{noop}password").build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Secured {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/public/**").permitAll().anyRequest().authenticated())
				.httpBasic((basic) -> basic.securityContextRepository(new HttpSessionSecurityContextRepository()))
				.headers(
						(headers) -> headers.contentSecurityPolicy((policy) -> policy.policyDirectives("default-src *"))
							.frameOptions((options) -> options.sameOrigin())
							.referrerPolicy((policy) -> policy.policy(ReferrerPolicy.ORIGIN)))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecuredElsewhere {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.securityMatcher("/api/**")
				.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SecuredNowhere extends Secured {

		@Bean
		FilterRegistrationBean<Filter> registration(@Qualifier("springSecurityFilterChain") Filter filter) {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>(filter);
			registration.setEnabled(false);
			return registration;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebSecurity(debug = true)
	static class SecuredDebugging extends Secured {

	}

	@Configuration(proxyBeanMethods = false)
	static class FormLogin {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated())
				.formLogin(Customizer.withDefaults())
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { ServletWebSecurityAutoConfiguration.class,
			SecurityFilterAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class })
	static class Unsecured {

	}

	@Controller
	static class Forwarding {

		@GetMapping("/public/forward")
		String forward() {
			return "forward:/device-code";
		}

	}

}
