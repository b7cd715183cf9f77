package io.github.azuredevicecode.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeListener.AuthenticatedEvent;
import io.github.azuredevicecode.DeviceCodeListener.FailedEvent;
import io.github.azuredevicecode.DeviceCodeListener.PromptEvent;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.json.JsonObjects;
import io.github.azuredevicecode.management.DeviceCodeStatusRegistry;
import io.github.azuredevicecode.management.DeviceCodeStatusTracker;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What operators see over HTTP of an application with the actuator.
 */
class ActuatorApplicationTests {

	static final DeviceCodePrompt PROMPT = new DeviceCodePrompt("attempt-1",
			URI.create("https://microsoft.com/devicelogin"), true, "USERCODE1", Instant.parse("2026-02-03T10:15:00Z"),
			"Enter USERCODE1", "client", "tenant", Set.of("User.Read"), "default");

	private static final AuthenticationRecord ADA = new AuthenticationRecord("login.microsoftonline.com", "client",
			"uid.utid", "tenant", "ada@contoso.example");

	private static final String NOW = "2026-02-03T10:00:00Z";

	private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

	private @Nullable ConfigurableApplicationContext context;

	@AfterEach
	void stop() {
		if (this.context != null) {
			this.context.close();
		}
	}

	@Test
	void nobodyIsSignedIn() throws Exception {
		start("management.endpoint.devicecode.show-values=always");
		assertThat(status(null)).isEqualTo(
				Map.of("state", "SIGNED_OUT", "since", NOW, "clientId", "configured", "tenantId", "organizations"));
	}

	@Test
	void anAuthorizedCallerIsShownTheUserCodeAndAnyOtherTheStateAlone() throws Exception {
		start("management.endpoint.devicecode.show-values=when-authorized",
				"management.endpoint.devicecode.roles=OPERATOR");
		tracker().onPrompt(PromptEvent.of(PROMPT));
		assertThat(status("operator")).isEqualTo(Map.of("state", "AWAITING_USER", "since", NOW, "clientId", "client",
				"tenantId", "tenant", "attemptId", "attempt-1", "prompt",
				Map.of("expiresAt", "2026-02-03T10:15:00Z", "userCode", "USERCODE1", "verificationUri",
						"https://microsoft.com/devicelogin", "verificationUriTrusted", true)));
		assertThat(status("reader")).isEqualTo(Map.of("state", "AWAITING_USER"));
		assertThat(status(null)).isEqualTo(Map.of("state", "AWAITING_USER"));
		tracker().onFailed(FailedEvent.of("default", "attempt-1", blocked()));
		assertThat(status(null)).isEqualTo(Map.of("state", "FAILED"));
		signIn("attempt-2");
		assertThat(status(null)).isEqualTo(Map.of("state", "SIGNED_IN"));
	}

	@Test
	void whereNoRoleIsNamedWhoeverIsAuthenticatedIsAuthorized() throws Exception {
		start("management.endpoint.devicecode.show-values=when-authorized");
		tracker().onPrompt(PromptEvent.of(PROMPT));
		assertThat(status("reader")).containsKey("prompt");
		assertThat(status(null)).doesNotContainKey("prompt");
	}

	@Test
	void byDefaultNamesAreMaskedAndTheUserCodeIsLeftOut() throws Exception {
		start();
		tracker().onPrompt(PromptEvent.of(PROMPT));
		assertThat(status("operator")).containsEntry("prompt", Map.of("expiresAt", "2026-02-03T10:15:00Z"));
		signIn("attempt-1");
		assertThat(status("operator")).containsEntry("account",
				Map.of("username", "a***@contoso.example", "homeAccountId", "u***"));
	}

	@Test
	void whoIsSignedInIsNamedWhereValuesAreShown() throws Exception {
		start("management.endpoint.devicecode.show-values=always");
		signIn("attempt-1");
		assertThat(status(null)).containsEntry("state", "SIGNED_IN")
			.containsEntry("account", Map.of("username", "ada@contoso.example", "homeAccountId", "uid.utid"));
	}

	@Test
	void aFailureComesWithAdviceAndTheWordsOfTheServiceOnlyWhereValuesAreShown() throws Exception {
		start();
		tracker().onFailed(FailedEvent.of("default", "attempt-1", blocked()));
		assertThat(status("operator")).containsEntry("lastError",
				Map.of("reason", "error", "code", "AADSTS53003", "advice", "Ask an administrator.", "time", NOW));
		stop();
		start("management.endpoint.devicecode.show-values=always");
		tracker().onFailed(FailedEvent.of("default", "attempt-1", blocked()));
		assertThat(status(null)).containsEntry("lastError", Map.of("reason", "error", "code", "AADSTS53003", "message",
				"ada@contoso.example is blocked", "advice", "Ask an administrator.", "time", NOW));
	}

	@Test
	void nothingCanBeDoneUnlessAccessIsUnrestricted() throws Exception {
		start();
		assertThat(post("").statusCode()).isEqualTo(405);
		assertThat(post("/sign-out").statusCode()).isEqualTo(404);
		assertThat(credential().signOuts).isZero();
	}

	@Test
	void anOperatorStartsCancelsAndSignsOut() throws Exception {
		start("management.endpoint.devicecode.access=unrestricted");
		assertThat(post("").body()).contains("\"action\":\"start\"", "\"done\":true");
		credential().asked.await();
		assertThat(post("").body()).contains("\"done\":false");
		assertThat(post("/cancel").body()).contains("\"action\":\"cancel\"", "\"done\":true");
		credential().cancelled.await();
		assertThat(post("/sign-out").body()).contains("\"action\":\"sign-out\"", "\"done\":true");
		assertThat(credential().signOuts).isEqualTo(1);
		assertThat(post("/anything").statusCode()).isEqualTo(400);
	}

	@Test
	void whatABrowserRequestsFromAnotherSiteIsRefusedWithoutCsrfProtection() throws Exception {
		start("management.endpoint.devicecode.access=unrestricted");
		for (String path : List.of("", "/start", "/cancel", "/sign-out", "/default/sign-out")) {
			assertThat(refused(path, "Sec-Fetch-Site", "cross-site")).isEqualTo(403);
			assertThat(refused(path, "Origin", "https://evil.example")).isEqualTo(403);
			assertThat(refused(path, "Cookie", "JSESSIONID=id")).isEqualTo(403);
		}
		assertThat(credential().signOuts).isZero();
		assertThat(refused("/sign-out", "Sec-Fetch-Site", "same-origin")).isEqualTo(200);
		assertThat(credential().signOuts).isEqualTo(1);
	}

	private int refused(String path, String header, String value) throws Exception {
		return send(
				request("devicecode" + path, "operator").header(header, value).POST(BodyPublishers.noBody()).build())
			.statusCode();
	}

	@Test
	void healthInfoAndMetricsTellTheLoginAndReadinessDoesNot() throws Exception {
		start("management.info.devicecode.enabled=true", "management.endpoint.health.show-details=always",
				"management.endpoint.health.probes.enabled=true");
		assertThat(get("health/deviceCode", null)).contains("\"status\":\"UNKNOWN\"", "\"state\":\"SIGNED_OUT\"");
		signIn("attempt-1");
		assertThat(get("health/deviceCode", null)).contains("\"status\":\"UP\"", "\"state\":\"SIGNED_IN\"")
			.doesNotContain("contoso");
		assertThat(get("health/readiness", null)).doesNotContain("deviceCode");
		assertThat(get("health/liveness", null)).doesNotContain("deviceCode");
		assertThat(get("info", null)).contains("\"deviceCode\":{\"clientId\":\"client\",\"tenantId\":\"tenant\"");
		assertThat(get("metrics/azure.devicecode.signed.in", null)).contains("\"value\":1");
		assertThat(get("metrics/azure.devicecode.signed.in?tag=credential:default", null)).contains("VALUE");
		assertThat(credential().requests()).isEmpty();
		assertThat(credential().lookUps).isZero();
	}

	@Test
	void requestsAreHeldBackUntilSomebodyHasSignedInWhereTheUserAddsItToReadiness() throws Exception {
		String readiness = "management.endpoint.health.group.readiness.";
		start("management.endpoint.health.probes.enabled=true", readiness + "include=readinessState,deviceCode",
				readiness + "status.order=down,out-of-service,unknown,up", readiness + "status.http-mapping.down=503",
				readiness + "status.http-mapping.out-of-service=503", readiness + "status.http-mapping.unknown=503");
		assertThat(send(request("health/readiness", null).build()).statusCode()).isEqualTo(503);
		signIn("attempt-1");
		assertThat(get("health/readiness", null)).contains("UP");
	}

	@Test
	void theKeyOfKeptLoginsIsShownNowhere() throws Exception {
		start("management.endpoint.env.show-values=always", "management.endpoint.configprops.show-values=always",
				"azure.identity.device-code.token-cache.encryption.key=" + KEY,
				"azure.identity.device-code.token-cache.encryption.name-key=" + KEY,
				"azure.identity.device-code.token-cache.encryption.previous-keys=" + KEY);
		assertThat(get("env", null)).contains("token-cache.encryption.key", "configured").doesNotContain(KEY);
		assertThat(get("env/azure.identity.device-code.token-cache.encryption.key", null)).contains("******")
			.doesNotContain(KEY);
		assertThat(get("configprops", null)).contains("\"previousKeys\":", "configured").doesNotContain(KEY);
	}

	private static ClientAuthenticationException blocked() {
		return new ClientAuthenticationException("ada@contoso.example is blocked",
				new ServiceError("invalid_grant", "blocked", "AADSTS53003", "Ask an administrator.", null, null), null);
	}

	private void start(String... properties) {
		this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
			.properties("server.port=0", "spring.main.banner-mode=off", "management.endpoints.web.exposure.include=*",
					"azure.identity.device-code.client-id=configured")
			.properties(properties)
			.run();
	}

	private DeviceCodeStatusTracker tracker() {
		return this.context.getBean(DeviceCodeStatusRegistry.class).tracker("default");
	}

	private void signIn(String attemptId) {
		credential().account = ADA;
		tracker().onAuthenticated(AuthenticatedEvent.of("default", attemptId, ADA));
	}

	private Credential credential() {
		return this.context.getBean(Credential.class);
	}

	private Map<String, @Nullable Object> status(@Nullable String user) throws Exception {
		return JsonObjects.parse(get("devicecode", user));
	}

	private String get(String path, @Nullable String user) throws Exception {
		HttpResponse<String> response = send(request(path, user).build());
		assertThat(response.statusCode()).as(path).isEqualTo(200);
		return response.body();
	}

	private HttpResponse<String> post(String path) throws Exception {
		return send(request("devicecode" + path, "operator").POST(BodyPublishers.noBody()).build());
	}

	private static HttpResponse<String> send(HttpRequest request) throws Exception {
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
	}

	private HttpRequest.Builder request(String path, @Nullable String user) {
		String port = this.context.getEnvironment().getProperty("local.server.port");
		HttpRequest.Builder builder = HttpRequest
			.newBuilder(URI.create("http://localhost:" + port + "/actuator/" + path));
		if (user != null) {
			builder.header("Authorization", "Basic "
					+ Base64.getEncoder().encodeToString((user + ":password").getBytes(StandardCharsets.US_ASCII)));
		}
		return builder;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Credential credential() {
			return new Credential();
		}

		@Bean
		Clock clock() {
			return Clock.fixed(Instant.parse(NOW), ZoneOffset.UTC);
		}

		@Bean
		SecurityFilterChain open(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
				.httpBasic(Customizer.withDefaults())
				.csrf((csrf) -> csrf.disable())
				.build();
		}

		@Bean
		UserDetailsService users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("operator").password("{noop}password").roles("OPERATOR").build(),
					User.withUsername("reader").password("{noop}password").roles("READER").build());
		}

	}

	static class Credential extends FakeDeviceCodeCredential {

		private final CountDownLatch asked = new CountDownLatch(1);

		private final CountDownLatch cancelled = new CountDownLatch(1);

		private volatile @Nullable AuthenticationRecord account;

		private volatile int signOuts;

		private volatile int lookUps;

		@Override
		public AuthenticationRecord authenticate() {
			this.asked.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				this.cancelled.countDown();
			}
			return ADA;
		}

		@Override
		public Optional<AuthenticationRecord> authenticationRecord() {
			this.lookUps++;
			return Optional.ofNullable(this.account);
		}

		@Override
		public void signOut() {
			this.signOuts++;
		}

	}

}
