package io.github.azuredevicecode.page;

import java.net.URI;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.Set;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.CredentialUnavailableException;
import io.github.azuredevicecode.DeviceCodeListener.AuthenticatedEvent;
import io.github.azuredevicecode.DeviceCodeListener.FailedEvent;
import io.github.azuredevicecode.DeviceCodeListener.PromptEvent;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.SignInTimedOutException;
import io.github.azuredevicecode.management.DeviceCodeOperations;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;
import io.github.azuredevicecode.management.DeviceCodeStatusRegistry;
import io.github.azuredevicecode.management.DeviceCodeStatusTracker;
import io.github.azuredevicecode.management.OperatedCredential;
import io.github.azuredevicecode.management.TestOperations;
import jakarta.servlet.DispatcherType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;
import org.springframework.test.web.servlet.setup.MockMvcBuilders;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceCodePage}.
 */
class DeviceCodePageTests {

	private static final String HOSTILE = "<script>alert(\"'1'\")</script>";

	private static final String ESCAPED = "&lt;script&gt;alert(&quot;&#39;1&#39;&quot;)&lt;/script&gt;";

	private final Clock clock = Clock.fixed(TestOperations.NOW, ZoneOffset.UTC);

	private final DeviceCodeStatusRegistry statusRegistry = new DeviceCodeStatusRegistry(this.clock);

	private final DeviceCodeStatusTracker tracker = this.statusRegistry.tracker("default");

	private final OperatedCredential credential = new OperatedCredential(this.tracker);

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final DeviceCodeOperationsRegistry operationsRegistry = TestOperations.registry(this.credential,
			this.tracker, this.tasks::add);

	private final MockMvc mvc = mvc(this.operationsRegistry, "the-app");

	@Test
	void nobodyIsSignedIn() throws Exception {
		assertThat(page()).contains("<h1>the-app</h1>")
			.contains("tabindex=\"-1\">Nobody is signed in</h2>")
			.contains("<button name=\"action\" value=\"sign-in\" class=\"primary\">Sign in</button>")
			.doesNotContain("sign-out", "<noscript>");
	}

	@Test
	void aCodeIsOnItsWay() throws Exception {
		this.operationsRegistry.defaultOperations().start();
		assertThat(page()).contains("Requesting a code").contains("value=\"cancel\"").contains("<noscript><meta");
	}

	@Test
	void aPersonIsAsked() throws Exception {
		this.tracker.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		assertThat(page()).contains("Enter this code to sign in")
			.contains("<span>USE</span><span>RCO</span><span>DE1</span>")
			.contains("data-copy=\"USERCODE1\"")
			.contains("<span class=\"visually-hidden\">U S E R C O D E 1</span>")
			.contains("href=\"https://microsoft.com/devicelogin\" target=\"_blank\" rel=\"noopener noreferrer\"")
			.contains("aria-label=\"QR code of https://microsoft.com/devicelogin\"")
			.contains("<time datetime=\"2026-02-03T10:15:00Z\">10:15:00 Z</time>")
			.contains("data-seconds=\"900\">15:00</span> left")
			.contains("<dd>tenant</dd>", "<dd>User.Read</dd>", "<dd>the-app</dd>")
			.contains("Only continue if you started this sign-in in the-app. "
					+ "If a website or another person gave you this code, cancel.")
			.contains("value=\"new-code\"", "value=\"cancel\"")
			.contains("<noscript><meta http-equiv=\"refresh\" content=\"5; url=/device-code\"></noscript>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ABCD-EFGH", "ABCDE", "A" })
	void aCodeThatHasNoGroupsIsShownAsItIs(String code) throws Exception {
		this.tracker.onPrompt(PromptEvent.of(prompt(code, "https://microsoft.com/devicelogin", true)));
		assertThat(page()).contains("<span>" + code + "</span>");
	}

	@Test
	void aCodeOfEightHasTwoGroups() throws Exception {
		this.tracker.onPrompt(PromptEvent.of(prompt("ABCDEFGH", "https://microsoft.com/devicelogin", true)));
		assertThat(page()).contains("<span>ABCD</span><span>EFGH</span>");
	}

	@Test
	void anAddressThatIsNotTrustedIsTextWithAWarning() throws Exception {
		this.tracker.onPrompt(PromptEvent.of(prompt("USERCODE1", "https://microsoft.com.example/devicelogin", false)));
		assertThat(page()).contains("<p class=\"address\">https://microsoft.com.example/devicelogin</p>")
			.contains("That page is not on a host of Microsoft Entra")
			.doesNotContain("<a ", "<svg");
	}

	@Test
	void anAddressThatFitsInNoQrCodeIsShownNonetheless() throws Exception {
		this.tracker.onPrompt(PromptEvent.of(prompt("USERCODE1", "https://microsoft.com/" + "x".repeat(4000), true)));
		assertThat(page()).contains("<a ").doesNotContain("<svg");
	}

	@Test
	void aUserIsSignedIn() throws Exception {
		this.credential.account = TestOperations.ADA;
		assertThat(page()).contains("Signed in as ada@contoso.example")
			.contains("<title>Signed in as ada@contoso.example - the-app</title>")
			.contains("<dt>Tenant</dt><dd>tenant</dd>",
					"<time datetime=\"2026-02-03T10:00:00Z\">2026-02-03 10:00:00 Z</time>")
			.contains("value=\"sign-out\"", "value=\"sign-in\"");
	}

	@Test
	void aFailureComesWithItsCodeAdviceAndCorrelation() throws Exception {
		this.tracker.onFailed(FailedEvent.of("default", "first",
				new ClientAuthenticationException("ada@contoso.example is blocked", new ServiceError("invalid_grant",
						"blocked", "AADSTS53003", TestOperations.ADVICE, "correlation-1", null), null)));
		assertThat(page()).contains("The sign-in has failed")
			.contains("ada@contoso.example is blocked")
			.contains(TestOperations.ADVICE)
			.contains("<dd>AADSTS53003</dd>", "<dd>correlation-1</dd>", "2026-02-03T10:00:00Z")
			.contains(">Get a new code</button>");
	}

	@Test
	void aFailureTellsTheIdAndTheTimeOnce() throws Exception {
		String description = "AADSTS53003: blocked. Trace ID: trace-1 Correlation ID: correlation-1 "
				+ "Timestamp: 2026-02-03 10:00:00Z";
		this.tracker
			.onFailed(
					FailedEvent.of("default", "first",
							new ClientAuthenticationException(
									"Authentication failed: " + description, new ServiceError("invalid_grant",
											description, "AADSTS53003", TestOperations.ADVICE, "correlation-1", null),
									null)));
		assertThat(page()).contains("<p>Authentication failed: AADSTS53003: blocked.</p>")
			.containsOnlyOnce("correlation-1")
			.doesNotContain("2026-02-03 10:00:00Z");
	}

	@Test
	void aCredentialIsCalledByItsDisplayName() throws Exception {
		MockMvc named = mvc(new DeviceCodeOperationsRegistry(List.of(new DeviceCodeOperations("archive",
				this.credential, this.tracker, null, null, this.tasks::add, "Archive of the mail"))), "the-app");
		assertThat(page(named)).contains("<p class=\"eyebrow\">Archive of the mail</p>");
	}

	@Test
	void eachEndIsToldApart() throws Exception {
		this.tracker.onFailed(FailedEvent.of("default", "first", TestOperations.declined()));
		assertThat(page()).contains("The sign-in was declined");
		this.tracker.onFailed(
				FailedEvent.of("default", "second", new SignInTimedOutException("expired", true, null, "Exclude it.")));
		assertThat(page()).contains("The code has expired").contains("<strong>What to do:</strong> Exclude it.");
		this.tracker
			.onFailed(FailedEvent.of("default", "third", new SignInTimedOutException("timed out", false, null, null)));
		assertThat(page()).contains("The sign-in has timed out");
		this.tracker.onFailed(FailedEvent.of("default", "fourth", new SignInCancelledException("cancelled")));
		assertThat(page()).contains("Nobody is signed in").contains("The sign-in was cancelled.");
	}

	@Test
	void hostileTextsAreText() throws Exception {
		MockMvc hostile = mvc(this.operationsRegistry, HOSTILE);
		this.tracker
			.onPrompt(PromptEvent.of(new DeviceCodePrompt("attempt", URI.create("https://microsoft.com/?a='&b=x"), true,
					HOSTILE, TestOperations.EXPIRY, HOSTILE, HOSTILE, HOSTILE, Set.of(HOSTILE), "default")));
		assertThat(page(hostile)).contains("<h1>" + ESCAPED + "</h1>", "<dd>" + ESCAPED + "</dd>")
			.contains("data-copy=\"" + ESCAPED + "\"")
			.contains("href=\"https://microsoft.com/?a=&#39;&amp;b=x\"")
			.doesNotContain("<script>");
		this.tracker.onFailed(FailedEvent.of("default", "attempt", new ClientAuthenticationException(HOSTILE,
				new ServiceError(HOSTILE, HOSTILE, HOSTILE, HOSTILE, HOSTILE, null), null)));
		assertThat(page(hostile)).contains("<dd>" + ESCAPED + "</dd>").doesNotContain("<script>");
		this.credential.account = new AuthenticationRecord("login.microsoftonline.com", "client", "id", HOSTILE,
				HOSTILE);
		this.tracker.onAuthenticated(AuthenticatedEvent.of("default", "attempt", this.credential.account));
		assertThat(page(hostile)).contains("Signed in as " + ESCAPED).doesNotContain("<script>");
	}

	@Test
	void anApplicationWithoutNameIsNamedByItsClientId() throws Exception {
		assertThat(page(mvc(this.operationsRegistry, null))).contains("<h1>application client</h1>");
		assertThat(page(mvc(this.operationsRegistry, " "))).contains("<h1>application client</h1>");
	}

	@Test
	void eachOfSeveralCredentialsHasACardAndAName() throws Exception {
		DeviceCodeStatusTracker work = this.statusRegistry.tracker("at work");
		OperatedCredential workCredential = new OperatedCredential(work);
		MockMvc several = mvc(new DeviceCodeOperationsRegistry(
				List.of(TestOperations.of("default", this.credential, this.tracker, this.tasks::add),
						TestOperations.of("at work", workCredential, work, this.tasks::add))),
				"the-app");
		workCredential.account = TestOperations.ADA;
		assertThat(page(several)).contains("id=\"card-default\"", "id=\"card-at%20work\"")
			.contains("<p class=\"eyebrow\">at work</p>")
			.contains("Nobody is signed in", "Signed in as ada@contoso.example");
		assertThat(act(several, "at work", "sign-out").getStatus()).isEqualTo(303);
		assertThat(workCredential.account).isNull();
	}

	@Test
	void theVersionOfACardIsThatOfWhatItShows() throws Exception {
		String before = version();
		assertThat(version()).isEqualTo(before);
		this.tracker.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		assertThat(version()).isNotEqualTo(before);
	}

	@Test
	void theButtonsDoWhatTheySay() throws Exception {
		MockHttpServletResponse response = act("sign-in");
		assertThat(response.getStatus()).isEqualTo(303);
		assertThat(response.getHeader(HttpHeaders.LOCATION)).isEqualTo("/device-code");
		assertThat(this.tasks).hasSize(1);
		this.tracker.onPrompt(PromptEvent.of(TestOperations.prompt("attempt-1")));
		assertThat(act("new-code").getStatus()).isEqualTo(303);
		assertThat(this.credential.renewals()).isEqualTo(1);
		assertThat(act("cancel").getStatus()).isEqualTo(303);
		assertThat(this.operationsRegistry.defaultOperations().isStarting()).isFalse();
		this.credential.account = TestOperations.ADA;
		assertThat(act("sign-out").getStatus()).isEqualTo(303);
		assertThat(this.credential.account).isNull();
	}

	@Test
	void whatDoesNotExistIsNotFound() throws Exception {
		assertThat(act("anything").getStatus()).isEqualTo(404);
		assertThat(act(this.mvc, "play", "sign-in").getStatus()).isEqualTo(404);
		assertThat(get(this.mvc, "/device-code/anything").getStatus()).isEqualTo(404);
	}

	@Test
	void whoAsksForTooManyCodesIsToldToWait() throws Exception {
		this.tracker.onPrompt(PromptEvent.of(TestOperations.prompt("elsewhere")));
		for (int i = 0; i < 10; i++) {
			assertThat(act("new-code").getStatus()).isEqualTo(303);
		}
		MockHttpServletResponse response = act("new-code");
		assertThat(response.getStatus()).isEqualTo(429);
		assertThat(response.getContentAsString())
			.contains("role=\"alert\">Too many codes were requested. Wait a minute");
	}

	@Test
	void aSignOutThatNotAllHaveHeardOfSaysSo() throws Exception {
		OperatedCredential cutOff = new OperatedCredential(this.tracker) {

			@Override
			public void signOut() {
				throw new CredentialUnavailableException("Others <are> not told yet");
			}

		};
		MockHttpServletResponse response = act(
				mvc(TestOperations.registry(cutOff, this.tracker, Runnable::run), "the-app"), "default", "sign-out");
		assertThat(response.getStatus()).isEqualTo(503);
		assertThat(response.getContentAsString()).contains("role=\"alert\">Others &lt;are&gt; not told yet</p>");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/device-code", "/device-code/style.css", "/device-code/script.js" })
	void everyAnswerKeepsThePageToItself(String path) throws Exception {
		MockHttpServletResponse response = get(this.mvc, path);
		assertThat(response.getStatus()).isEqualTo(200);
		assertHardened(response);
	}

	@Test
	void answersWithoutContentKeepThePageToItselfToo() throws Exception {
		assertHardened(act("sign-in"));
		assertHardened(act("anything"));
	}

	private static void assertHardened(MockHttpServletResponse response) {
		assertThat(response.getHeader("Content-Security-Policy"))
			.isEqualTo("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
					+ "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
		assertThat(response.getHeader("X-Frame-Options")).isEqualTo("DENY");
		assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(response.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
		assertThat(response.getHeader("Cache-Control")).isEqualTo("no-store");
	}

	@Test
	void nothingOfThePageIsWrittenInline() throws Exception {
		this.tracker.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		assertThat(page()).doesNotContain("style=", "<style", " onclick", "javascript:");
		assertThat(get(this.mvc, "/device-code/style.css").getContentType()).startsWith("text/css");
		assertThat(get(this.mvc, "/device-code/script.js").getContentType()).startsWith("text/javascript");
	}

	@Test
	void whoIsNotPermittedSeesNothing() throws Exception {
		MockMvc closed = MockMvcBuilders
			.routerFunctions(new DeviceCodePage(this.operationsRegistry, new DeviceCodePageStreams(this.statusRegistry),
					"/device-code", "the-app", (request) -> false, this.clock))
			.build();
		for (String path : List.of("", "/events", "/style.css", "/script.js")) {
			assertThat(get(closed, "/device-code" + path).getStatus()).as(path).isEqualTo(404);
		}
		assertThat(act(closed, "default", "sign-in").getStatus()).isEqualTo(404);
		assertThat(this.tasks).isEmpty();
	}

	@Test
	void formsCarryTheTokenOfSpringSecurity() throws Exception {
		String page = this.mvc
			.perform(MockMvcRequestBuilders.get("/device-code")
				.requestAttr(CsrfToken.class.getName(), new DefaultCsrfToken("X-CSRF", "_csrf", "to\"ken")))
			.andReturn()
			.getResponse()
			.getContentAsString();
		assertThat(page).contains("<input type=\"hidden\" name=\"_csrf\" value=\"to&quot;ken\">");
		assertThat(page()).doesNotContain("_csrf");
	}

	@Test
	void aFormOfAnotherSiteIsRefused() throws Exception {
		assertThat(this.mvc
			.perform(MockMvcRequestBuilders.post("/device-code")
				.header("Sec-Fetch-Site", "cross-site")
				.param("credential", "default")
				.param("action", "sign-in"))
			.andReturn()
			.getResponse()
			.getStatus()).isEqualTo(403);
		assertThat(this.tasks).isEmpty();
	}

	@Test
	void aRequestThatIsForwardedFromAnotherPathIsNotFound() throws Exception {
		for (DispatcherType type : List.of(DispatcherType.FORWARD, DispatcherType.INCLUDE, DispatcherType.ERROR)) {
			assertThat(this.mvc.perform(MockMvcRequestBuilders.get("/device-code").with((request) -> {
				request.setDispatcherType(type);
				return request;
			})).andReturn().getResponse().getStatus()).as(type.name()).isEqualTo(404);
		}
	}

	@Test
	void pathsBeginWithThatOfTheApplication() throws Exception {
		String page = this.mvc.perform(MockMvcRequestBuilders.get("/base/device-code").contextPath("/base"))
			.andReturn()
			.getResponse()
			.getContentAsString();
		assertThat(page).contains("href=\"/base/device-code/style.css\"", "action=\"/base/device-code\"",
				"data-page=\"/base/device-code\"");
	}

	private static DeviceCodePrompt prompt(String code, String uri, boolean trusted) {
		return new DeviceCodePrompt("attempt", URI.create(uri), trusted, code, TestOperations.EXPIRY, "message",
				"client", "tenant", Set.of("User.Read"), "default");
	}

	private String version() throws Exception {
		return page().replaceAll("(?s).*data-version=\"(\\w+)\".*", "$1");
	}

	private String page() throws Exception {
		return page(this.mvc);
	}

	private static String page(MockMvc mvc) throws Exception {
		MockHttpServletResponse response = get(mvc, "/device-code");
		assertThat(response.getStatus()).isEqualTo(200);
		assertThat(response.getContentType()).isEqualTo("text/html;charset=UTF-8");
		return response.getContentAsString();
	}

	private static MockHttpServletResponse get(MockMvc mvc, String path) throws Exception {
		return mvc.perform(MockMvcRequestBuilders.get(path)).andReturn().getResponse();
	}

	private MockHttpServletResponse act(String action) throws Exception {
		return act(this.mvc, "default", action);
	}

	private static MockHttpServletResponse act(MockMvc mvc, String credential, String action) throws Exception {
		return mvc
			.perform(MockMvcRequestBuilders.post("/device-code")
				.header("Sec-Fetch-Site", "same-origin")
				.param("credential", credential)
				.param("action", action))
			.andReturn()
			.getResponse();
	}

	private MockMvc mvc(DeviceCodeOperationsRegistry operationsRegistry, @Nullable String applicationName) {
		return MockMvcBuilders
			.routerFunctions(new DeviceCodePage(operationsRegistry, new DeviceCodePageStreams(this.statusRegistry),
					"/device-code", applicationName, (request) -> true, this.clock))
			.build();
	}

}
