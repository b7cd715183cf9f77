package io.github.azuredevicecode.cache.redis;

import java.nio.charset.StandardCharsets;
import java.util.List;

import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link RedisKeys}.
 */
class RedisKeysTests {

	@Test
	void keysStartWithThePrefix() {
		RedisKeys names = new RedisKeys("p:");
		assertThat(names.login("id")).asString(StandardCharsets.UTF_8).isEqualTo("p:id");
		assertThat(names.unreadable("id")).isEqualTo("{p:id}:unreadable");
		assertThat(names.channel()).isEqualTo("p:changes");
	}

	@Test
	void aLoginIsSetAsideInItsSlotWhateverThePrefix() {
		for (String prefix : List.of("", "azure:device-code:", "{app}:", "a{b}c", "x:{tag}")) {
			RedisKeys names = new RedisKeys(prefix);
			assertThat(SlotHash.getSlot(names.unreadable("id"))).isEqualTo(SlotHash.getSlot(names.login("id")));
		}
	}

	@Test
	void bracesThatAreNoHashTagAreRefused() {
		for (String prefix : List.of("{", "}", "{}", "a}b", "{a}{b}", "{{a}}", "}{")) {
			assertThatIllegalArgumentException().isThrownBy(() -> new RedisKeys(prefix));
		}
	}

}
