package io.github.azuredevicecode.credential;

import io.github.azuredevicecode.concurrent.ExecutionSettings;
import io.github.azuredevicecode.concurrent.Observability;
import io.github.azuredevicecode.credential.signin.SignInPolicy;
import io.github.azuredevicecode.credential.state.CacheSettings;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.entra.http.ConnectionSettings;

/**
 * The settings of a credential, with all defaults resolved, in groups by who reads them.
 * Immutable.
 *
 * @param authority the application and where to sign in to it
 * @param connection the connection to the authority
 * @param signIn when and how a user is asked
 * @param cache where logins are kept
 * @param execution the threads
 * @param observability who learns of what happens
 */
public record DeviceCodeCredentialSettings(AuthoritySettings authority, ConnectionSettings connection,
		SignInPolicy signIn, CacheSettings cache, ExecutionSettings execution, Observability observability) {

}
