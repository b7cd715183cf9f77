package io.github.azuredevicecode.identifier;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Addresses of authorities: a host, or an https URL without anything that could hide
 * where a request really goes.
 */
public final class Authorities {

	private static final String VERSION = "/v2.0";

	private Authorities() {
	}

	/**
	 * Brings the address of an authority into the form in which authorities are compared.
	 * @param authority a host, with a port if need be, or an https URL
	 * @return an https URL without a slash at the end
	 * @throws IllegalArgumentException if that is not the address of an authority
	 */
	public static String normalize(String authority) {
		String text = trimmed(authority);
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
		if (path.contains("@")) {
			throw invalid(authority, "The path of the value must not look like another host.");
		}
		return "https://" + uri.getHost().toLowerCase(Locale.ROOT) + port + path;
	}

	private static String trimmed(String authority) {
		int start = authority.startsWith("\uFEFF") ? 1 : 0;
		int end = authority.length();
		while (end > start && (authority.charAt(end - 1) == '/' || authority.charAt(end - 1) <= ' ')) {
			end--;
		}
		return authority.substring(start, end).strip();
	}

	/**
	 * Returns the tenant in the address of an authority, as MSAL writes it:
	 * {@code https://login.microsoftonline.com/<tenant>}.
	 * @param authority the normalized authority
	 * @return the tenant, or {@code null} if the path is none, or belongs to a private
	 * authority
	 * @throws IllegalArgumentException if an authority of Microsoft has a path that is
	 * not a tenant, or does not offer the device code flow
	 */
	public static @Nullable String tenantIn(String authority) {
		URI uri = URI.create(authority);
		if (uri.getHost().endsWith(".b2clogin.com")) {
			throw invalid(authority,
					"Azure AD B2C does not offer the device code flow. Use a tenant of Microsoft Entra "
							+ "ID or an external tenant (ciamlogin.com).");
		}
		String path = uri.getRawPath();
		if (path.isEmpty()) {
			return null;
		}
		String tenant = path.substring(1);
		tenant = tenant.endsWith(VERSION) ? tenant.substring(0, tenant.length() - VERSION.length()) : tenant;
		if (EntraCloud.isKnownAuthority(uri.getHost())) {
			if (tenant.indexOf('/') >= 0 || !Tenants.isValid(tenant)) {
				throw invalid(authority,
						"Its path must be a tenant and nothing else. Write the host alone, and set the "
								+ "tenant (azure.identity.device-code.tenant-id).");
			}
			return Tenants.canonical(tenant);
		}
		boolean name = tenant.indexOf('/') < 0 && Tenants.isValid(tenant) && Tenants.isName(tenant);
		return name ? Tenants.canonical(tenant) : null;
	}

	/**
	 * Returns an authority without its path.
	 * @param authority the normalized authority
	 * @return the authority
	 */
	public static String withoutPath(String authority) {
		return authority.substring(0, authority.length() - URI.create(authority).getRawPath().length());
	}

	/**
	 * Checks that an authority has the tenant that it needs.
	 * @param authority the normalized authority, without a tenant in it
	 * @param tenantId the tenant, or {@code null} if none is set
	 * @throws IllegalArgumentException if there is none
	 */
	public static void requireTenant(String authority, @Nullable String tenantId) {
		String host = URI.create(authority).getHost();
		if (host.endsWith(".ciamlogin.com") && (tenantId == null || Tenants.isForMany(tenantId))) {
			throw invalid(authority, "An external tenant (ciamlogin.com) needs its tenant: set "
					+ "azure.identity.device-code.tenant-id to its GUID or to <name>.onmicrosoft.com.");
		}
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
		return new IllegalArgumentException("'" + withoutUserInfo(authority) + "' is an invalid authority. " + rule);
	}

	// It may be a password, and the message ends in logs
	private static String withoutUserInfo(String address) {
		int end = address.lastIndexOf('@');
		return (end >= 0) ? "***" + address.substring(end) : address;
	}

}
