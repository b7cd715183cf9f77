package io.github.azuredevicecode.entra;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.entra.http.EntraResponse;
import io.github.azuredevicecode.json.JsonObjects;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the service says of a failure (RFC 6749 section 5.2, RFC 8628 section 3.5).
 */
public final class ServiceErrorParser {

	private static final int SHORTEST_SECRET = 8;

	private static final Set<String> USER_NEEDED = Set.of("invalid_grant", "interaction_required", "login_required",
			"consent_required");

	private static final Pattern AADSTS = Pattern.compile("AADSTS\\d{1,10}");

	private static final Pattern CODE = Pattern.compile("\\d{1,10}");

	private ServiceErrorParser() {
	}

	/**
	 * Reads an error.
	 * @param answer the answer
	 * @param secrets what must not be shown even if the service repeats it
	 * @return the error, or {@code null} if the answer tells of none in the form of OAuth
	 */
	public static @Nullable ServiceError parse(EntraResponse answer, String... secrets) {
		Map<String, @Nullable Object> json;
		try {
			json = JsonObjects.parse(answer.body());
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
		// A short one may stand in a code by chance, such as in "authorization_pending"
		String[] longSecrets = Arrays.stream(secrets)
			.filter((secret) -> secret.length() >= SHORTEST_SECRET)
			.toArray(String[]::new);
		String code = text(json.get("error"), longSecrets);
		if (code == null) {
			return null;
		}
		String description = text(json.get("error_description"), secrets);
		String aadsts = aadstsCode(description, json.get("error_codes"));
		String correlationId = text(json.get("correlation_id"), longSecrets);
		if (correlationId == null) {
			correlationId = text(answer.header("client-request-id"), longSecrets);
		}
		return new ServiceError(code, description, aadsts, advice(code, aadsts), correlationId,
				claims(json.get("claims"), longSecrets));
	}

	/**
	 * Returns whether only a user can mend the failure.
	 * @param error the error
	 * @return whether to prompt
	 */
	public static boolean isUserNeeded(ServiceError error) {
		return USER_NEEDED.contains(error.errorCode());
	}

	// Before it is shortened, which could leave the beginning of a secret, and after
	// characters that hid it are gone
	private static @Nullable String text(@Nullable Object value, String... secrets) {
		String clean = (value instanceof String text) ? SafeText.cleanOrNull(redact(text, secrets)) : null;
		return (clean != null) ? redact(clean, secrets) : null;
	}

	private static String redact(String text, String... secrets) {
		String redacted = text;
		for (String secret : secrets) {
			redacted = secret.isEmpty() ? redacted : redacted.replace(secret, "***");
		}
		return redacted;
	}

	// The general code of invalid_grant; any other error says more than this code
	private static @Nullable String advice(String errorCode, @Nullable String aadstsCode) {
		return ("AADSTS70000".equals(aadstsCode) && !errorCode.equals("invalid_grant")) ? null
				: AadstsAdvice.orLink(aadstsCode);
	}

	private static @Nullable String aadstsCode(@Nullable String description, @Nullable Object codes) {
		if (description != null) {
			Matcher matcher = AADSTS.matcher(description);
			if (matcher.find()) {
				return matcher.group();
			}
		}
		Object first = (codes instanceof List<?> list && !list.isEmpty()) ? list.get(0) : null;
		String digits = String.valueOf(first);
		return (first != null && CODE.matcher(digits).matches()) ? "AADSTS" + digits : null;
	}

	// Claims that cannot be sent back are of no use
	private static @Nullable String claims(@Nullable Object claims, String... secrets) {
		if (!(claims instanceof String json) || !redact(json, secrets).equals(json)) {
			return null;
		}
		try {
			JsonObjects.parse(json);
			return json;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
