package io.github.azuredevicecode.entra;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.github.azuredevicecode.TokenRequest;
import org.jspecify.annotations.Nullable;

/**
 * What is known of Microsoft's hosts.
 */
public final class EntraCloud {

	static final String PUBLIC = "login.microsoftonline.com";

	private static final Set<String> AUTHORITIES = Set.of(PUBLIC, "login.microsoft.com", "login.windows.net",
			"sts.windows.net", "login.chinacloudapi.cn", "login.partner.microsoftonline.cn", "login.microsoftonline.de",
			"login-us.microsoftonline.com", "login.microsoftonline.us", "login.usgovcloudapi.net",
			"login.sovcloud-identity.fr", "login.sovcloud-identity.de", "login.sovcloud-identity.sg");

	private static final Set<String> VERIFICATION_PAGES = Set.of("microsoft.com", "www.microsoft.com", "login.live.com",
			"microsoft.us", "www.microsoft.us", "microsoft.cn", "www.microsoft.cn");

	// The double slash is what the management API's audience asks for
	private static final Map<String, String> MANAGEMENT_SCOPES = Map.of(PUBLIC,
			"https://management.core.windows.net//.default", "login.chinacloudapi.cn",
			"https://management.core.chinacloudapi.cn//.default", "login.microsoftonline.us",
			"https://management.core.usgovcloudapi.net//.default");

	private EntraCloud() {
	}

	static boolean isKnownAuthority(String host) {
		return AUTHORITIES.contains(host) || host.endsWith(".b2clogin.com") || host.endsWith(".ciamlogin.com");
	}

	public static boolean isTrustedVerificationUri(URI uri, URI authority) {
		if (!"https".equalsIgnoreCase(uri.getScheme()) || uri.getHost() == null || uri.getRawUserInfo() != null) {
			return false;
		}
		String host = uri.getHost().toLowerCase(Locale.ROOT);
		return AUTHORITIES.contains(host) || VERIFICATION_PAGES.contains(host)
				|| host.equalsIgnoreCase(authority.getHost());
	}

	public static @Nullable TokenRequest defaultRequest(String authority) {
		String scope = MANAGEMENT_SCOPES.get(authority.substring("https://".length()));
		return (scope != null) ? TokenRequest.of(scope) : null;
	}

}
