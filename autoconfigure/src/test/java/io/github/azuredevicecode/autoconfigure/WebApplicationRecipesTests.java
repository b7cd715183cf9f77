package io.github.azuredevicecode.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.stream.Stream;

import io.github.azuredevicecode.AuthenticationRequiredException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.page.ReactiveSignInRequiredAdvice;
import io.github.azuredevicecode.page.SignInRequiredAdvice;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMapper;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.security.autoconfigure.actuate.web.reactive.ReactiveManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The recipes for web applications, as the documentation has them.
 */
@Timeout(120)
class WebApplicationRecipesTests {

	private static final String BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8";

	private static final String PAGE = "azure.identity.device-code.page.enabled=true";

	@Test
	void theDocumentationHasTheCodeThatIsRunHere() throws Exception {
		String test = normalized(Files.readString(Path.of("src/test/java/io/github/azuredevicecode/autoconfigure",
				getClass().getSimpleName() + ".java")));
		assertThat(CodeBlock.of(Path.of("../starter/docs/web-applications.md")))
			.filteredOn((block) -> block.language().equals("java"))
			.isNotEmpty()
			.allSatisfy((block) -> assertThat(test).contains(normalized(block.code())));
	}

	private static String normalized(String code) {
		return code.replaceAll("\\s+", "");
	}

	@Test
	void aBrowserIsRedirectedToThePageAndAnyOtherClientGetsAProblemDetail() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET, Mvc.class, PAGE,
				"server.servlet.context-path=/app")) {
			HttpResponse<String> browser = get(context, "/app/mail", BROWSER);
			assertThat(browser.statusCode()).isEqualTo(303);
			assertThat(browser.headers().firstValue("Location")).hasValueSatisfying(
					(location) -> assertThat(URI.create(location).getPath()).isEqualTo("/app/device-code"));
			HttpResponse<String> api = get(context, "/app/mail", "application/json");
			assertProblem(api);
			assertThat(api.body()).contains("\"signInPage\":\"/app/device-code\"");
			assertProblem(get(context, "/app/mail-of-a-cause", "*/*"));
		}
	}

	@Test
	void aPageElsewhereIsNamedByItsAddress() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET, PageElsewhere.class, PAGE)) {
			assertThat(get(context, "/mail", BROWSER).headers().firstValue("Location"))
				.hasValue("https://operations.contoso.example/device-code");
		}
	}

	@Test
	void exceptionHandlersOfTheApplicationComeFirst() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET, OwnHandler.class, PAGE)) {
			assertThat(get(context, "/mail-of-a-cause", BROWSER).body()).isEqualTo("own");
		}
	}

	@Test
	void aReactiveApplicationAnswersWithAProblemDetail() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.REACTIVE, WebFlux.class)) {
			assertProblem(get(context, "/mail", "application/json"));
			assertProblem(get(context, "/mail", BROWSER));
		}
	}

	@Test
	void aScriptSignsOutOverTheEndpointAndAnotherSiteDoesNot() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET, Operated.class,
				"management.endpoints.web.exposure.include=health,devicecode",
				"management.endpoint.devicecode.access=unrestricted")) {
			HttpRequest.Builder request = request(context, "/actuator/devicecode/sign-out")
				.POST(BodyPublishers.noBody());
			assertThat(send(request).statusCode()).isEqualTo(401);
			request.header("Authorization", "Basic "
					+ Base64.getEncoder().encodeToString("operator:password".getBytes(StandardCharsets.US_ASCII)));
			assertThat(send(request).body()).contains("\"done\":true");
			assertThat(send(request.header("Sec-Fetch-Site", "cross-site")).statusCode()).isEqualTo(403);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "devicecode=login", "devicecode=/login", "devicecode=login/", "device-code=login",
			"deviceCode=login" })
	void anotherSiteDoesNotInAReactiveApplicationEither(String mapping) throws Exception {
		assertThatAnotherSiteIsRefused("/actuator/login", WebFlux.class,
				"management.endpoints.web.path-mapping." + mapping);
	}

	@ParameterizedTest
	@CsvSource({ "/,/devicecode", "/manage/,/manage/devicecode" })
	void anotherSiteDoesNotUnderAnotherBasePathEither(String basePath, String path) throws Exception {
		assertThatAnotherSiteIsRefused(path, WebFlux.class, "management.endpoints.web.base-path=" + basePath);
	}

	@Test
	void anotherSiteDoesNotWhereTheApplicationMapsPathsEither() throws Exception {
		assertThatAnotherSiteIsRefused("/actuator/mapped", Mapped.class);
	}

	private static void assertThatAnotherSiteIsRefused(String path, Class<?> source, String... properties)
			throws Exception {
		String[] all = Stream
			.concat(Stream.of(properties), Stream.of("management.endpoints.web.exposure.include=devicecode",
					"management.endpoint.devicecode.access=unrestricted"))
			.toArray(String[]::new);
		try (ConfigurableApplicationContext context = start(WebApplicationType.REACTIVE, source, all)) {
			HttpRequest.Builder request = request(context, path + "/cancel").POST(BodyPublishers.noBody());
			assertThat(send(request).statusCode()).isEqualTo(200);
			assertThat(send(request.header("Sec-Fetch-Site", "cross-site")).statusCode()).isEqualTo(403);
		}
	}

	private static void assertProblem(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
		assertThat(response.body()).contains("\"title\":\"Sign-in required\"", "\"status\":503");
	}

	private static HttpResponse<String> get(ConfigurableApplicationContext context, String path, String accept)
			throws Exception {
		return send(request(context, path).header("Accept", accept));
	}

	private static HttpRequest.Builder request(ConfigurableApplicationContext context, String path) {
		return HttpRequest.newBuilder(URI
			.create("http://localhost:" + context.getEnvironment().getRequiredProperty("local.server.port") + path));
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
		return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
	}

	private static ConfigurableApplicationContext start(WebApplicationType type, Class<?> source,
			String... properties) {
		return new SpringApplicationBuilder(Application.class, source).web(type)
			.properties("server.port=0", "spring.main.banner-mode=off",
					"azure.identity.device-code.disable-automatic-authentication=true")
			.properties(properties)
			.run();
	}

	private static AuthenticationRequiredException required() {
		return new AuthenticationRequiredException(TokenRequest.of("Mail.Read"), null, null);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration(exclude = { ReactiveWebSecurityAutoConfiguration.class,
			ReactiveManagementWebSecurityAutoConfiguration.class, ManagementWebSecurityAutoConfiguration.class })
	static class Application {

		@Bean
		DeviceCodeCredential deviceCodeCredential() {
			return new FakeDeviceCodeCredential();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("operator").password("{noop}password").roles("OPERATOR").build());
		}

	}

	@RestController
	@Configuration(proxyBeanMethods = false)
	static class Mvc {

		@Bean
		SecurityFilterChain openToAll(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

		@GetMapping("/mail")
		String mail() {
			throw required();
		}

		@GetMapping("/mail-of-a-cause")
		String mailOfACause() {
			throw new IllegalStateException(required());
		}

	}

	@RestController
	static class PageElsewhere extends Mvc {

		@Bean
		SignInRequiredAdvice signInRequired() {
			return new SignInRequiredAdvice("https://operations.contoso.example/device-code");
		}

	}

	@RestController
	static class OwnHandler extends Mvc {

		@Bean
		Handler handler() {
			return new Handler();
		}

		@RestControllerAdvice
		static class Handler {

			@ExceptionHandler
			String handle(AuthenticationRequiredException exception) {
				return "own";
			}

		}

	}

	@RestController
	@Configuration(proxyBeanMethods = false)
	static class WebFlux {

		@Bean
		ReactiveSignInRequiredAdvice signInRequired() {
			return new ReactiveSignInRequiredAdvice(null);
		}

		@GetMapping("/mail")
		Mono<String> mail() {
			return Mono.error(required());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Mapped extends WebFlux {

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		PathMapper paths() {
			return (id) -> id.equals(EndpointId.of("devicecode")) ? "mapped" : null;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Operated {

		@Bean
		@Order(1)
		SecurityFilterChain operations(HttpSecurity http) {
			return http.securityMatcher(EndpointRequest.to("devicecode"))
				.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("OPERATOR"))
				.httpBasic(Customizer.withDefaults())
				.csrf((csrf) -> csrf.disable())
				.build();
		}

	}

}
