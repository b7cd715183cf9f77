package io.github.azuredevicecode.msal;

import java.util.Collections;
import java.util.Map;

import io.github.azuredevicecode.json.JsonObjects;
import org.jspecify.annotations.Nullable;

/**
 * Reader of the tokens of a login. They may come from a store that others write to, or
 * from another program, and nobody else has checked them.
 */
final class StoredTokens {

	private StoredTokens() {
	}

	/**
	 * Parses tokens.
	 * @param tokenCache the tokens of a login
	 * @return their members, none if the text is not a JSON object or is too deep
	 */
	static Map<String, @Nullable Object> parse(String tokenCache) {
		try {
			return tokenCache.isEmpty() ? Collections.emptyMap() : JsonObjects.parse(tokenCache, tokenCache.length());
		}
		catch (IllegalArgumentException ex) {
			return Collections.emptyMap();
		}
	}

}
