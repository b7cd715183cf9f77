package io.github.azuredevicecode.credential.signin;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.concurrent.Moment;
import io.github.azuredevicecode.entra.AuthenticationFailures;
import io.github.azuredevicecode.entra.Claims;
import io.github.azuredevicecode.entra.EntraEndpoints;
import io.github.azuredevicecode.entra.ServiceErrorParser;
import io.github.azuredevicecode.entra.TenantResolver;
import io.github.azuredevicecode.entra.http.EntraRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;

/**
 * The requests of a sign-in to the service: the device authorization request and the
 * device access token requests (RFC 8628 sections 3.1 and 3.4).
 */
final class DeviceAuthorizationClient {

	private static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";

	private final TokenRequest request;

	private final EntraEndpoints endpoints;

	private final SignInContext resources;

	DeviceAuthorizationClient(TokenRequest request, SignInContext resources) {
		this.request = request;
		this.endpoints = EntraEndpoints.of(resources.authority().authority(), TenantResolver.resolved(request));
		this.resources = resources;
	}

	/**
	 * Asks for a code.
	 * @param attemptId the correlation id
	 * @return the code; fails with a {@link ClientAuthenticationException} if the answer
	 * is none
	 */
	CompletableFuture<DeviceAuthorizationResponse> requestCode(String attemptId) {
		CompletableFuture<EntraResponse> answer = Futures.compose(
				this.resources.discovery().confirm(TenantResolver.resolved(this.request)),
				(confirmed) -> this.resources.transport()
					.send(new EntraRequest(this.endpoints.deviceAuthorization(), authorizationForm(),
							headers(attemptId))));
		return Futures.propagateCancel(answer.thenApply(this::readCode), answer);
	}

	/**
	 * Puts into words why there is no code.
	 * @param failure the failure of {@link #requestCode(String)}
	 * @return the failure
	 */
	ClientAuthenticationException notBegun(Throwable failure) {
		return AuthenticationFailures.unreachable(this.endpoints.deviceAuthorization(), failure);
	}

	private DeviceAuthorizationResponse readCode(EntraResponse answer) {
		ServiceError error = ServiceErrorParser.parse(answer);
		if (error != null) {
			throw AuthenticationFailures.notBegun(error, answer, this.resources.time().instant());
		}
		URI uri = this.endpoints.deviceAuthorization();
		if (answer.status() != 200) {
			throw AuthenticationFailures.unusable(uri, answer, this.resources.time().instant(),
					"couldn't begin authentication");
		}
		try {
			return DeviceAuthorizationResponse.parse(answer.body(), answer.issuedAt(Moment.now(this.resources.time())));
		}
		catch (IllegalArgumentException ex) {
			throw AuthenticationFailures.invalidJson(uri, answer, String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Asks whether the user has answered.
	 * @param deviceCode the secret that is polled with
	 * @param attemptId the correlation id
	 * @return the answer
	 */
	CompletableFuture<EntraResponse> poll(String deviceCode, String attemptId) {
		return this.resources.transport()
			.send(new EntraRequest(this.endpoints.token(), tokenForm(deviceCode), headers(attemptId)).withoutRetries());
	}

	private Map<String, String> authorizationForm() {
		Set<String> scopes = new LinkedHashSet<>(this.request.scopes());
		scopes.addAll(List.of("offline_access", "openid", "profile"));
		Map<String, String> form = new LinkedHashMap<>();
		form.put("client_id", this.resources.authority().clientId());
		form.put("scope", String.join(" ", scopes));
		addClaims(form);
		return form;
	}

	private Map<String, String> tokenForm(String deviceCode) {
		Map<String, String> form = new LinkedHashMap<>();
		form.put("grant_type", GRANT_TYPE);
		form.put("client_id", this.resources.authority().clientId());
		form.put("device_code", deviceCode);
		// The name of the parameter before RFC 8628, which older authorities read
		form.put("code", deviceCode);
		form.put("client_info", "1");
		addClaims(form);
		return form;
	}

	private void addClaims(Map<String, String> form) {
		String claims = Claims.toParameter(this.request.claims(), this.request.mode());
		if (claims != null) {
			form.put("claims", claims);
		}
	}

	private static Map<String, String> headers(String attemptId) {
		return Map.of("client-request-id", attemptId, "return-client-request-id", "true");
	}

}
