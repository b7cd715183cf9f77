package io.github.azuredevicecode.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The hosts that may receive a token, over https alone. Immutable.
 *
 * @since 0.1
 */
public final class AllowedHosts {

	// They come with any token, and name no API
	private static final Set<String> OPENID_SCOPES = Set.of("openid", "profile", "offline_access");

	private static final Pattern HOST = Pattern
		.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?)*"
				+ "|\\[[0-9A-Fa-f:.]+])(?::\\d{1,5})?");

	// Of a domain name with a port
	private static final int MAX_LENGTH = 253 + 6;

	private static final int HTTPS_PORT = 443;

	private static final int MAX_PORT = 65535;

	private final Set<String> hosts;

	private AllowedHosts(Set<String> hosts) {
		this.hosts = hosts;
	}

	/**
	 * Allow hosts by name.
	 * @param hosts the hosts, with their port where it is not 443
	 * @return the hosts
	 * @throws IllegalArgumentException if one is no host, such as a URL or a pattern
	 */
	public static AllowedHosts of(Collection<String> hosts) {
		Set<String> normalized = new LinkedHashSet<>();
		for (String host : hosts) {
			normalized.add(normalize(parse(host)));
		}
		return new AllowedHosts(normalized);
	}

	// It may be a password, and the message ends in logs
	private static String withoutUserInfo(String host) {
		int end = host.lastIndexOf('@');
		return (end >= 0) ? "***" + host.substring(end) : host;
	}

	private static URI parse(String host) {
		// What looks like a host may still be none, such as 1.2.3.999 or [::::]
		if (host.length() <= MAX_LENGTH && HOST.matcher(host).matches()) {
			try {
				URI uri = new URI("https://" + host);
				if (uri.getHost() != null && uri.getPort() <= MAX_PORT) {
					return uri;
				}
			}
			catch (URISyntaxException ex) {
				// The message below says more
			}
		}
		throw new IllegalArgumentException(
				"'" + withoutUserInfo(host) + "' is not a host; write a host name, and its port "
						+ "where it is not 443, such as graph.microsoft.com or localhost:8443");
	}

	/**
	 * Allow the hosts that scopes name.
	 * @param scopes the scopes; one without a resource is a scope of Microsoft Graph
	 * @param graphHost the host of Microsoft Graph
	 * @return the hosts, none if the resources are not named by https URLs
	 */
	static AllowedHosts ofScopes(Collection<String> scopes, String graphHost) {
		Set<String> hosts = new LinkedHashSet<>();
		for (String scope : scopes) {
			if (OPENID_SCOPES.contains(scope.toLowerCase(Locale.ROOT))) {
				continue;
			}
			if (!scope.contains("/") && !scope.contains(":")) {
				hosts.add(graphHost + ":" + HTTPS_PORT);
			}
			else if (scope.toLowerCase(Locale.ROOT).startsWith("https://")) {
				String host = hostOfScope(scope);
				if (host != null) {
					hosts.add(host);
				}
			}
		}
		return new AllowedHosts(hosts);
	}

	private static @Nullable String hostOfScope(String scope) {
		try {
			URI uri = URI.create(scope);
			return (uri.getHost() != null && uri.getRawUserInfo() == null) ? normalize(uri) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	/**
	 * Return whether a request may carry a token.
	 * @param uri where the request goes
	 * @return whether it goes to an allowed host over https
	 */
	boolean allow(URI uri) {
		return "https".equalsIgnoreCase(uri.getScheme()) && uri.getHost() != null && uri.getRawUserInfo() == null
				&& this.hosts.contains(normalize(uri));
	}

	int size() {
		return this.hosts.size();
	}

	private static String normalize(URI uri) {
		int port = (uri.getPort() != -1) ? uri.getPort() : HTTPS_PORT;
		return uri.getHost().toLowerCase(Locale.ROOT) + ":" + port;
	}

	@Override
	public String toString() {
		return this.hosts.toString();
	}

}
