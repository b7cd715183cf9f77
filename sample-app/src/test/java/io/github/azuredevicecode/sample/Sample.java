package io.github.azuredevicecode.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.github.azuredevicecode.standin.StandIn;
import io.github.azuredevicecode.standin.tenant.DemoUser;
import org.awaitility.Awaitility;
import org.htmlunit.WebClient;
import org.htmlunit.html.HtmlInput;
import org.htmlunit.html.HtmlPage;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Starter of the sample, and the actions of its user.
 */
final class Sample {

	static final Pattern MESSAGE = Pattern.compile("Page: +(https://localhost:\\d+/\\S*)\\R +Code: +(\\S+)");

	private Sample() {
	}

	static CompletableFuture<ConfigurableApplicationContext> start(StandIn standIn, String... more) {
		List<String> arguments = new ArrayList<>(List.of(more));
		arguments.add("--server.port=0");
		arguments.add("--spring.profiles.active=remote");
		LocalStandIn.propertiesFor(standIn).forEach((name, value) -> arguments.add("--" + name + "=" + value));
		return start(arguments.toArray(String[]::new));
	}

	static CompletableFuture<ConfigurableApplicationContext> start(String... arguments) {
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

	/**
	 * Returns the codes that were shown, in their order.
	 * @param output the output of the application
	 * @return the codes
	 */
	static List<String> codes(CapturedOutput output) {
		return MESSAGE.matcher(output.getAll()).results().map((result) -> result.group(2)).toList();
	}

	static void answer(CapturedOutput output, String button) throws IOException {
		Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> MESSAGE.matcher(output.getAll()).find());
		// The last code is the one that is still good
		List<MatchResult> messages = MESSAGE.matcher(output.getAll()).results().toList();
		MatchResult message = messages.get(messages.size() - 1);
		answer(message.group(1), message.group(2), button);
	}

	static void answer(String verificationUri, String code, String button) throws IOException {
		try (WebClient browser = browser()) {
			HtmlPage page = browser.getPage(verificationUri);
			if (page.getElementById("sign-in") != null) {
				page = signIn(page);
			}
			HtmlInput userCode = (HtmlInput) page.getElementsByName("user_code").get(0);
			userCode.setValue(code);
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

	static WebClient browser() {
		WebClient browser = new WebClient();
		browser.getOptions().setUseInsecureSSL(true);
		browser.getOptions().setCssEnabled(false);
		browser.getOptions().setJavaScriptEnabled(false);
		return browser;
	}

}
