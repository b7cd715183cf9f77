package io.github.azuredevicecode.standin;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.pem.PemSslStoreBundle;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;

/**
 * A client of Entra that sends what the protocol requires and nothing else.
 */
final class EntraClient {

	static final String SCOPES = "User.Read offline_access openid profile";

	private final StandIn standIn;

	private final HttpClient http;

	EntraClient(StandIn standIn) {
		this.standIn = standIn;
		this.http = HttpClient.newBuilder().sslContext(trusting(standIn).createSslContext()).build();
	}

	private static SslBundle trusting(StandIn standIn) {
		return SslBundle.of(new PemSslStoreBundle(null, PemSslStoreDetails.forCertificate(standIn.certificatePem())));
	}

	Answer requestDeviceCode(String clientId, String scopes) {
		return post("organizations/oauth2/v2.0/devicecode", Map.of("client_id", clientId, "scope", scopes));
	}

	Answer requestDeviceCode() {
		return requestDeviceCode(StandInOptions.DEFAULT_CLIENT_ID, SCOPES);
	}

	Answer poll(Answer device) {
		return poll("urn:ietf:params:oauth:grant-type:device_code", device.get("device_code"));
	}

	Answer poll(String grantType, String deviceCode) {
		return post("organizations/oauth2/v2.0/token", Map.of("client_id", StandInOptions.DEFAULT_CLIENT_ID,
				"grant_type", grantType, "device_code", deviceCode, "code", deviceCode, "client_info", "1"));
	}

	Answer refresh(String refreshToken) {
		return post("organizations/oauth2/v2.0/token", Map.of("client_id", StandInOptions.DEFAULT_CLIENT_ID,
				"grant_type", "refresh_token", "refresh_token", refreshToken, "scope", SCOPES, "client_info", "1"));
	}

	Answer me(String token) {
		return send(HttpRequest.newBuilder(this.standIn.apiBaseUri().resolve("/v1.0/me"))
			.header("Authorization", "Bearer " + token));
	}

	Answer get(String path) {
		return send(HttpRequest.newBuilder(this.standIn.authority().resolve(path)));
	}

	Answer post(String path, Map<String, String> form) {
		String body = form.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
		return send(HttpRequest.newBuilder(URI.create(this.standIn.authority() + "/" + path))
			.header("Content-Type", "application/x-www-form-urlencoded")
			.header("client-request-id", "11111111-2222-3333-4444-555555555555")
			.POST(BodyPublishers.ofString(body)));
	}

	private Answer send(HttpRequest.Builder request) {
		try {
			return new Answer(this.http.send(request.build(), BodyHandlers.ofString()));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	record Answer(HttpResponse<String> response) {

		int status() {
			return this.response.statusCode();
		}

		Map<String, Object> json() {
			return JsonMapper.shared().readValue(this.response.body(), new TypeReference<Map<String, Object>>() {

			});
		}

		String get(String name) {
			return String.valueOf(json().get(name));
		}

	}

}
