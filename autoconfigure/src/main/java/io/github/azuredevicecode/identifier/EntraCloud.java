package io.github.azuredevicecode.identifier;

import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The clouds of Microsoft Entra: their hosts, and what a user signs in for by default.
 */
public enum EntraCloud {

	/**
	 * The public cloud.
	 */
	PUBLIC("login.microsoftonline.com",
			Set.of("login.microsoft.com", "login.windows.net", "sts.windows.net", "login-us.microsoftonline.com"),
			"graph.microsoft.com", "https://management.core.windows.net//.default",
			Set.of("microsoft.com", "www.microsoft.com", "login.live.com")),

	/**
	 * The cloud of the government of the United States.
	 */
	US_GOVERNMENT("login.microsoftonline.us", Set.of("login.usgovcloudapi.net"), "graph.microsoft.us",
			"https://management.core.usgovcloudapi.net//.default", Set.of("microsoft.us", "www.microsoft.us")),

	/**
	 * The cloud in China, operated by 21Vianet.
	 */
	CHINA("login.chinacloudapi.cn", Set.of("login.partner.microsoftonline.cn"), "microsoftgraph.chinacloudapi.cn",
			"https://management.core.chinacloudapi.cn//.default", Set.of("microsoft.cn", "www.microsoft.cn")),

	/**
	 * The former cloud in Germany.
	 */
	GERMANY("login.microsoftonline.de"),

	/**
	 * The sovereign cloud in France.
	 */
	BLEU("login.sovcloud-identity.fr"),

	/**
	 * The sovereign cloud in Germany.
	 */
	DELOS("login.sovcloud-identity.de"),

	/**
	 * The sovereign cloud in Singapore.
	 */
	GOV_SG("login.sovcloud-identity.sg");

	/**
	 * The tenant that stands for the work and school accounts of all tenants.
	 */
	public static final String ORGANIZATIONS = "organizations";

	/**
	 * The tenant that stands for all accounts.
	 */
	public static final String COMMON = "common";

	/**
	 * The tenant that stands for an ADFS, which has no tenants.
	 */
	public static final String ADFS = "adfs";

	private static final int HTTPS_PORT = 443;

	// Other paths of these hosts belong to others, and some redirect anywhere
	private static final Pattern VERIFICATION_PATH = Pattern
		.compile("/(?:devicelogin|device|link|oauth20_remoteconnect)[\\w.]*/?");

	private final String authorityHost;

	private final Set<String> aliases;

	private final String graphHost;

	// The double slash is what the management API's audience asks for
	private final @Nullable String managementScope;

	private final Set<String> verificationPages;

	EntraCloud(String authorityHost) {
		this(authorityHost, Set.of(), "graph.microsoft.com", null, Set.of());
	}

	EntraCloud(String authorityHost, Set<String> aliases, String graphHost, @Nullable String managementScope,
			Set<String> verificationPages) {
		this.authorityHost = authorityHost;
		this.aliases = aliases;
		this.graphHost = graphHost;
		this.managementScope = managementScope;
		this.verificationPages = verificationPages;
	}

	/**
	 * Returns the host of the authority.
	 * @return the main host
	 */
	public String authorityHost() {
		return this.authorityHost;
	}

	/**
	 * Returns whether a host is one of Microsoft's authorities.
	 * @param host the host in lower case
	 * @return whether it needs no instance discovery
	 */
	public static boolean isKnownAuthority(String host) {
		return find(host) != null || host.endsWith(".b2clogin.com") || host.endsWith(".ciamlogin.com");
	}

	/**
	 * Returns whether the page on which users enter codes is Microsoft's or the
	 * authority's own.
	 * @param uri the page
	 * @param authority the authority
	 * @return whether people can trust it
	 */
	public static boolean isTrustedVerificationUri(URI uri, URI authority) {
		if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || uri.getRawUserInfo() != null) {
			return false;
		}
		String host = uri.getHost().toLowerCase(Locale.ROOT);
		boolean page = uri.getRawPath() != null && VERIFICATION_PATH.matcher(uri.getRawPath()).matches()
				&& Arrays.stream(values()).anyMatch((cloud) -> cloud.verificationPages.contains(host));
		return (port(uri) == HTTPS_PORT && (page || find(host) != null))
				|| (host.equalsIgnoreCase(authority.getHost()) && port(uri) == port(authority));
	}

	private static int port(URI uri) {
		return (uri.getPort() != -1) ? uri.getPort() : HTTPS_PORT;
	}

	/**
	 * Returns the scope that a user signs in for by default.
	 * @param authority the normalized authority, an https URL without a slash at the end
	 * @return the scope, or {@code null} if the authority is not the main host of a cloud
	 * with a default
	 */
	public static @Nullable String defaultScope(String authority) {
		String host = authority.substring("https://".length());
		EntraCloud cloud = find(host);
		return (cloud != null && cloud.managementScope != null && cloud.authorityHost.equals(host))
				? cloud.managementScope : null;
	}

	/**
	 * Returns the host of Microsoft Graph.
	 * @param authorityHost the host of the authority
	 * @return the host of Microsoft Graph in its cloud, that of the public cloud for an
	 * authority that belongs to none
	 */
	public static String graphHost(String authorityHost) {
		EntraCloud cloud = find(authorityHost);
		return ((cloud != null) ? cloud : PUBLIC).graphHost;
	}

	/**
	 * Returns whether two hosts are the same authority: a cloud has several names.
	 * @param first a host in lower case
	 * @param second a host in lower case
	 * @return whether they are equal, or names of one cloud
	 */
	public static boolean isSameAuthority(String first, String second) {
		EntraCloud cloud = find(first);
		return first.equals(second) || (cloud != null && cloud == find(second));
	}

	/**
	 * Returns the one name of an authority, since a cloud has several hosts.
	 * @param authority the normalized authority, an https URL without a slash at the end
	 * @return the authority with the main host of its cloud, or itself if it belongs to
	 * none
	 */
	public static String mainAuthority(String authority) {
		EntraCloud cloud = find(authority.substring("https://".length()));
		return (cloud != null) ? "https://" + cloud.authorityHost : authority;
	}

	private static @Nullable EntraCloud find(String host) {
		for (EntraCloud cloud : values()) {
			if (cloud.authorityHost.equals(host) || cloud.aliases.contains(host)) {
				return cloud;
			}
		}
		return null;
	}

}
