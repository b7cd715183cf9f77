package io.github.azuredevicecode.identifier;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Names of tenants: a GUID, a domain name, or one of Entra's words for many tenants.
 */
public final class Tenants {

	// A single or double dot would be resolved as a path segment
	private static final Pattern TENANT = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9.-]+");

	private static final Set<String> WORDS = Set.of(EntraCloud.ORGANIZATIONS, EntraCloud.COMMON, "consumers",
			EntraCloud.ADFS);

	private static final Pattern GUID = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

	private Tenants() {
	}

	/**
	 * Checks that a text can be the name of a tenant.
	 * @param tenantId the text
	 * @return the text
	 * @throws IllegalArgumentException if it cannot
	 */
	public static String requireValid(@Nullable String tenantId) {
		if (tenantId == null || !isValid(tenantId)) {
			throw new IllegalArgumentException("Invalid tenant ID provided. You can locate your tenant ID by following "
					+ "the instructions here: https://learn.microsoft.com/partner-center/find-ids-and-domain-names");
		}
		return tenantId;
	}

	static boolean isValid(String tenantId) {
		return TENANT.matcher(tenantId).matches();
	}

	static boolean isName(String tenantId) {
		return isGuid(tenantId) || isDomain(tenantId) || WORDS.contains(tenantId.toLowerCase(Locale.ROOT));
	}

	static boolean isForMany(String tenantId) {
		return WORDS.contains(tenantId.toLowerCase(Locale.ROOT));
	}

	/**
	 * Returns the one form of the name of a tenant. GUIDs, domain names and Entra's words
	 * for many tenants have no case.
	 * @param tenantId the name
	 * @return the name in lower case, or any other text as it is
	 */
	public static String canonical(String tenantId) {
		return isName(tenantId) ? tenantId.toLowerCase(Locale.ROOT) : tenantId;
	}

	/**
	 * Returns whether a name is a GUID. A tenant has one, beside its domain names.
	 * @param name the name of a tenant, or the id of an application
	 * @return whether it is a GUID
	 */
	public static boolean isGuid(String name) {
		return GUID.matcher(name).matches();
	}

	/**
	 * Returns whether a name is a domain name, which Entra maps to a GUID.
	 * @param tenantId the name of a tenant
	 * @return whether it is a domain name
	 */
	public static boolean isDomain(String tenantId) {
		return tenantId.indexOf('.') >= 0;
	}

}
