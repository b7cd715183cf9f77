package io.github.azuredevicecode.cache.codec;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.cache.UnreadableLoginException;
import io.github.azuredevicecode.identifier.EntraCloud;

/**
 * Import of a cache that MSAL has written in any language. It is the same JSON as the
 * token cache of a login, without the members that this library adds.
 */
final class MsalCacheImport {

	private static final String ACCOUNT = "Account";

	private static final String HOME_ACCOUNT_ID = "home_account_id";

	private static final List<String> CREDENTIALS = List.of("RefreshToken", "AccessToken");

	private MsalCacheImport() {
	}

	static boolean isUnifiedCache(LoginJson json) {
		return json.hasObject(ACCOUNT) && CREDENTIALS.stream().anyMatch(json::hasObject);
	}

	static CachedLogin read(CachedLoginKey key, String text, LoginJson json) throws UnreadableLoginException {
		LoginJson account = onlyAccount(key, json);
		AuthenticationRecord record = new AuthenticationRecord(URI.create(key.authority()).getRawAuthority(),
				key.clientId(), account.string(HOME_ACCOUNT_ID), account.string("realm"), account.string("username"));
		// The other program does not count its changes: each is another login
		return new CachedLogin("imported-" + Integer.toHexString(text.hashCode()), 1, 1, text, record, null, null,
				null);
	}

	private static LoginJson onlyAccount(CachedLoginKey key, LoginJson json) throws UnreadableLoginException {
		Map<String, List<LoginJson>> byUser = new LinkedHashMap<>();
		LoginJson accounts = json.object(ACCOUNT);
		for (String name : accounts.names()) {
			LoginJson account = accounts.object(name);
			String user = account.string(HOME_ACCOUNT_ID);
			if (fits(key, account) && hasCredential(key, user, json)) {
				byUser.computeIfAbsent(user, (id) -> new ArrayList<>()).add(account);
			}
		}
		if (byUser.size() != 1) {
			throw new UnreadableLoginException(
					"This is a token cache of MSAL with "
							+ (byUser.isEmpty() ? "no account" : byUser.size() + " accounts")
							+ " for this application and authority, where it needs exactly one. "
							+ "Sign in with just one account there, or sign in anew here",
					UnreadableLoginException.Kind.CORRUPT);
		}
		Map.Entry<String, List<LoginJson>> user = byUser.entrySet().iterator().next();
		return ofTenant(key, user.getKey(), user.getValue());
	}

	// A guest has an entry for each tenant
	private static LoginJson ofTenant(CachedLoginKey key, String homeAccountId, List<LoginJson> accounts)
			throws UnreadableLoginException {
		if (accounts.size() == 1) {
			return accounts.get(0);
		}
		String homeTenant = homeAccountId.substring(homeAccountId.lastIndexOf('.') + 1);
		for (String tenant : List.of(key.tenantId(), homeTenant)) {
			for (LoginJson account : accounts) {
				if (tenant.equalsIgnoreCase(account.string("realm"))) {
					return account;
				}
			}
		}
		throw new UnreadableLoginException(
				"This is a token cache of MSAL with one account in several tenants, "
						+ "none of which is the tenant asked for. Configure the tenant, or sign in anew here",
				UnreadableLoginException.Kind.CORRUPT);
	}

	private static boolean fits(CachedLoginKey key, LoginJson entry) throws UnreadableLoginException {
		String host = URI.create(key.authority()).getRawAuthority();
		String environment = entry.string("environment");
		// MSAL files an account under any name of its cloud, and which one depends on the
		// language
		return environment.equalsIgnoreCase(host) || EntraCloud.isSameAuthority(host, environment);
	}

	private static boolean hasCredential(CachedLoginKey key, String homeAccountId, LoginJson json)
			throws UnreadableLoginException {
		for (String kind : CREDENTIALS) {
			if (!json.hasObject(kind)) {
				continue;
			}
			LoginJson credentials = json.object(kind);
			for (String name : credentials.names()) {
				LoginJson credential = credentials.object(name);
				// An application's own tokens have no account
				if (credential.has(HOME_ACCOUNT_ID) && homeAccountId.equals(credential.string(HOME_ACCOUNT_ID))
						&& key.clientId().equalsIgnoreCase(credential.string("client_id")) && fits(key, credential)) {
					return true;
				}
			}
		}
		return false;
	}

}
