package io.github.azuredevicecode.standin.authorization;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.azuredevicecode.standin.tenant.Endpoints;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * Endpoint that lists the endpoints of a tenant. At Entra, they are not below its issuer.
 */
@RestController
class MetadataController {

	static final String PATH = "/{tenant}/v2.0/.well-known/openid-configuration";

	private final Endpoints endpoints;

	MetadataController(Endpoints endpoints) {
		this.endpoints = endpoints;
	}

	@GetMapping(PATH)
	Map<String, Object> openIdConfiguration(@PathVariable String tenant) {
		String base = this.endpoints.authority() + "/" + tenant;
		Map<String, Object> metadata = new LinkedHashMap<>();
		metadata.put("issuer", this.endpoints.issuer());
		metadata.put("authorization_endpoint", base + Endpoints.AUTHORIZE_PATH);
		metadata.put("token_endpoint", base + Endpoints.TOKEN_PATH);
		metadata.put("device_authorization_endpoint", base + Endpoints.DEVICE_CODE_PATH);
		metadata.put("jwks_uri", base + Endpoints.KEYS_PATH);
		metadata.put("grant_types_supported", List.of(AuthorizationGrantType.DEVICE_CODE.getValue(),
				AuthorizationGrantType.REFRESH_TOKEN.getValue()));
		metadata.put("token_endpoint_auth_methods_supported", List.of("none"));
		metadata.put("response_types_supported", List.of("code"));
		metadata.put("subject_types_supported", List.of("pairwise"));
		metadata.put("id_token_signing_alg_values_supported", List.of("RS256"));
		metadata.put("scopes_supported", List.of("openid", "profile", "email", "offline_access"));
		return metadata;
	}

}
