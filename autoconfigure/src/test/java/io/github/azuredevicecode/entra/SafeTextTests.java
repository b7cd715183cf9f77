package io.github.azuredevicecode.entra;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SafeText}.
 */
@Tag("contract-2.2")
class SafeTextTests {

	@Test
	void textOfNothingThatCanBeShownIsNone() {
		assertThat(SafeText.cleanOrNull("\u3164\u200B \u001B[2J")).isNull();
		assertThat(SafeText.cleanOrNull(" Ada\u200B ")).isEqualTo("Ada");
		assertThat(SafeText.cleanOrNull(1)).isNull();
	}

	@Test
	void plainTextIsKept() {
		assertThat(SafeText.clean("Öffne https://microsoft.com/devicelogin — 密码"))
			.isEqualTo("Öffne https://microsoft.com/devicelogin — 密码");
	}

	@Test
	void terminalSequencesAreStripped() {
		assertThat(SafeText.clean("a\u001b[31;1mb\u001b[0mc\u001b]0;title\u0007d\u001b]8;;x\u001b\\e\u001bMf"))
			.isEqualTo("abcdef");
		assertThat(SafeText.clean("\u001b")).isEmpty();
		assertThat(SafeText.clean("a\u009b31mb")).isEqualTo("a31mb");
	}

	@Test
	void lineBreaksBecomeSpaces() {
		assertThat(SafeText.clean("a\r\nb\nc\u2028d\u0085e\tf")).isEqualTo("a b c d e f");
	}

	@Test
	void invisibleCharactersAreStripped() {
		assertThat(SafeText.clean("a\u202eb\u200bc\u2066d\ufeffe\u0000f\ue000g")).isEqualTo("abcdefg");
	}

	@Test
	void lettersThatShowNothingAreStripped() {
		assertThat(SafeText.clean("a\u3164b\u2800c\u034fd\ufe0fe\u115ff\u1160g\uffa0h\u180bi\udb40\udd00j\u17b4k"))
			.isEqualTo("abcdefghijk");
	}

	@Test
	void longTextIsCut() {
		assertThat(SafeText.clean("x".repeat(10_000))).hasSize(4096);
	}

	@Test
	void whatIsNoTextIsNone() {
		assertThat(SafeText.cleanOrNull(null)).isNull();
		assertThat(SafeText.cleanOrNull(1)).isNull();
		assertThat(SafeText.cleanOrNull(" ")).isNull();
		assertThat(SafeText.cleanOrNull(" a ")).isEqualTo("a");
	}

}
