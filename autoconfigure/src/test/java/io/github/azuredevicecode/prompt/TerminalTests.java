package io.github.azuredevicecode.prompt;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Terminal}.
 */
class TerminalTests {

	private static final Map<String, String> XTERM = Map.of("TERM", "xterm-256color");

	@Test
	void aTerminalWithUnicodeShowsBlocks() {
		assertThat(shows(true, "UTF-8", XTERM)).isTrue();
		assertThat(shows(true, "utf-8", Map.of("TERM", "xterm", "COLUMNS", "33"))).isTrue();
		assertThat(shows(true, "UTF-8", Map.of("WT_SESSION", "1"))).isTrue();
	}

	@Test
	void whatIsNoTerminalOrADumbOneDoesNot() {
		assertThat(shows(false, "UTF-8", XTERM)).isFalse();
		assertThat(shows(true, "UTF-8", Map.of("TERM", "dumb"))).isFalse();
		assertThat(shows(true, "UTF-8", Map.of("TERM", ""))).isFalse();
		assertThat(shows(true, "UTF-8", Map.of())).isFalse();
		assertThat(Terminal.NONE.shows(1)).isFalse();
	}

	@Test
	void anotherEncodingDoesNot() {
		assertThat(shows(true, "ISO-8859-1", XTERM)).isFalse();
		assertThat(shows(true, null, XTERM)).isFalse();
	}

	@Test
	void aNarrowOneDoesNot() {
		assertThat(shows(true, "UTF-8", Map.of("TERM", "xterm", "COLUMNS", "32"))).isFalse();
		assertThat(shows(true, "UTF-8", Map.of("TERM", "xterm", "COLUMNS", "wide"))).isTrue();
	}

	@Test
	void theStandardOutputOfATestIsNoTerminal() {
		assertThat(Terminal.ofStandardOutput().shows(1)).isFalse();
	}

	private static boolean shows(boolean interactive, @Nullable String encoding, Map<String, String> environment) {
		return new Terminal(interactive, encoding, environment::get).shows(33);
	}

}
