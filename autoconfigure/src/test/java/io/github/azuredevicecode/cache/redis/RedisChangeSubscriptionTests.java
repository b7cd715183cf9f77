package io.github.azuredevicecode.cache.redis;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RedisChangeSubscription}.
 */
class RedisChangeSubscriptionTests {

	@RegisterExtension
	private static final RedisFixture REDIS = RedisFixture.standalone();

	@RegisterExtension
	private static final RedisFixture CLUSTER = RedisFixture.cluster();

	private static final Duration INTERVAL = Duration.ofMillis(5);

	private static final byte[] DATA = { 1 };

	private final CopyOnWriteArrayList<Integer> keysOfEachCall = new CopyOnWriteArrayList<>();

	private final List<String> ids = IntStream.range(0, 200).mapToObj((i) -> UUID.randomUUID().toString()).toList();

	@Test
	void manyLoginsThatDoNotChangeCostACommandEachTime() {
		AtomicInteger calls = new AtomicInteger();
		try (RedisChangeSubscription subscription = subscription(REDIS, "p:")) {
			this.ids.forEach((id) -> subscription.watch(id, calls::incrementAndGet));
			await().until(() -> calls.get() == this.ids.size());
			this.keysOfEachCall.clear();
			await().until(() -> this.keysOfEachCall.size() >= 3);
			assertThat(this.keysOfEachCall).containsOnly(this.ids.size());
			assertThat(calls).hasValue(this.ids.size());
		}
	}

	@Test
	void inAClusterAHashTagKeepsAllLoginsInOneCommand() {
		AtomicInteger calls = new AtomicInteger();
		try (RedisChangeSubscription subscription = subscription(CLUSTER, "{p}:")) {
			this.ids.forEach((id) -> subscription.watch(id, calls::incrementAndGet));
			await().until(() -> calls.get() == this.ids.size());
			this.keysOfEachCall.clear();
			await().until(() -> this.keysOfEachCall.size() >= 3);
			assertThat(this.keysOfEachCall).containsOnly(this.ids.size());
		}
	}

	@Test
	void aChangeWhoseMessageWasLostIsFound() {
		for (RedisFixture redis : List.of(REDIS, CLUSTER)) {
			StringRedisTemplate template = new StringRedisTemplate(redis.connections());
			CopyOnWriteArrayList<String> changed = new CopyOnWriteArrayList<>();
			try (RedisChangeSubscription subscription = subscription(redis, "p:")) {
				this.ids.forEach((id) -> subscription.watch(id, () -> changed.add(id)));
				await().until(() -> changed.size() == this.ids.size());
				changed.clear();
				template.opsForHash().put("p:" + this.ids.get(7), "version", "1");
				await().until(() -> changed.equals(List.of(this.ids.get(7))));
				template.opsForHash().put("p:" + this.ids.get(7), "writer", "another");
				await().until(() -> changed.equals(List.of(this.ids.get(7), this.ids.get(7))));
				template.delete("p:" + this.ids.get(7));
				await().until(() -> changed.size() == 3);
				template.opsForValue().set("p:" + this.ids.get(8), "no hash");
				await().until(() -> changed.size() == 4);
				assertThat(changed.get(3)).isEqualTo(this.ids.get(8));
			}
		}
	}

	@Test
	void aMessageAndTheComparisonAfterItCallOnce() {
		RedisLoginStorage storage = storage(REDIS, "p:");
		AtomicInteger calls = new AtomicInteger();
		try (RedisChangeSubscription subscription = subscription(REDIS, "p:")) {
			subscription.watch(this.ids.get(0), calls::incrementAndGet);
			await().until(() -> calls.get() == 1);
			assertThat(storage.write(this.ids.get(0), null, 1, DATA)).isTrue();
			await().until(() -> calls.get() == 2);
			this.keysOfEachCall.clear();
			await().until(() -> this.keysOfEachCall.size() >= 2);
			assertThat(calls).hasValue(2);
		}
	}

	private RedisChangeSubscription subscription(RedisFixture redis, String prefix) {
		return new RedisChangeSubscription(redis.connections(), new RedisKeys(prefix).channel(), storage(redis, prefix),
				INTERVAL);
	}

	private RedisLoginStorage storage(RedisFixture redis, String prefix) {
		return new RedisLoginStorage(new RedisScripts(redis.connections()) {

			@Override
			List<byte[]> strings(String script, int keys, byte[]... values) {
				RedisChangeSubscriptionTests.this.keysOfEachCall.add(keys);
				return super.strings(script, keys, values);
			}

		}, new RedisKeys(prefix), null);
	}

}
