package io.github.azuredevicecode.standin.authorization;

import java.util.Map;

import io.github.azuredevicecode.standin.tenant.DemoUser;
import io.github.azuredevicecode.standin.tenant.Tenant;

/**
 * The claims about the user that every token contains.
 */
final class UserClaims {

	private final Tenant tenant;

	UserClaims(Tenant tenant) {
		this.tenant = tenant;
	}

	Map<String, Object> asMap() {
		return Map.of("sub", DemoUser.OBJECT_ID, "oid", DemoUser.OBJECT_ID, "tid", this.tenant.id(), "name",
				DemoUser.DISPLAY_NAME, "preferred_username", DemoUser.USERNAME, "ver", "2.0");
	}

}
