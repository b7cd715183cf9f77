package io.github.azuredevicecode.entra.http;

import java.io.IOException;
import java.net.Authenticator;
import java.net.Authenticator.RequestorType;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Answers a proxy that wants a user name and a password, with those of the settings or
 * else of the JVM's {@link Authenticator}. The JDK's client would answer by itself, but
 * with an authenticator it does not hand on every answer of the service. Thread safe.
 */
final class ProxyAuthentication {

	static final String HEADER = "Proxy-Authorization";

	private static final String DISABLED_SCHEMES = "jdk.http.auth.tunneling.disabledSchemes";

	private static final String PREFIX = "azure.identity.device-code.http.";

	private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z-]{0,30}");

	private static final Pattern REALM = Pattern.compile("(?i)realm\\s{0,9}=\\s{0,9}\"([^\"]{0,200})\"");

	private final ConnectionSettings settings;

	private volatile @Nullable String accepted;

	ProxyAuthentication(ConnectionSettings settings) {
		this.settings = settings;
	}

	/**
	 * Returns what a proxy accepted or asked for before.
	 * @return the value of the header, or {@code null}
	 */
	@Nullable String header() {
		return this.accepted;
	}

	/**
	 * Answers a proxy.
	 * @param uri where the request was to go
	 * @param challenge the headers of the proxy's answer
	 * @param sent the header that the proxy did not accept, or {@code null}
	 * @return the header to send
	 * @throws IOException if there is none
	 */
	String answer(URI uri, HttpHeaders challenge, @Nullable String sent) throws IOException {
		InetSocketAddress address = this.settings.proxyAddress(uri);
		String proxy = (address != null) ? "the proxy " + address.getHostString() + ":" + address.getPort()
				: "the proxy";
		List<String> challenges = challenge.allValues("Proxy-Authenticate");
		String basic = challenges.stream()
			.filter((value) -> value.strip().toLowerCase(Locale.ROOT).startsWith("basic"))
			.findFirst()
			.orElse(null);
		if (basic == null && !challenges.isEmpty()) {
			throw new ProtocolException(proxy + " wants " + schemes(challenges)
					+ " (status 407), and only Basic is supported; run a local proxy that authenticates, and set "
					+ PREFIX + "proxy to its address");
		}
		ProxyCredentials credentials = credentials(uri, address, (basic != null) ? basic : "");
		if (credentials == null) {
			throw new ProtocolException(proxy + " wants a user name and a password (status 407); set " + PREFIX
					+ "proxy-username and " + PREFIX + "proxy-password");
		}
		String header = credentials.toBasic();
		if (header.equals(sent)) {
			this.accepted = null;
			throw new ProtocolException(isWithheld() ? proxy
					+ " wants a user name and a password (status 407), which Java does not send to a proxy for https "
					+ "addresses unless the JVM is started with -D" + DISABLED_SCHEMES + "= (with an empty value)"
					: proxy + " refuses the user name or the password (status 407); check " + PREFIX
							+ "proxy-username and " + PREFIX + "proxy-password");
		}
		this.accepted = header;
		return header;
	}

	private @Nullable ProxyCredentials credentials(URI uri, @Nullable InetSocketAddress proxy, String challenge)
			throws IOException {
		if (this.settings.proxyCredentials() != null || proxy == null) {
			return this.settings.proxyCredentials();
		}
		Matcher realm = REALM.matcher(challenge);
		PasswordAuthentication found = Authenticator.requestPasswordAuthentication(proxy.getHostString(),
				proxy.getAddress(), proxy.getPort(), "http", realm.find() ? realm.group(1) : "", "Basic", uri.toURL(),
				RequestorType.PROXY);
		return (found != null) ? ProxyCredentials.of(found) : null;
	}

	// Java's own file of settings names Basic, where the property is not set
	private static boolean isWithheld() {
		String disabled = System.getProperty(DISABLED_SCHEMES);
		return disabled == null || disabled.toLowerCase(Locale.ROOT).contains("basic");
	}

	private static String schemes(List<String> challenges) {
		return String.join(", ", challenges.stream().map((challenge) -> {
			Matcher scheme = SCHEME.matcher(challenge);
			return scheme.lookingAt() ? scheme.group() : "an unknown scheme";
		}).distinct().limit(5).toList());
	}

}
