package io.github.azuredevicecode.standin;

import java.io.IOException;
import java.io.OutputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

import io.github.azuredevicecode.standin.EntraClient.Answer;
import io.github.azuredevicecode.standin.tenant.DemoUser;
import org.htmlunit.WebClient;
import org.htmlunit.html.DomElement;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.StandardEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link StandIn}, from outside.
 */
class StandInTests {

	private static final Duration CODE_LIFETIME = Duration.ofSeconds(2);

	@TempDir
	private static Path directory;

	private static StandIn standIn;

	private static EntraClient client;

	@BeforeAll
	static void start() {
		LoggingSystem logging = LoggingSystem.get(StandInTests.class.getClassLoader());
		logging.beforeInitialize();
		logging.initialize(new LoggingInitializationContext(new StandardEnvironment()), null, null);
		standIn = StandIn.start();
		client = new EntraClient(standIn);
	}

	@AfterAll
	static void stop() {
		standIn.close();
	}

	@Test
	void deviceAnswerTellsTheUserWhatToDo() {
		Answer device = client.requestDeviceCode();
		assertThat(device.status()).isEqualTo(200);
		String page = standIn.authority() + "/devicelogin";
		assertThat(device.get("user_code")).matches("[A-Z0-9]{9}");
		assertThat(device.json()).containsEntry("verification_uri", page)
			.containsEntry("interval", 1)
			.containsEntry("message",
					"To sign in, use a web browser to open the page " + page + " and enter the code "
							+ device.get("user_code") + " to authenticate.")
			.containsKeys("device_code", "expires_in")
			.doesNotContainKey("verification_uri_complete");
	}

	@Test
	void userSignsInWithABrowserAndTheClientGetsTokensForTheApi() throws Exception {
		int deviceCodeRequests = standIn.deviceCodeRequests();
		int tokenRequests = standIn.tokenRequests("device_code");
		int apiRequests = standIn.apiRequests();
		Answer device = client.requestDeviceCode();
		assertThat(client.poll(device).json()).containsEntry("error", "authorization_pending");
		try (WebClient browser = browser()) {
			HtmlPage consent = openConsent(browser, device);
			assertThat(consent.getElementById("client-id").asNormalizedText())
				.isEqualTo(StandInOptions.DEFAULT_CLIENT_ID);
			assertThat(consent.getElementById("scopes").asNormalizedText()).isEqualTo("User.Read");
			assertThat(click(consent, "accept").getUrl().getPath()).isEqualTo("/devicelogin/success");
		}
		Answer tokens = client.poll(device);
		assertThat(tokens.status()).isEqualTo(200);
		assertThat(tokens.json()).containsEntry("token_type", "Bearer")
			.containsEntry("scope", "User.Read openid profile")
			.containsEntry("ext_expires_in", 3600)
			.containsKeys("expires_in", "refresh_token");
		assertThat(decode(tokens.get("client_info"))).containsEntry("uid", DemoUser.OBJECT_ID)
			.containsEntry("utid", StandInOptions.DEFAULT_TENANT_ID);
		assertClaims(tokens);
		Answer me = client.me(tokens.get("access_token"));
		assertThat(me.status()).isEqualTo(200);
		assertThat(me.json()).containsEntry("id", DemoUser.OBJECT_ID)
			.containsEntry("displayName", "Demo User")
			.containsEntry("userPrincipalName", "demo@contoso.example");
		assertThat(client.poll(device).get("error_description")).startsWith("AADSTS54005: ");
		assertThat(standIn.deviceCodeRequests() - deviceCodeRequests).isOne();
		assertThat(standIn.tokenRequests("device_code") - tokenRequests).isEqualTo(3);
		assertThat(standIn.apiRequests() - apiRequests).isOne();
	}

	private static void assertClaims(Answer tokens) {
		String issuer = standIn.authority() + "/" + StandInOptions.DEFAULT_TENANT_ID + "/v2.0";
		assertThat(decode(tokens.get("access_token").split("\\.")[1])).containsEntry("iss", issuer)
			.containsEntry("aud", standIn.apiBaseUri().toString())
			.containsEntry("scp", "User.Read")
			.containsEntry("preferred_username", DemoUser.USERNAME)
			.containsEntry("tid", StandInOptions.DEFAULT_TENANT_ID);
		assertThat(decode(tokens.get("id_token").split("\\.")[1])).containsEntry("iss", issuer)
			.containsEntry("aud", StandInOptions.DEFAULT_CLIENT_ID)
			.containsEntry("name", DemoUser.DISPLAY_NAME);
	}

	@Test
	void userDeclinesWithABrowser() throws Exception {
		Answer device = client.requestDeviceCode();
		try (WebClient browser = browser()) {
			HtmlPage declined = click(openConsent(browser, device), "cancel");
			assertThat(declined.getUrl().getPath()).isEqualTo("/devicelogin/declined");
		}
		Answer answer = client.poll(device);
		assertThat(answer.status()).isEqualTo(400);
		assertThat(answer.json()).containsEntry("error", "authorization_declined");
	}

	@Test
	void userEntersWrongPasswordThenWrongCode() throws Exception {
		try (WebClient browser = browser()) {
			HtmlPage signIn = browser.getPage(standIn.authority() + "/devicelogin");
			type(signIn, "username", DemoUser.USERNAME);
			type(signIn, "password", "wrong");
			assertThat(click(signIn, "sign-in").asNormalizedText()).contains("The user name or the password is wrong.");
			HtmlPage code = signIn(browser, "");
			type(code, "user_code", "wrong");
			assertThat(click(code, "submit-code").getUrl().getPath()).isEqualTo("/devicelogin/failed");
		}
	}

	@Test
	void pagesAreProtectedAgainstForgery() throws Exception {
		Answer device = client.requestDeviceCode();
		try (WebClient browser = browser()) {
			HtmlPage consent = openConsent(browser, device);
			for (DomElement token : consent.getElementsByName("_csrf")) {
				((HtmlInput) token).setValue("forged");
			}
			assertThat(click(consent, "accept").getWebResponse().getStatusCode()).isEqualTo(403);
		}
		assertThat(client.poll(device).json()).containsEntry("error", "authorization_pending");
	}

	@Test
	void refreshTokensWorkUntilRevoked() {
		Answer first = signIn();
		Answer second = client.refresh(first.get("refresh_token"));
		assertThat(second.status()).isEqualTo(200);
		assertThat(second.get("refresh_token")).isNotEqualTo(first.get("refresh_token"));
		assertThat(second.json()).containsKeys("id_token", "client_info");
		assertThat(client.me(second.get("access_token")).status()).isEqualTo(200);
		assertThat(client.refresh(first.get("refresh_token")).status()).isEqualTo(200);
		standIn.revokeRefreshTokens();
		for (String refreshToken : List.of(first.get("refresh_token"), second.get("refresh_token"))) {
			assertThat(client.refresh(refreshToken).json()).containsEntry("error", "invalid_grant")
				.containsEntry("error_codes", List.of(700082));
		}
		assertThat(client.refresh("unknown").get("error_description")).startsWith("AADSTS70000: ");
	}

	@Test
	void grantsOutliveARestartWithAFolder() {
		StandInOptions options = StandInOptions.defaults().withFolder(directory.resolve("grants"));
		String refreshToken;
		int port;
		try (StandIn first = StandIn.start(options)) {
			EntraClient user = new EntraClient(first);
			Answer device = user.requestDeviceCode();
			first.approve(device.get("user_code"));
			refreshToken = user.poll(device).get("refresh_token");
			port = first.authority().getPort();
		}
		try (StandIn second = StandIn.start(options.withPort(port))) {
			assertThat(new EntraClient(second).refresh(refreshToken).status()).isEqualTo(200);
		}
	}

	@Test
	void theBehaviorCanBeSet() {
		StandInOptions options = StandInOptions.defaults()
			.withBehavior(Map.of("single-use-refresh-tokens", "true", "access-token-lifetime", "10m"));
		try (StandIn strict = StandIn.start(options)) {
			EntraClient user = new EntraClient(strict);
			Answer device = user.requestDeviceCode();
			strict.approve(device.get("user_code"));
			Answer tokens = user.poll(device);
			assertThat(tokens.json()).containsEntry("ext_expires_in", 600);
			assertThat(user.refresh(tokens.get("refresh_token")).status()).isEqualTo(200);
			assertThat(user.refresh(tokens.get("refresh_token")).json()).containsEntry("error", "invalid_grant");
		}
		try (StandIn declining = StandIn.start(StandInOptions.defaults().withBehavior(Map.of("decline", "true")))) {
			EntraClient user = new EntraClient(declining);
			assertThat(user.poll(user.requestDeviceCode()).json()).containsEntry("error", "authorization_declined");
		}
		try (StandIn failing = StandIn.start(StandInOptions.defaults().withBehavior(Map.of("error", "503")))) {
			assertThat(new EntraClient(failing).get("organizations/oauth2/v2.0/token").status()).isEqualTo(503);
		}
	}

	@Test
	void errorsLookLikeThoseOfEntra() {
		Answer pending = client.poll("device_code", client.requestDeviceCode().get("device_code"));
		assertThat(pending.status()).isEqualTo(400);
		assertThat(pending.json()).containsEntry("error", "authorization_pending")
			.containsEntry("error_codes", List.of(70016))
			.containsEntry("correlation_id", "11111111-2222-3333-4444-555555555555")
			.containsKeys("timestamp", "trace_id", "error_uri");
		assertThat(pending.get("error_description")).matches("AADSTS70016: OAuth 2.0 device flow error. "
				+ "Authorization is pending. Continue polling. Trace ID: [0-9a-f-]{36} "
				+ "Correlation ID: 11111111-2222-3333-4444-555555555555 Timestamp: [0-9-]{10} [0-9:]{8}Z");
		assertThat(client.poll("device_code", "unknown").json()).containsEntry("error", "bad_verification_code");
		assertThat(client.poll("password", "any").json()).containsEntry("error", "unsupported_grant_type");
		Answer scope = client.requestDeviceCode(StandInOptions.DEFAULT_CLIENT_ID, "Mail.Read openid");
		assertThat(scope.json()).containsEntry("error", "invalid_scope");
		assertThat(scope.get("error_description")).startsWith("AADSTS70011: ").contains("Mail.Read");
		Answer application = client.requestDeviceCode("unknown", EntraClient.SCOPES);
		assertThat(application.json()).containsEntry("error", "unauthorized_client")
			.containsEntry("error_codes", List.of(700016));
		Answer nothing = client.post("organizations/oauth2/v2.0/token", Map.of());
		assertThat(nothing.json()).containsEntry("error", "invalid_request");
	}

	@Test
	void pollingTooFastIsToldToSlowDown() {
		Answer device = client.requestDeviceCode();
		assertThat(client.poll(device).json()).containsEntry("error", "authorization_pending");
		await().pollDelay(Duration.ZERO)
			.pollInterval(Duration.ofMillis(10))
			.untilAsserted(() -> assertThat(client.poll(device).json()).containsEntry("error", "slow_down"));
		standIn.approve(device.get("user_code"));
		assertThat(client.poll(device).status()).isEqualTo(200);
	}

	@Test
	void pollingAtTheIntervalIsFine() {
		Answer device = client.requestDeviceCode();
		assertThat(client.poll(device).json()).containsEntry("error", "authorization_pending");
		await().pollDelay(Duration.ofSeconds(1))
			.untilAsserted(
					() -> assertThat(client.poll(device).json()).containsEntry("error", "authorization_pending"));
		standIn.decline(device.get("user_code"));
		assertThat(client.poll(device).json()).containsEntry("error", "authorization_declined");
	}

	@Test
	void optionsRuleLifetimesTenantAndClients() {
		StandInOptions options = StandInOptions.defaults()
			.withDeviceCodeLifetime(CODE_LIFETIME)
			.withPollingInterval(Duration.ofSeconds(2))
			.withTenantId("contoso-tenant")
			.withClientIds("one", "two");
		try (StandIn other = StandIn.start(options)) {
			EntraClient otherClient = new EntraClient(other);
			Answer device = otherClient.requestDeviceCode("two", EntraClient.SCOPES);
			assertThat(device.json()).containsEntry("interval", 2);
			Map<String, String> poll = Map.of("client_id", "two", "grant_type", "device_code", "device_code",
					device.get("device_code"));
			await().pollInterval(Duration.ofMillis(250))
				.atMost(CODE_LIFETIME.plusSeconds(5))
				.untilAsserted(() -> assertThat(otherClient.post("common/oauth2/v2.0/token", poll).json())
					.containsEntry("error", "expired_token")
					.containsEntry("error_codes", List.of(70020)));
			assertThat(otherClient.get("/common/v2.0/.well-known/openid-configuration").json()).containsEntry("issuer",
					other.authority() + "/contoso-tenant/v2.0");
		}
	}

	@Test
	void apiBelievesOnlyTokensThatAreMeantForIt() {
		Answer nobody = client.get("/v1.0/me");
		assertThat(nobody.status()).isEqualTo(401);
		assertThat(nobody.response().headers().firstValue("WWW-Authenticate"))
			.hasValueSatisfying((challenge) -> assertThat(challenge).startsWith("Bearer"));
		Answer tokens = signIn();
		Answer wrongAudience = client.me(tokens.get("id_token"));
		assertThat(wrongAudience.status()).isEqualTo(401);
		assertThat(wrongAudience.response().headers().firstValue("WWW-Authenticate"))
			.hasValueSatisfying((challenge) -> assertThat(challenge).contains("invalid_token", "aud"));
		String token = tokens.get("access_token");
		assertThat(client.me(token.substring(0, token.lastIndexOf('.') + 1) + "AAAA").status()).isEqualTo(401);
	}

	@Test
	void pagesAndApiSendAContentSecurityPolicyAndNoStrictTransportSecurity() {
		for (String path : List.of("/signin", "/v1.0/me")) {
			HttpHeaders headers = client.get(path).response().headers();
			assertThat(headers.firstValue("Content-Security-Policy"))
				.hasValueSatisfying((policy) -> assertThat(policy).startsWith("default-src 'none'"));
			assertThat(headers.firstValue("Strict-Transport-Security")).isEmpty();
		}
	}

	@Test
	void metadataNamesTheEndpointsOfTheTenant() {
		Map<String, Object> metadata = client.get("/organizations/v2.0/.well-known/openid-configuration").json();
		String base = standIn.authority() + "/organizations";
		assertThat(metadata)
			.containsEntry("issuer", standIn.authority() + "/" + StandInOptions.DEFAULT_TENANT_ID + "/v2.0")
			.containsEntry("token_endpoint", base + "/oauth2/v2.0/token")
			.containsEntry("device_authorization_endpoint", base + "/oauth2/v2.0/devicecode");
		Answer keys = client.get("/organizations/discovery/v2.0/keys");
		assertThat(keys.response().body()).contains("\"kty\":\"RSA\"").doesNotContain("\"d\":");
	}

	private static Answer signIn() {
		Answer device = client.requestDeviceCode();
		standIn.approve(device.get("user_code"));
		return client.poll(device);
	}

	private static HtmlPage openConsent(WebClient browser, Answer device) throws IOException {
		return click(signIn(browser, "?user_code=" + device.get("user_code")), "submit-code");
	}

	private static HtmlPage signIn(WebClient browser, String query) throws IOException {
		HtmlPage signIn = browser.getPage(standIn.authority() + "/devicelogin" + query);
		type(signIn, "username", DemoUser.USERNAME);
		type(signIn, "password", DemoUser.PASSWORD);
		return click(signIn, "sign-in");
	}

	private static void type(HtmlPage page, String id, String text) throws IOException {
		page.<HtmlInput>getHtmlElementById(id).type(text);
	}

	private static HtmlPage click(HtmlPage page, String id) throws IOException {
		return page.getHtmlElementById(id).click();
	}

	private static WebClient browser() throws Exception {
		KeyStore trustStore = KeyStore.getInstance("PKCS12");
		trustStore.load(null, null);
		trustStore.setCertificateEntry("stand-in", standIn.certificate());
		Path file = directory.resolve("trust.p12");
		try (OutputStream output = Files.newOutputStream(file)) {
			trustStore.store(output, "changeit".toCharArray());
		}
		WebClient browser = new WebClient();
		browser.getOptions().setSSLTrustStore(file.toUri().toURL(), "changeit", "PKCS12");
		browser.getOptions().setJavaScriptEnabled(false);
		browser.getOptions().setThrowExceptionOnFailingStatusCode(false);
		return browser;
	}

	private static Map<String, Object> decode(String part) {
		String json = new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
		return JsonMapper.shared().readValue(json, new TypeReference<Map<String, Object>>() {

		});
	}

}
