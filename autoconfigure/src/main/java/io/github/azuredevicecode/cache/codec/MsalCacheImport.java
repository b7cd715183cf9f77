package io.github.azuredevicecode.cache.codec;

import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.cache.UnreadableLoginException;
import io.github.azuredevicecode.identifier.EntraCloud;
import org.jspecify.annotations.Nullable;

/**
 * Import of a cache that MSAL has written in any language. It is the same JSON as the
 * token cache of a login, without the members that this library adds.
 */
final class MsalCacheImport {

	private static final String ACCOUNT = "Account";

	private static final String HOME_ACCOUNT_ID = "home_account_id";

	private static final String FAMILY_ID = "family_id";

	private static final List<String> CREDENTIALS = List.of("RefreshToken", "AccessToken");

	private MsalCacheImport() {
	}

	static boolean isUnifiedCache(LoginJson json) {
		return json.hasObject(ACCOUNT) && CREDENTIALS.stream().anyMatch(json::hasObject);
	}

	/**
	 * Reads the cache of another program. What does not fit the key is passed over,
	 * whatever it is.
	 * @param key the key
	 * @param text the cache
	 * @param json the cache as JSON
	 * @return the login, without a record if it has several accounts that fit
	 * @throws UnreadableLoginException if no account fits
	 */
	static CachedLogin read(CachedLoginKey key, String text, LoginJson json) throws UnreadableLoginException {
		Map<String, List<LoginJson>> byUser = accounts(key, json);
		if (byUser.isEmpty()) {
			throw new UnreadableLoginException(
					"This is a token cache of MSAL with no account for this application and authority. "
							+ "Sign in with an account there, or sign in anew here",
					UnreadableLoginException.Kind.CORRUPT);
		}
		AuthenticationRecord record = null;
		if (byUser.size() == 1) {
			Map.Entry<String, List<LoginJson>> user = byUser.entrySet().iterator().next();
			record = record(key, user.getKey(), ofTenant(key, user.getKey(), user.getValue()));
		}
		// The other program does not count its changes: each is another login
		return new CachedLogin("imported-" + Integer.toHexString(text.hashCode()), 1, 1, text, record, null, null,
				null);
	}

	private static AuthenticationRecord record(CachedLoginKey key, String homeAccountId, LoginJson account) {
		String realm = account.stringOrNull("realm");
		String username = account.stringOrNull("username");
		return new AuthenticationRecord(URI.create(key.authority()).getRawAuthority(), key.clientId(), homeAccountId,
				(realm != null) ? realm : homeTenant(homeAccountId), (username != null) ? username : homeAccountId);
	}

	private static Map<String, List<LoginJson>> accounts(CachedLoginKey key, LoginJson json) {
		Set<String> users = users(key, json);
		Map<String, List<LoginJson>> byUser = new LinkedHashMap<>();
		for (LoginJson account : json.objects(ACCOUNT)) {
			String user = account.stringOrNull(HOME_ACCOUNT_ID);
			if (user != null && users.contains(user) && fits(key, account)) {
				byUser.computeIfAbsent(user, (id) -> new ArrayList<>()).add(account);
			}
		}
		return byUser;
	}

	// A guest has an entry for each tenant
	private static LoginJson ofTenant(CachedLoginKey key, String homeAccountId, List<LoginJson> accounts)
			throws UnreadableLoginException {
		if (accounts.size() == 1) {
			return accounts.get(0);
		}
		for (String tenant : List.of(key.tenantId(), homeTenant(homeAccountId))) {
			for (LoginJson account : accounts) {
				if (tenant.equalsIgnoreCase(account.stringOrNull("realm"))) {
					return account;
				}
			}
		}
		throw new UnreadableLoginException(
				"This is a token cache of MSAL with one account in several tenants, "
						+ "none of which is the tenant asked for. Configure the tenant, or sign in anew here",
				UnreadableLoginException.Kind.CORRUPT);
	}

	private static String homeTenant(String homeAccountId) {
		return homeAccountId.substring(homeAccountId.lastIndexOf('.') + 1);
	}

	private static boolean fits(CachedLoginKey key, LoginJson entry) {
		String host = URI.create(key.authority()).getRawAuthority();
		String environment = entry.stringOrNull("environment");
		// MSAL files an account under any name of its cloud, and which one depends on the
		// language
		return environment != null && (environment.equalsIgnoreCase(host)
				|| EntraCloud.isSameAuthority(host, environment.toLowerCase(Locale.ROOT)));
	}

	// Those who have a token that is of use here, found in one pass over each kind, since
	// anyone may have written the document. An application's own tokens have no user
	private static Set<String> users(CachedLoginKey key, LoginJson json) {
		Set<String> families = families(key, json);
		Set<String> users = new HashSet<>();
		for (LoginJson token : json.objects("RefreshToken")) {
			String family = token.stringOrNull(FAMILY_ID);
			if (fits(key, token) && (isOfApplication(key, token) || (family != null && families.contains(family)))) {
				add(users, token.stringOrNull(HOME_ACCOUNT_ID));
			}
		}
		for (LoginJson token : json.objects("AccessToken")) {
			if (fits(key, token) && isOfApplication(key, token) && isBearer(token)) {
				add(users, token.stringOrNull(HOME_ACCOUNT_ID));
			}
		}
		return users;
	}

	private static void add(Set<String> users, @Nullable String user) {
		if (user != null) {
			users.add(user);
		}
	}

	private static boolean isOfApplication(CachedLoginKey key, LoginJson credential) {
		return key.clientId().equalsIgnoreCase(credential.stringOrNull("client_id"));
	}

	// Some applications of Microsoft share their refresh tokens
	private static Set<String> families(CachedLoginKey key, LoginJson json) {
		Set<String> families = new HashSet<>();
		for (LoginJson application : json.objects("AppMetadata")) {
			String family = application.stringOrNull(FAMILY_ID);
			if (family != null && isOfApplication(key, application) && fits(key, application)) {
				families.add(family);
			}
		}
		return families;
	}

	// A proof-of-possession token is of no use without its key
	private static boolean isBearer(LoginJson accessToken) {
		String type = accessToken.stringOrNull("token_type");
		return type == null || type.equalsIgnoreCase("Bearer");
	}

}
