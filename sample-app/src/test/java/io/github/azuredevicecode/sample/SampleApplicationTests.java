package io.github.azuredevicecode.sample;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.standin.DemoUser;
import io.github.azuredevicecode.standin.StandIn;
import io.github.azuredevicecode.standin.StandInOptions;
import org.awaitility.Awaitility;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample from end to end, over TLS, with a browser that fills in the pages.
 */
@ExtendWith(OutputCaptureExtension.class)
class SampleApplicationTests {

	private static final Pattern MESSAGE = Pattern.compile("To sign in, use a web browser to open the page "
			+ "(https://localhost:\\d+/\\S*) and enter the code (\\S+) to authenticate\\.");

	@Test
	void greetsTheUserWhoSignsIn(CapturedOutput output) throws Exception {
		CompletableFuture<ConfigurableApplicationContext> application = start("--server.port=0");
		answer(output, "accept");
		try (ConfigurableApplicationContext context = application.get()) {
			assertThat(output).contains("device-code-sample asks you to sign in.")
				.contains("Signed in as " + DemoUser.USERNAME)
				.contains("Hello, " + DemoUser.DISPLAY_NAME);
			showsAndSignsOut("http://localhost:" + context.getEnvironment().getProperty("local.server.port"));
		}
	}

	@Test
	void renewsAnExpiredTokenWithoutTheUser(CapturedOutput output) throws Exception {
		try (StandIn standIn = StandIn
			.start(StandInOptions.defaults().withAccessTokenLifetime(Duration.ofSeconds(2)))) {
			CompletableFuture<ConfigurableApplicationContext> application = start(standIn);
			answer(output, "accept");
			try (ConfigurableApplicationContext context = application.get()) {
				int renewals = standIn.tokenRequests("refresh_token");
				AccessToken token = context.getBean(DeviceCodeCredential.class)
					.getToken(standIn.apiBaseUri() + "/.default");
				Awaitility.await().until(() -> Instant.now().isAfter(token.expiresAt()));
				assertThat(context.getBean(GraphClient.class).me().displayName()).isEqualTo(DemoUser.DISPLAY_NAME);
				assertThat(standIn.tokenRequests("refresh_token")).isGreaterThan(renewals);
				assertThat(standIn.deviceCodeRequests()).isEqualTo(1);
			}
		}
	}

	@Test
	void tellsThatTheUserDeclined(CapturedOutput output) throws Exception {
		try (StandIn standIn = StandIn.start()) {
			CompletableFuture<ConfigurableApplicationContext> application = start(standIn);
			answer(output, "cancel");
			try (ConfigurableApplicationContext context = application.get()) {
				assertThat(output).contains("Nobody has signed in: Authentication failed: ");
				assertThat(context.isActive()).isTrue();
			}
			assertThat(standIn.apiRequests()).isZero();
		}
	}

	@Test
	void tellsThatTheCodeExpired(CapturedOutput output) throws Exception {
		try (StandIn standIn = StandIn.start(StandInOptions.defaults().withDeviceCodeLifetime(Duration.ofSeconds(2)))) {
			try (ConfigurableApplicationContext context = start(standIn).get()) {
				assertThat(output).contains("Nobody has signed in: Timed out waiting for user to authenticate");
				assertThat(context.isActive()).isTrue();
			}
		}
	}

	@Test
	void signsInThroughANetworkThatDropsCorruptsAndStalls(CapturedOutput output) throws Exception {
		try (StandIn standIn = StandIn.start(); FaultyProxy proxy = new FaultyProxy()) {
			CompletableFuture<ConfigurableApplicationContext> application = start(standIn,
					"--azure.identity.device-code.http.proxy=localhost:" + proxy.port(),
					"--azure.identity.device-code.http.read-timeout=5s");
			Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> MESSAGE.matcher(output.getAll()).find());
			for (FaultyProxy.Mode mode : List.of(FaultyProxy.Mode.DROP, FaultyProxy.Mode.CORRUPT,
					FaultyProxy.Mode.STALL)) {
				proxy.mode(mode);
				Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> proxy.connections(mode) > 0);
			}
			proxy.mode(FaultyProxy.Mode.PASS);
			answer(output, "accept");
			try (ConfigurableApplicationContext context = application.get()) {
				assertThat(context.isActive()).isTrue();
				assertThat(output).contains("Hello, " + DemoUser.DISPLAY_NAME);
				assertThat(standIn.deviceCodeRequests()).isEqualTo(1);
			}
		}
	}

	private static void showsAndSignsOut(String uri) throws IOException {
		try (WebClient browser = browser()) {
			HtmlPage signedIn = browser.getPage(uri);
			assertThat(signedIn.asNormalizedText()).contains("Signed in as " + DemoUser.USERNAME)
				.contains("Hello, " + DemoUser.DISPLAY_NAME);
			HtmlPage signedOut = signedIn.<HtmlButton>getFirstByXPath("//button").click();
			assertThat(signedOut.asNormalizedText()).contains("Signed out").contains("Sign in");
		}
	}

	private static CompletableFuture<ConfigurableApplicationContext> start(StandIn standIn, String... more) {
		List<String> arguments = new ArrayList<>(List.of(more));
		arguments.add("--server.port=0");
		arguments.add("--spring.profiles.active=remote");
		LocalStandIn.propertiesFor(standIn).forEach((name, value) -> arguments.add("--" + name + "=" + value));
		return start(arguments.toArray(String[]::new));
	}

	private static CompletableFuture<ConfigurableApplicationContext> start(String... arguments) {
		CompletableFuture<ConfigurableApplicationContext> application = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				application.complete(SampleApplication.start(arguments));
			}
			catch (RuntimeException ex) {
				application.completeExceptionally(ex);
			}
		});
		thread.start();
		return application;
	}

	private static void answer(CapturedOutput output, String button) throws IOException {
		Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> MESSAGE.matcher(output.getAll()).find());
		Matcher message = MESSAGE.matcher(output.getAll());
		assertThat(message.find()).isTrue();
		try (WebClient browser = browser()) {
			HtmlPage page = browser.getPage(message.group(1));
			if (page.getElementById("sign-in") != null) {
				page = signIn(page);
			}
			HtmlInput userCode = (HtmlInput) page.getElementsByName("user_code").get(0);
			userCode.setValue(message.group(2));
			page = page.getElementById("submit-code").click();
			if (page.getElementById("sign-in") != null) {
				page = signIn(page);
			}
			page.getElementById(button).click();
		}
	}

	private static HtmlPage signIn(HtmlPage page) throws IOException {
		((HtmlInput) page.getElementsByName("username").get(0)).setValue(DemoUser.USERNAME);
		((HtmlInput) page.getElementsByName("password").get(0)).setValue(DemoUser.PASSWORD);
		return page.getElementById("sign-in").click();
	}

	private static WebClient browser() {
		WebClient browser = new WebClient();
		browser.getOptions().setUseInsecureSSL(true);
		browser.getOptions().setCssEnabled(false);
		return browser;
	}

}
