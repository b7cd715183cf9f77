package io.github.azuredevicecode.msal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.identifier.EntraCloud;

/**
 * Reader of the accounts in a login that another program has written, in the unified
 * cache format of MSAL.
 */
public final class CachedAccounts {

	private CachedAccounts() {
	}

	/**
	 * Finds the accounts.
	 * @param tokenCache the tokens of the login
	 * @param clientId the application
	 * @param authorityHost the host of the authority
	 * @return one record for each account
	 */
	public static List<AuthenticationRecord> find(String tokenCache, String clientId, String authorityHost) {
		Map<String, AuthenticationRecord> accounts = new LinkedHashMap<>();
		if (StoredTokens.parse(tokenCache).get("Account") instanceof Map<?, ?> entries) {
			for (Object entry : entries.values()) {
				if (entry instanceof Map<?, ?> account && isOf(account, authorityHost)) {
					String id = string(account, "home_account_id");
					String username = string(account, "username");
					String homeTenant = id.substring(id.lastIndexOf('.') + 1);
					AuthenticationRecord record = new AuthenticationRecord(authorityHost, clientId, id, homeTenant,
							username.isEmpty() ? id : username);
					accounts.putIfAbsent(id, record);
				}
			}
		}
		return List.copyOf(accounts.values());
	}

	private static boolean isOf(Map<?, ?> account, String authorityHost) {
		String environment = string(account, "environment").toLowerCase(Locale.ROOT);
		return !string(account, "home_account_id").isEmpty()
				&& (environment.equals(authorityHost) || EntraCloud.isSameAuthority(authorityHost, environment));
	}

	private static String string(Map<?, ?> entry, String name) {
		return (entry.get(name) instanceof String value) ? value : "";
	}

}
