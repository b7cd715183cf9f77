package io.github.azuredevicecode.http;

import java.net.URI;
import java.util.Collection;
import java.util.Set;

/**
 * The rules by which a client sends a token, for {@code RestClient} and
 * {@code WebClient}, which refuse a request in the same words. Immutable.
 */
final class TokenPolicy {

	private final Set<String> scopes;

	private final AllowedHosts hosts;

	/**
	 * Creates a policy.
	 * @param scopes the scopes of the token; empty if there is nothing to ask for
	 * @param hosts where the token may go
	 */
	TokenPolicy(Set<String> scopes, TokenHosts hosts) {
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
	void requireAllowed(URI uri) {
		if (this.scopes.isEmpty()) {
			throw new TokenNotAllowedException("The application asks for no scopes",
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
			throw new TokenNotAllowedException(description + ". It is sent only over https",
					"Use an https URL, or do not apply the token to this client");
		}
		throw new TokenNotAllowedException(
				description + ". It is sent only over https, and to these hosts: " + this.hosts,
				"If the client should not send the token, do not apply it to the builder of that client. Only if the "
						+ "token is meant for this host, add the host to azure.identity.device-code.allowed-hosts or use "
						+ "forHosts(...)");
	}

	private static String describe(URI uri) {
		String authority = uri.getRawAuthority();
		return uri.getScheme() + "://"
				+ ((authority != null) ? authority.substring(authority.lastIndexOf('@') + 1) : "");
	}

	static TokenNotAllowedException unknownRegistration(String registrationId, Collection<String> known) {
		UnknownRegistrationException unknown = new UnknownRegistrationException(registrationId, known);
		return new TokenNotAllowedException(unknown.getDescription(), unknown.getAdvice());
	}

}
