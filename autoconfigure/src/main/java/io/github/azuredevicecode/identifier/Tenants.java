package io.github.azuredevicecode.identifier;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Names of tenants: a GUID, a domain name, or one of Entra's words for many tenants.
 */
public final class Tenants {

	// A single or double dot would be resolved as a path segment
	private static final Pattern TENANT = Pattern.compile("(?!\\.{1,2}$)[A-Za-z0-9.-]+");

	private Tenants() {
	}

	/**
	 * Checks that a text can be the name of a tenant.
	 * @param tenantId the text
	 * @return the text
	 * @throws IllegalArgumentException if it cannot
	 */
	public static String requireValid(@Nullable String tenantId) {
		if (tenantId == null || !TENANT.matcher(tenantId).matches()) {
			throw new IllegalArgumentException("Invalid tenant ID provided. You can locate your tenant ID by following "
					+ "the instructions here: https://learn.microsoft.com/partner-center/find-ids-and-domain-names");
		}
		return tenantId;
	}

}
