package io.github.azuredevicecode.http;

import java.net.URI;
import java.util.Collection;
import java.util.Set;

import org.springframework.util.Assert;

/**
 * The rules by which a client sends a token, for {@code RestClient} and
 * {@code WebClient}, which refuse a request in the same words. Immutable.
 *
 * @since 0.1
 */
public final class TokenPolicy {

	private final Set<String> scopes;

	private final AllowedHosts hosts;

	/**
	 * Creates a policy.
	 * @param scopes the scopes of the token; empty if there is nothing to ask for
	 * @param hosts where the token may go
	 */
	public TokenPolicy(Set<String> scopes, TokenHosts hosts) {
		this.scopes = scopes;
		this.hosts = hosts.of(scopes);
	}

	/**
	 * Returns the scopes of the token.
	 * @return the scopes
	 */
	Set<String> scopes() {
		return this.scopes;
	}

	/**
	 * Requires that a request may carry the token.
	 * @param uri where the request goes
	 * @throws IllegalStateException if it must not, or there are no scopes
	 */
	public void requireAllowed(URI uri) {
		Assert.state(!this.scopes.isEmpty(),
				"There is nothing to ask for. Set azure.identity.device-code.scopes, or use forScopes(...)");
		Assert.state(this.hosts.allow(uri),
				() -> "The token for " + this.scopes + " must not go to " + uri.getScheme() + "://"
						+ uri.getRawAuthority() + ". It is given over https alone, and to these hosts: " + this.hosts
						+ ". To allow another, set azure.identity.device-code.allowed-hosts or use forHosts(...)");
	}

	/**
	 * Describes a client registration that does not exist.
	 * @param registrationId the id that was asked for
	 * @param known the registrations of the configured credentials
	 * @return what is missing and how to add it
	 */
	public static String unknownRegistration(String registrationId, Collection<String> known) {
		return "There is no client registration '" + registrationId + "' with the device_code grant. The configured "
				+ "credentials have " + known + ". Configure a credential with that name, or a client registration "
				+ "with that id and authorization-grant-type=urn:ietf:params:oauth:grant-type:device_code";
	}

}
