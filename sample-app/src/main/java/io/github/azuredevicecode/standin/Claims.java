package io.github.azuredevicecode.standin;

import java.util.Map;

/**
 * What Entra says of the user, in every token.
 */
final class Claims {

	private final StandInOptions options;

	Claims(StandInOptions options) {
		this.options = options;
	}

	Map<String, Object> ofUser() {
		return Map.of("sub", DemoUser.OBJECT_ID, "oid", DemoUser.OBJECT_ID, "tid", this.options.tenantId(), "name",
				DemoUser.DISPLAY_NAME, "preferred_username", DemoUser.USERNAME, "ver", "2.0");
	}

}
