package io.github.azuredevicecode.credential.signin;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.azuredevicecode.concurrent.Moment;
import io.github.azuredevicecode.entra.JsonValues;
import io.github.azuredevicecode.entra.SafeText;
import io.github.azuredevicecode.json.JsonObjects;
import org.jspecify.annotations.Nullable;

/**
 * A device authorization answer (RFC 8628 section 3.2), its texts cleared for display.
 * The string form shows neither code.
 *
 * @param deviceCode the secret that is polled with
 * @param userCode the code that the user enters
 * @param verificationUri the page on which the user enters it
 * @param lifetime how long the codes live
 * @param interval the time between polls, or {@code null} if the service gave none
 * @param message the service's sentence for the user
 * @param issuedAt from when on the lifetime counts
 */
record DeviceAuthorizationResponse(String deviceCode, String userCode, URI verificationUri, Duration lifetime,
		@Nullable Duration interval, String message, Moment issuedAt) {

	private static final Duration DEFAULT_LIFETIME = Duration.ofSeconds(1800);

	// What people can read and type (RFC 8628 section 6.1)
	private static final Pattern USER_CODE = Pattern.compile("[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,62}[A-Za-z0-9])?");

	DeviceAuthorizationResponse {
		// The code of another process comes from a store, which others may write to
		userCode = SafeText.clean(userCode);
		message = SafeText.clean(message);
		if (!SafeText.clean(verificationUri.toString()).equals(verificationUri.toString())) {
			verificationUri = URI.create(verificationUri.toASCIIString());
		}
	}

	/**
	 * Reads an answer.
	 * @param body the JSON
	 * @param issuedAt from when on its lifetimes count
	 * @return the answer
	 * @throws IllegalArgumentException if a required part is missing or unusable
	 */
	static DeviceAuthorizationResponse parse(String body, Moment issuedAt) {
		Map<String, @Nullable Object> json = JsonObjects.parse(body);
		String deviceCode = required(json, "device_code");
		String userCode = SafeText.clean(required(json, "user_code"));
		if (!USER_CODE.matcher(userCode).matches()) {
			throw new IllegalArgumentException(
					"'user_code' has characters that no code has, or is longer than 64 characters");
		}
		// Some authorities still write the name of an early draft
		String draftUri = JsonValues.string(json, "verification_url");
		boolean draft = draftUri != null && JsonValues.string(json, "verification_uri") == null;
		URI verificationUri = toUri((draft && draftUri != null) ? draftUri : required(json, "verification_uri"));
		Duration lifetime = JsonValues.seconds(json, "expires_in");
		String message = SafeText.cleanOrNull(json.get("message"));
		return new DeviceAuthorizationResponse(deviceCode, userCode, verificationUri,
				(lifetime != null) ? lifetime : DEFAULT_LIFETIME, JsonValues.seconds(json, "interval"),
				(message != null) ? message : "To sign in, use a web browser to open the page " + verificationUri
						+ " and enter the code " + userCode + " to authenticate.",
				issuedAt);
	}

	private static String required(Map<String, @Nullable Object> json, String name) {
		String value = JsonValues.string(json, name);
		if (value == null) {
			throw new IllegalArgumentException("'" + name + "' is missing");
		}
		return value;
	}

	private static URI toUri(String text) {
		try {
			return new URI(SafeText.clean(text));
		}
		catch (URISyntaxException ex) {
			throw new IllegalArgumentException("'verification_uri' is not a URI");
		}
	}

	@Override
	public String toString() {
		return "DeviceAuthorizationResponse[verificationUri=" + this.verificationUri + ", lifetime=" + this.lifetime
				+ ", interval=" + this.interval + "]";
	}

}
