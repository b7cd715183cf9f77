package io.github.azuredevicecode.prompt;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.azuredevicecode.DeviceCodePrompt;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

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
	void noneShowsNothing(CapturedOutput output) {
		new NoOpDeviceCodePromptHandler().prompt(this.prompt);
		assertThat(output.getAll()).isEmpty();
	}

}
