package io.github.azuredevicecode.cache.redis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.cache.CanonicalKey;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
	void aLoginIsKeptForTheTimeToLiveAfterEachWrite() {
		String name = name(CanonicalKey.digest(this.key));
		try (TokenCache store = new RedisTokenCache(connections(), new JsonLoginCodec(),
				RedisTokenCache.DEFAULT_KEY_PREFIX, Duration.ofHours(2))) {
			increment(store, this.key);
			assertThat(redis().getExpire(name, TimeUnit.MINUTES)).isBetween(100L, 120L);
			redis().expire(name, Duration.ofMinutes(1));
			increment(store, this.key);
			assertThat(redis().getExpire(name, TimeUnit.MINUTES)).isBetween(100L, 120L);
		}
		increment(store(), this.key);
		assertThat(redis().getExpire(name)).isEqualTo(-1);
	}

	@Test
	void aLoginThatHasExpiredIsNone() {
		CachedLogin login = CachedLogin.NONE.signedIn("a", RECORD);
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
		assertThat(redis().opsForValue().get(placeOfUnreadable(id))).isEqualTo("text");
		increment(store(), this.key);
		assertThat(store().load(this.key).version()).isEqualTo(1);
	}

	@Test
	void aHashThatIsNoLoginIsSetAside() {
		String id = CanonicalKey.digest(this.key);
		redis().opsForHash().put(name(id), "version", "many");
		assertThat(store().load(this.key)).isEqualTo(CachedLogin.NONE);
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
