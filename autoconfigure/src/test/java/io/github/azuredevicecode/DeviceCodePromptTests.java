package io.github.azuredevicecode;

import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceCodePrompt}.
 */
class DeviceCodePromptTests {

	private static final Instant EXPIRY = Instant.parse("2026-11-24T10:15:00Z");

	@Test
	void theTextNamesAllThatThePersonNeeds() {
		assertThat(prompt(true).toDisplayText("my-app", at(900))).isEqualTo("""
				my-app asks you to sign in.

				Only continue if you started this sign-in in my-app. If a website or another
				person gave you this code, cancel.

				    Tenant:  tenant
				    Scopes:  b a

				    Expires: 12:15:00 (in 15 minutes)
				    Page:    https://microsoft.com/devicelogin
				    Code:    ABCDEFGHJ""");
	}

	@Test
	void theTextNamesOneOfSeveralSignIns() {
		DeviceCodePrompt prompt = new DeviceCodePrompt("attempt", URI.create("https://microsoft.com/devicelogin"), true,
				"ABCDEFGHJ", EXPIRY, "The service's message.", "client", "tenant", Set.of("a"), "work");
		assertThat(prompt.toDisplayText("my-app", at(900))).contains("""
				    Sign-in: work
				    Tenant:  tenant
				""");
	}

	@Test
	void theTextSaysThatANewCodeReplacesTheOldOne() {
		DeviceCodePrompt prompt = new DeviceCodePrompt("attempt", URI.create("https://microsoft.com/devicelogin"), true,
				"ABCDEFGHJ", EXPIRY, "The service's message.", "client", "tenant", Set.of("a"), "default", true);
		assertThat(prompt.toDisplayText("my-app", at(900))).startsWith("""
				my-app asks you to sign in.
				This code replaces the code shown before, which is not valid any more.
				""");
		assertThat(prompt(true).toDisplayText("my-app", at(900))).doesNotContain("replaces");
	}

	@Test
	void linesAreWrappedAtWords() {
		Set<String> scopes = new LinkedHashSet<>(List.of("https://graph.microsoft.com/User.Read",
				"https://graph.microsoft.com/Mail.ReadWrite", "https://graph.microsoft.com/Files.Read"));
		DeviceCodePrompt prompt = new DeviceCodePrompt("attempt", URI.create("https://microsoft.com/devicelogin"),
				false, "ABCDEFGHJ", EXPIRY, "The service's message.", "client", "tenant", scopes, "default");
		String text = prompt.toDisplayText("the-application-of-the-accounting-department", at(900));
		assertThat(text.lines()).allMatch((line) -> line.length() < 80);
		assertThat(text).contains("    Scopes:  https://graph.microsoft.com/User.Read\n"
				+ "             https://graph.microsoft.com/Mail.ReadWrite\n");
	}

	@Test
	void theTextWarnsOfAPageThatIsNotTrusted() {
		assertThat(prompt(false).toDisplayText("my-app", at(900))).contains("WARNING: that page is not on a host of")
			.contains("https://microsoft.com/devicelogin");
	}

	@Test
	void anApplicationWithoutANameIsNamedByItsClientId() {
		assertThat(prompt(true).toDisplayText(null)).startsWith("application client asks you to sign in.");
		assertThat(prompt(true).toDisplayText(" ", at(1))).contains("sign-in in application client.");
	}

	@ParameterizedTest
	@CsvSource({ "900, in 15 minutes", "899, in 15 minutes", "840, in 14 minutes", "90, in 2 minutes",
			"89, in 89 seconds", "1, in 1 seconds", "0, expired", "-5, expired" })
	void theRemainingTimeIsToldInWords(long seconds, String words) {
		assertThat(prompt(true).toDisplayText("app", at(seconds))).contains("(" + words + ")");
	}

	@Test
	void theStringFormShowsNoCode() {
		assertThat(prompt(true).toString()).doesNotContain("ABCDEFGHJ").contains("attempt", "tenant", "client");
		assertThat(prompt(true).scopes()).containsExactly("b", "a");
	}

	private static Clock at(long secondsBeforeExpiry) {
		return Clock.fixed(EXPIRY.minusSeconds(secondsBeforeExpiry), ZoneId.of("Europe/Athens"));
	}

	private static DeviceCodePrompt prompt(boolean trusted) {
		return new DeviceCodePrompt("attempt", URI.create("https://microsoft.com/devicelogin"), trusted, "ABCDEFGHJ",
				EXPIRY, "The service's message.", "client", "tenant", new LinkedHashSet<>(List.of("b", "a")),
				"default");
	}

}
