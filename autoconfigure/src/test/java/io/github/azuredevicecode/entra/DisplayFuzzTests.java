package io.github.azuredevicecode.entra;

import java.nio.charset.StandardCharsets;

import com.code_intelligence.jazzer.junit.FuzzTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nothing that is displayed can steer a terminal, begin a line or hide.
 */
class DisplayFuzzTests {

	@FuzzTest(maxDuration = "1m")
	void display(byte[] input) {
		String text = new String(input, StandardCharsets.UTF_8);
		String clean = SafeText.clean(text);
		assertThat(clean).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}]");
		assertThat(clean.length()).isLessThanOrEqualTo(text.length()).isLessThanOrEqualTo(4096);
		assertThat(SafeText.clean(clean)).isEqualTo(clean);
		assertThat(SafeText.clean("a\u001B[2J\u202E" + clean)).startsWith("a").doesNotContain("\u001B", "\u202E");
	}

}
