package io.github.azuredevicecode.prompt;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.management.TestOperations;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the prompt handlers.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeviceCodePromptHandlerTests {

	private static final String NEWLINE = System.lineSeparator();

	private final DeviceCodePrompt prompt = new DeviceCodePrompt("attempt",
			URI.create("https://microsoft.com/devicelogin"), true, "USERCODE1", Instant.now().plusSeconds(899),
			"Open the page and enter the code.", "client-id", "organizations", Set.of("User.Read"), "default");

	@Test
	void theConsoleShowsThePromptBetweenBlankLines() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new ConsoleDeviceCodePromptHandler("the-app", new PrintStream(bytes, false, StandardCharsets.UTF_8))
			.prompt(this.prompt);
		String text = bytes.toString(StandardCharsets.UTF_8);
		assertThat(text).startsWith(NEWLINE + "the-app asks you to sign in.").endsWith(NEWLINE + NEWLINE);
		assertThat(text.strip()).isEqualTo(this.prompt.toDisplayText("the-app"));
		assertThat(text).contains("USERCODE1")
			.contains("https://microsoft.com/devicelogin")
			.contains("Tenant:  organizations")
			.contains("Scopes:  User.Read")
			.contains("Expires:")
			.contains("Only continue if you started this sign-in");
	}

	@Test
	void theConsoleIsWrittenWithOneCallAndFlushed() {
		AtomicInteger printed = new AtomicInteger();
		AtomicInteger flushed = new AtomicInteger();
		PrintStream out = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8) {

			@Override
			public void println(@Nullable String text) {
				printed.incrementAndGet();
			}

			@Override
			public void flush() {
				flushed.incrementAndGet();
			}

		};
		new ConsoleDeviceCodePromptHandler(null, out).prompt(this.prompt);
		assertThat(printed).hasValue(1);
		assertThat(flushed).hasPositiveValue();
	}

	@Test
	void theConsoleIsTheStandardOutputOfTheMoment(CapturedOutput output) {
		ConsoleDeviceCodePromptHandler handler = new ConsoleDeviceCodePromptHandler(null);
		PrintStream before = System.out;
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
		try {
			handler.prompt(this.prompt);
		}
		finally {
			System.setOut(before);
		}
		assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("application client-id asks you to sign in.");
		assertThat(output).doesNotContain("USERCODE1");
	}

	@Test
	void theLogHasThePromptAsOneEvent(CapturedOutput output) {
		new LoggingDeviceCodePromptHandler("the-app").prompt(this.prompt);
		assertThat(output).contains(this.prompt.toDisplayText("the-app"));
		assertThat(Arrays.stream(output.getAll().split("\\R")).filter((line) -> line.contains("INFO"))).hasSize(1);
	}

	@Test
	void theLogHasWhatStructuredLogsNeed() {
		Logger logger = (Logger) LoggerFactory.getLogger(LoggingDeviceCodePromptHandler.class);
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		appender.start();
		logger.addAppender(appender);
		try {
			new LoggingDeviceCodePromptHandler("the-{}-app").prompt(this.prompt);
		}
		finally {
			logger.detachAppender(appender);
		}
		assertThat(appender.list).singleElement().satisfies((event) -> {
			assertThat(event.getFormattedMessage()).contains("the-{}-app asks you to sign in.");
			assertThat(event.getKeyValuePairs()).extracting((pair) -> pair.key + "=" + pair.value)
				.containsExactly("attemptId=attempt", "credentialName=default", "userCode=USERCODE1",
						"verificationUri=https://microsoft.com/devicelogin", "verificationUriTrusted=true",
						"expiresAt=" + this.prompt.expiresAt(), "clientId=client-id", "tenantId=organizations",
						"scopes=User.Read");
		});
	}

	@Test
	void thePageIsNamedInTheLogAndTheCodeIsNot(CapturedOutput output) {
		new PageDeviceCodePromptHandler(null, () -> "/sign-in").prompt(this.prompt);
		assertThat(output).contains("INFO")
			.contains(
					"To sign in to the application, open its sign-in page /sign-in. Credential: default, attempt: attempt")
			.doesNotContain("USERCODE1");
	}

	@Test
	void theConsoleShowsAQrCodeOfATrustedPageWhereItShall() {
		assertThat(print(QrCodeMode.ALWAYS, this.prompt)).contains("USERCODE1", "\u2588\u2588")
			.doesNotContain("\u001B");
		assertThat(print(QrCodeMode.NEVER, this.prompt)).contains("USERCODE1").doesNotContain("\u2588");
		// Nobody knows whether this stream is a terminal
		assertThat(print(QrCodeMode.AUTO, this.prompt)).contains("USERCODE1").doesNotContain("\u2588");
		DeviceCodePrompt untrusted = new DeviceCodePrompt("attempt", URI.create("https://microsoft.com.example"), false,
				"USERCODE1", Instant.now().plusSeconds(899), "message", "client", "tenant", Set.of("User.Read"),
				"default");
		assertThat(print(QrCodeMode.ALWAYS, untrusted)).contains("USERCODE1").doesNotContain("\u2588");
	}

	@Test
	void onATerminalOf24RowsThePageAndTheCodeAreTheLastLines() {
		for (String text : List.of(print(QrCodeMode.ALWAYS, this.prompt), print(QrCodeMode.NEVER, this.prompt))) {
			List<String> lines = text.strip().lines().toList();
			assertThat(lines.get(lines.size() - 2)).isEqualTo("    Page:    https://microsoft.com/devicelogin");
			assertThat(lines.get(lines.size() - 1)).isEqualTo("    Code:    USERCODE1");
			assertThat(text).containsOnlyOnce("USERCODE1").containsOnlyOnce("https://microsoft.com/devicelogin");
		}
		assertThat(print(QrCodeMode.NEVER, this.prompt).lines()).hasSizeLessThan(24);
	}

	@ParameterizedTest
	@CsvSource({ "24,compact", "32,compact", "40,whole", "20,none", ",compact" })
	void theQrCodeComesFirstWithItsCaptionWhereNothingScrollsOff(@Nullable String rows, String form) {
		Map<String, String> environment = new HashMap<>(Map.of("TERM", "xterm-256color"));
		environment.computeIfAbsent("LINES", (name) -> rows);
		String text = new ConsoleDeviceCodePromptHandler("the-app", null, QrCodeMode.AUTO).text(this.prompt,
				new Terminal(true, "UTF-8", environment::get));
		assertThat(text.strip()).endsWith("    Code:    USERCODE1");
		assertThat(text.split(NEWLINE, -1).length).isLessThan((rows != null) ? Integer.parseInt(rows) : 24);
		switch (form) {
			case "whole" ->
				assertThat(text).contains("Scan to open the page." + NEWLINE, "Tenant:", "the-app asks you");
			case "compact" ->
				assertThat(text).contains("Scan to open the page. the-app asks you to sign in.", "Only continue")
					.doesNotContain("Tenant:");
			default -> assertThat(text).contains("Tenant:").doesNotContain("Scan");
		}
		assertThat(text.contains("\u2580")).isEqualTo(!form.equals("none"));
	}

	@Test
	void theConsoleSaysWhoHasSignedIn() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new ConsoleDeviceCodePromptHandler("the-app", new PrintStream(bytes, false, StandardCharsets.UTF_8))
			.authenticated(this.prompt, TestOperations.ADA);
		assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("Signed in as ada@contoso.example." + NEWLINE);
	}

	private static String print(QrCodeMode qrCode, DeviceCodePrompt prompt) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		new ConsoleDeviceCodePromptHandler("the-app", new PrintStream(bytes, false, StandardCharsets.UTF_8), qrCode)
			.prompt(prompt);
		return bytes.toString(StandardCharsets.UTF_8);
	}

	@Test
	void noneShowsNothing(CapturedOutput output) {
		new NoOpDeviceCodePromptHandler().prompt(this.prompt);
		assertThat(output.getAll()).isEmpty();
	}

}
