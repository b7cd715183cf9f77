package io.github.azuredevicecode.identifier;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * Addresses of authorities: a host, or an https URL without anything that could hide
 * where a request really goes.
 */
public final class Authorities {

	private Authorities() {
	}

	/**
	 * Brings the address of an authority into the form in which authorities are compared.
	 * @param authority a host, with a port if need be, or an https URL
	 * @return an https URL without a slash at the end
	 * @throws IllegalArgumentException if that is not the address of an authority
	 */
	public static String normalize(String authority) {
		String text = authority.strip();
		URI uri = parse(authority, text.contains("://") ? text : "https://" + text);
		if (!"https".equalsIgnoreCase(uri.getScheme())) {
			throw invalid(authority, "The value must be a TLS protected (https) URL.");
		}
		if (uri.getRawUserInfo() != null || uri.getRawQuery() != null || uri.getRawFragment() != null) {
			throw invalid(authority, "The value must have neither user-info nor a query nor a fragment.");
		}
		if (uri.getHost() == null || uri.getRawAuthority().endsWith(":")) {
			throw invalid(authority, "The value must be a host or a TLS protected (https) URL.");
		}
		String port = (uri.getPort() == -1 || uri.getPort() == 443) ? "" : ":" + uri.getPort();
		String path = uri.normalize().getRawPath().replaceFirst("/+$", "");
		if (path.contains("..")) {
			throw invalid(authority, "The path of the value must not leave its host.");
		}
		return "https://" + uri.getHost().toLowerCase(Locale.ROOT) + port + path;
	}

	private static URI parse(String authority, String text) {
		try {
			return new URI(text);
		}
		catch (URISyntaxException ex) {
			throw invalid(authority, "The value must be a host or a TLS protected (https) URL.");
		}
	}

	private static IllegalArgumentException invalid(String authority, String rule) {
		return new IllegalArgumentException("'" + authority + "' is an invalid authority. " + rule);
	}

}
