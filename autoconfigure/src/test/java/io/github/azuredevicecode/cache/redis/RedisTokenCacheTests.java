package io.github.azuredevicecode.cache.redis;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.CanonicalKey;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link RedisTokenCache}.
 */
class RedisTokenCacheTests extends RedisTokenCacheContract {

	@RegisterExtension
	private static final RedisFixture REDIS = RedisFixture.standalone();

	@Override
	protected RedisConnectionFactory connections() {
		return REDIS.connections();
	}

	@Test
	void aLoginIsKeptForTheTimeToLiveAfterEachUse() {
		String name = name(CanonicalKey.digest(this.key));
		try (TokenCache store = timeToLive(connections())) {
			increment(store, this.key);
			assertThat(redis().getExpire(name, TimeUnit.MINUTES)).isBetween(100L, 120L);
			redis().expire(name, Duration.ofMinutes(1));
			assertThat(store.load(this.key).version()).isEqualTo(1);
			assertThat(redis().getExpire(name, TimeUnit.MINUTES)).isBetween(100L, 120L);
			redis().expire(name, Duration.ofMinutes(1));
			increment(store, this.key);
			assertThat(redis().getExpire(name, TimeUnit.MINUTES)).isBetween(100L, 120L);
		}
		increment(store(), this.key);
		assertThat(redis().getExpire(name)).isEqualTo(-1);
	}

	@Test
	void aLoginIsReadWhereItsTimeToLiveCannotBeExtended() {
		String name = name(CanonicalKey.digest(this.key));
		LettuceConnectionFactory reader = REDIS.connections("reader", "+@read +@scripting +@connection ~*");
		try (TokenCache store = timeToLive(connections()); TokenCache readOnly = timeToLive(reader)) {
			increment(store, this.key);
			redis().expire(name, Duration.ofMinutes(1));
			assertThat(readOnly.load(this.key).version()).isEqualTo(1);
			assertThat(redis().getExpire(name, TimeUnit.MINUTES)).isLessThanOrEqualTo(1);
			assertThatExceptionOfType(TokenCacheException.class).isThrownBy(() -> increment(readOnly, this.key));
		}
	}

	@Test
	void aLoginIsReadFromAReplicaThatCannotBeWritten() throws IOException {
		RedisFixture replica = RedisFixture.standalone("replicaof 127.0.0.1 " + REDIS.port());
		replica.beforeAll(null);
		try (TokenCache store = timeToLive(connections()); TokenCache readOnly = timeToLive(replica.connections())) {
			increment(store, this.key);
			await().atMost(DEADLINE)
				.ignoreException(TokenCacheException.class)
				.until(() -> readOnly.load(this.key).version() == 1);
			assertThatExceptionOfType(TokenCacheException.class).isThrownBy(() -> increment(readOnly, this.key));
		}
		finally {
			replica.afterAll(null);
		}
	}

	private static TokenCache timeToLive(RedisConnectionFactory connections) {
		return new RedisTokenCache(connections, new JsonLoginCodec(), RedisTokenCache.DEFAULT_KEY_PREFIX,
				Duration.ofHours(2));
	}

	@Test
	void whateverAClientThatWasStoppedThrowsIsTranslated() {
		LettuceConnectionFactory stopped = REDIS.connections(REDIS.port());
		TokenCache store = new RedisTokenCache(stopped, new JsonLoginCodec());
		AtomicInteger calls = new AtomicInteger();
		store.watch(this.key, calls::incrementAndGet);
		await().atMost(DEADLINE).until(() -> calls.get() > 0);
		stopped.stop();
		assertThatExceptionOfType(TokenCacheException.class).isThrownBy(() -> store.load(this.key))
			.withMessageContaining("127.0.0.1:" + REDIS.port())
			.withMessageContaining("spring.data.redis")
			.havingCause()
			.isInstanceOf(IllegalStateException.class);
		assertThatExceptionOfType(TokenCacheException.class).isThrownBy(store::now);
		assertThatExceptionOfType(TokenCacheException.class).isThrownBy(() -> increment(store, this.key));
		assertThatNoException().isThrownBy(store::close);
		assertThatNoException().isThrownBy(store::close);
	}

	@Test
	void aClientOfAnotherVersionIsTranslated() {
		RedisConnectionFactory broken = (RedisConnectionFactory) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { RedisConnectionFactory.class }, (proxy, method, arguments) -> {
					throw new NoSuchMethodError("client");
				});
		try (TokenCache store = new RedisTokenCache(broken, new JsonLoginCodec())) {
			store.watch(this.key, () -> {
			});
			assertThatExceptionOfType(TokenCacheException.class).isThrownBy(() -> store.load(this.key))
				.withCauseInstanceOf(NoSuchMethodError.class);
		}
	}

	@Test
	void aLoginThatHasExpiredIsNone() {
		CachedLogin login = CachedLogin.NONE.signedIn("a", RECORD, Instant.EPOCH);
		store().replace(this.key, CachedLogin.NONE, login);
		redis().delete(name(CanonicalKey.digest(this.key)));
		assertThat(store().load(this.key)).isEqualTo(CachedLogin.NONE);
		assertThat(store().replace(this.key, login, login.refreshed("late"))).isFalse();
	}

	@Test
	void somethingElseUnderTheKeyIsSetAside() {
		String id = CanonicalKey.digest(this.key);
		redis().opsForValue().set(name(id), "text");
		assertThat(store().load(this.key)).isEqualTo(CachedLogin.NONE);
		assertThat(redis().opsForValue().get(name(id))).isEqualTo("text");
		increment(store(), this.key);
		assertThat(redis().opsForValue().get(placeOfUnreadable(id))).isEqualTo("text");
		assertThat(store().load(this.key).version()).isEqualTo(1);
	}

	@Test
	void aHashThatIsNoLoginIsSetAside() {
		String id = CanonicalKey.digest(this.key);
		redis().opsForHash().put(name(id), "version", "many");
		assertThat(store().load(this.key)).isEqualTo(CachedLogin.NONE);
		assertThat(redis().opsForHash().get(name(id), "version")).isEqualTo("many");
		increment(store(), this.key);
		assertThat(redis().opsForHash().get(placeOfUnreadable(id), "version")).isEqualTo("many");
	}

	@Test
	void aScriptThatIsSentTwiceWritesOnceAndSaysSoTwice() {
		RedisLoginStorage first = new RedisLoginStorage(new RedisScripts(connections()) {

			@Override
			protected long number(String script, int keys, byte[]... values) {
				super.number(script, keys, values);
				return super.number(script, keys, values);
			}

		}, new RedisKeys(RedisTokenCache.DEFAULT_KEY_PREFIX), null);
		assertThat(first.write(CanonicalKey.digest(this.key), null, 1, new byte[1])).isTrue();
	}

	@Test
	void anotherPrefixNamesOtherLogins() {
		try (TokenCache other = new RedisTokenCache(connections(), new JsonLoginCodec(), "other:", null)) {
			increment(other, this.key);
			assertThat(redis().hasKey("other:" + CanonicalKey.digest(this.key))).isTrue();
			assertThat(store().load(this.key)).isEqualTo(CachedLogin.NONE);
		}
	}

	@Test
	void aTimeToLiveOfNothingIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new RedisTokenCache(connections(), new JsonLoginCodec(), "p:", Duration.ZERO));
	}

}
