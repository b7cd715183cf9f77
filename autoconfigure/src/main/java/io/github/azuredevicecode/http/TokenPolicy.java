package io.github.azuredevicecode.http;

import java.net.URI;
import java.util.Collection;
import java.util.Set;

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
	 * @throws TokenNotAllowedException if it must not, or there are no scopes
	 */
	public void requireAllowed(URI uri) {
		if (this.scopes.isEmpty()) {
			throw new TokenNotAllowedException("There is nothing to ask for",
					"Set azure.identity.device-code.scopes, or use forScopes(...)");
		}
		if (this.hosts.allow(uri)) {
			return;
		}
		String description = "The token for " + this.scopes + " must not go to " + describe(uri);
		if (uri.getRawUserInfo() != null) {
			throw new TokenNotAllowedException(description + ", whose URL contains a user name or a password",
					"Remove what stands before the @");
		}
		if (!"https".equalsIgnoreCase(uri.getScheme())) {
			throw new TokenNotAllowedException(description + ". It is given over https alone",
					"Use an https URL, or do not add the token to this client");
		}
		throw new TokenNotAllowedException(
				description + ". It is given over https alone, and to these hosts: " + this.hosts,
				"If the client should not send the token, take the interceptor or filter off it: add it only to "
						+ "clients that call these hosts. Only if the token is meant for this host, add the host to "
						+ "azure.identity.device-code.allowed-hosts or use forHosts(...)");
	}

	private static String describe(URI uri) {
		String authority = uri.getRawAuthority();
		return uri.getScheme() + "://"
				+ ((authority != null) ? authority.substring(authority.lastIndexOf('@') + 1) : "");
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
