package io.github.azuredevicecode.sample;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.standin.StandIn;
import io.github.azuredevicecode.standin.StandInOptions;
import io.github.azuredevicecode.standin.tenant.DemoUser;
import org.awaitility.Awaitility;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlAnchor;
import org.htmlunit.html.HtmlButton;
import org.htmlunit.html.HtmlPage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample from end to end, over TLS, with a browser that submits the pages.
 */
@ExtendWith(OutputCaptureExtension.class)
class SampleApplicationTests {

	@Test
	void greetsTheUserWhoSignsIn(CapturedOutput output) throws Exception {
		CompletableFuture<ConfigurableApplicationContext> application = Sample.start("--server.port=0");
		Sample.answer(output, "accept");
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
			CompletableFuture<ConfigurableApplicationContext> application = Sample.start(standIn);
			Sample.answer(output, "accept");
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
			CompletableFuture<ConfigurableApplicationContext> application = Sample.start(standIn);
			Sample.answer(output, "cancel");
			try (ConfigurableApplicationContext context = application.get()) {
				assertThat(output).contains("Nobody has signed in: Authentication failed: ");
				assertThat(context.isActive()).isTrue();
			}
			assertThat(standIn.apiRequests()).isZero();
		}
	}

	@Test
	void answersNoHostButThisMachine(CapturedOutput output) throws Exception {
		try (StandIn standIn = StandIn.start()) {
			CompletableFuture<ConfigurableApplicationContext> application = Sample.start(standIn);
			Sample.answer(output, "cancel");
			try (ConfigurableApplicationContext context = application.get()) {
				int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
				assertThat(get(port, "/", "localhost")).startsWith("HTTP/1.1 200");
				for (String path : List.of("/", "/device-code")) {
					assertThat(get(port, path, "evil.example")).startsWith("HTTP/1.1 400");
				}
			}
		}
	}

	private static String get(int port, String path, String host) throws IOException {
		try (Socket socket = new Socket("127.0.0.1", port)) {
			socket.getOutputStream()
				.write("GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, host)
					.getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	@Test
	void tellsThatTheCodeExpired(CapturedOutput output) throws Exception {
		try (StandIn standIn = StandIn.start(StandInOptions.defaults().withDeviceCodeLifetime(Duration.ofSeconds(2)))) {
			try (ConfigurableApplicationContext context = Sample.start(standIn).get()) {
				assertThat(output).contains("Nobody has signed in: Timed out waiting for user to authenticate");
				assertThat(context.isActive()).isTrue();
			}
		}
	}

	@Test
	void signsInThroughANetworkThatDropsCorruptsAndStalls(CapturedOutput output) throws Exception {
		try (StandIn standIn = StandIn.start(); FaultyProxy proxy = new FaultyProxy()) {
			CompletableFuture<ConfigurableApplicationContext> application = Sample.start(standIn,
					"--azure.identity.device-code.http.proxy=localhost:" + proxy.port(),
					"--azure.identity.device-code.http.read-timeout=5s");
			Awaitility.await()
				.atMost(Duration.ofSeconds(120))
				.until(() -> Sample.MESSAGE.matcher(output.getAll()).find());
			for (FaultyProxy.Mode mode : List.of(FaultyProxy.Mode.DROP, FaultyProxy.Mode.CORRUPT,
					FaultyProxy.Mode.STALL)) {
				proxy.mode(mode);
				Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> proxy.connections(mode) > 0);
			}
			proxy.mode(FaultyProxy.Mode.PASS);
			Sample.answer(output, "accept");
			try (ConfigurableApplicationContext context = application.get()) {
				assertThat(context.isActive()).isTrue();
				assertThat(output).contains("Hello, " + DemoUser.DISPLAY_NAME);
				assertThat(standIn.deviceCodeRequests()).isEqualTo(1);
			}
		}
	}

	private static void showsAndSignsOut(String uri) throws IOException {
		try (WebClient browser = Sample.browser()) {
			HtmlPage home = browser.getPage(uri);
			assertThat(home.asNormalizedText()).contains("Hello, " + DemoUser.DISPLAY_NAME)
				.contains("The API knows you as " + DemoUser.USERNAME);
			HtmlPage signedIn = home.<HtmlAnchor>getFirstByXPath("//a").click();
			assertThat(signedIn.asNormalizedText()).contains("Signed in as " + DemoUser.USERNAME);
			HtmlPage signedOut = signedIn.<HtmlButton>getFirstByXPath("//button[@value='sign-out']").click();
			assertThat(signedOut.asNormalizedText()).contains("Nobody is signed in").contains("Sign in");
			assertThat(browser.<HtmlPage>getPage(uri).asNormalizedText()).contains("Nobody is signed in");
		}
	}

}
