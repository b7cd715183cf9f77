package io.github.azuredevicecode.autoconfigure.credential;

import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.autoconfigure.TokenCacheProperties;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Requirement that there is one token cache where logins are to be kept. Without this
 * bean, only the first request for a token would find that there is none.
 */
final class TokenCacheRequirement {

	TokenCacheRequirement(TokenCacheProperties.Type type, ObjectProvider<TokenCache> tokenCaches) {
		String missing = switch (type) {
			case MEMORY -> null;
			case FILE -> "its bean was replaced by another that is not unique";
			case JDBC ->
				"there is no single DataSource: add spring-boot-starter-jdbc and set spring.datasource.url, or "
						+ "name one of several in " + TokenCacheProperties.PREFIX + ".jdbc.data-source";
			case REDIS -> "there is no Redis: add spring-boot-starter-data-redis and set spring.data.redis.url";
		};
		if (missing != null && tokenCaches.getIfUnique() == null) {
			throw TokenCacheProperties.invalid("type", type, missing + ", or define a TokenCache bean", null);
		}
	}

}
