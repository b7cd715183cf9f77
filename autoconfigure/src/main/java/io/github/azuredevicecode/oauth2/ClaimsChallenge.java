package io.github.azuredevicecode.oauth2;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.azuredevicecode.TokenRequest;
import org.jspecify.annotations.Nullable;

/**
 * Finds the claims challenge of Continuous Access Evaluation among the challenges of a
 * 401 (RFC 9110 section 11.6.1).
 */
final class ClaimsChallenge {

	private static final int MAX_LENGTH = 16 * 1024;

	private static final String TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";

	// A parameter of the challenge that is being read, or the scheme of the next one
	private static final Pattern PART = Pattern
		.compile("\\G[\\s,]*(?:(" + TOKEN + ")\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(" + TOKEN + "))(?=\\s*(?:,|$))|("
				+ TOKEN + ")(?:\\s+(?:[A-Za-z0-9._~+/-]+=*(?=\\s*(?:,|$)))?|\\s*(?=,|$)))");

	private ClaimsChallenge() {
	}

	/**
	 * Return the claims that a resource demands.
	 * @param challenges the values of the {@code WWW-Authenticate} headers
	 * @return the claims, a JSON object, or {@code null} if there is no usable challenge
	 */
	static @Nullable String find(Collection<String> challenges) {
		for (String header : challenges) {
			String claims = (header.length() <= MAX_LENGTH) ? find(header) : null;
			if (claims != null) {
				return claims;
			}
		}
		return null;
	}

	private static @Nullable String find(String header) {
		Map<String, String> parameters = new HashMap<>();
		boolean bearer = false;
		Matcher part = PART.matcher(header);
		while (part.find() && !part.group().isEmpty()) {
			if (part.group(4) != null) {
				String claims = bearer ? claims(parameters) : null;
				if (claims != null) {
					return claims;
				}
				parameters.clear();
				bearer = part.group(4).equalsIgnoreCase("Bearer");
			}
			else {
				String value = (part.group(2) != null) ? part.group(2).replaceAll("\\\\(.)", "$1") : part.group(3);
				parameters.put(part.group(1).toLowerCase(Locale.ROOT), value);
			}
		}
		return bearer ? claims(parameters) : null;
	}

	private static @Nullable String claims(Map<String, String> parameters) {
		String encoded = parameters.get("claims");
		if (encoded == null || !"insufficient_claims".equals(parameters.get("error"))) {
			return null;
		}
		try {
			String unpadded = encoded.replaceAll("=+$", "").replace('+', '-').replace('/', '_');
			String claims = new String(Base64.getUrlDecoder().decode(unpadded), StandardCharsets.UTF_8);
			return TokenRequest.of("any").withClaims(claims).claims();
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
