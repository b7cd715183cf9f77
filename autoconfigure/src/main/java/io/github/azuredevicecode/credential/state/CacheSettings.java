package io.github.azuredevicecode.credential.state;

import java.time.Duration;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import org.jspecify.annotations.Nullable;

/**
 * Settings of where a credential keeps its logins. Immutable.
 *
 * @param tokenCache the cache
 * @param key the key of the login without Continuous Access Evaluation
 * @param authenticationRecord whose login to use, or {@code null} for the user who is
 * signed in
 * @param timeout the time limit of one access to the cache
 * @param inMemory whether the cache is one that cannot block
 */
public record CacheSettings(TokenCache tokenCache, CachedLoginKey key,
		@Nullable AuthenticationRecord authenticationRecord, Duration timeout, boolean inMemory) {

}
