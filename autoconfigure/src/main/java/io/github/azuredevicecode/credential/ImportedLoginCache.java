package io.github.azuredevicecode.credential;

import java.util.List;
import java.util.function.Predicate;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.credential.state.DelegatingTokenCache;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.msal.CachedAccounts;
import org.jspecify.annotations.Nullable;

/**
 * Token cache in which another program may have kept several accounts. The record of the
 * credential chooses one of them, or else the expected users, if just one of them is
 * expected.
 */
final class ImportedLoginCache extends DelegatingTokenCache {

	private final AuthoritySettings authority;

	private final Predicate<AuthenticationRecord> chosen;

	ImportedLoginCache(TokenCache cache, AuthoritySettings authority, @Nullable AuthenticationRecord record,
			Predicate<AuthenticationRecord> expectedUser) {
		super(cache);
		this.authority = authority;
		this.chosen = (record != null) ? (account) -> account.homeAccountId().equalsIgnoreCase(record.homeAccountId())
				: expectedUser;
	}

	@Override
	public CachedLogin load(CachedLoginKey key) {
		CachedLogin login = super.load(key);
		if (login.authenticationRecord() != null || login.tokenCache().isEmpty()) {
			return login;
		}
		List<AuthenticationRecord> accounts = CachedAccounts
			.find(login.tokenCache(), this.authority.clientId(), this.authority.authorityHost())
			.stream()
			.filter(this.chosen)
			.toList();
		return (accounts.size() != 1) ? login : new CachedLogin(login.lineage(), login.generation(), login.version(),
				login.tokenCache(), accounts.get(0), login.signedInAt(), login.pending(), login.refreshLease());
	}

}
