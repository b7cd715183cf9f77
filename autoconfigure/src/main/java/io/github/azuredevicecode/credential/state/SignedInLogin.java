package io.github.azuredevicecode.credential.state;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.concurrent.Moment;
import org.jspecify.annotations.Nullable;

/**
 * A login with the account whose tokens are to be used. Immutable.
 *
 * @param login the login
 * @param homeAccountId the account, or {@code null} if nobody is signed in
 * @param configuredTenantId the tenant that the login is kept for
 * @param knownSince since when this process knows the tokens of the login
 */
public record SignedInLogin(CachedLogin login, @Nullable String homeAccountId, String configuredTenantId,
		Moment knownSince) {

	/**
	 * Returns another state of the login with the same account.
	 * @param login the state
	 * @param knownSince since when this process knows it
	 * @return the login
	 */
	public SignedInLogin withLogin(CachedLogin login, Moment knownSince) {
		return new SignedInLogin(login, this.homeAccountId, this.configuredTenantId, knownSince);
	}

	/**
	 * Returns the other name of a tenant: a login for {@code organizations} is one for
	 * the home tenant of its user, and its tokens may have been filed under either.
	 * @param tenantId the tenant
	 * @return the other name, or {@code null} if there is none
	 */
	public @Nullable String otherName(String tenantId) {
		AuthenticationRecord signedIn = this.login.authenticationRecord();
		String configured = this.configuredTenantId;
		if (signedIn == null || signedIn.tenantId().equalsIgnoreCase(configured)) {
			return null;
		}
		if (tenantId.equalsIgnoreCase(configured)) {
			return signedIn.tenantId();
		}
		return tenantId.equalsIgnoreCase(signedIn.tenantId()) ? configured : null;
	}

}
