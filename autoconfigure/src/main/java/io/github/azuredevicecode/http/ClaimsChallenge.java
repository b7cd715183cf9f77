package io.github.azuredevicecode.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;

import io.github.azuredevicecode.TokenRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds the claims challenge of Continuous Access Evaluation among the challenges of a
 * 401.
 */
final class ClaimsChallenge {

	private static final Log logger = LogFactory.getLog(ClaimsChallenge.class);

	private static final int MAX_LENGTH = 16 * 1024;

	private ClaimsChallenge() {
	}

	/**
	 * Return the claims that a resource demands.
	 * @param headers the values of the {@code WWW-Authenticate} headers
	 * @return the claims, a JSON object, or {@code null} if there is no usable challenge
	 */
	static @Nullable String find(Collection<String> headers) {
		for (String header : headers) {
			if (header.length() > MAX_LENGTH) {
				logger.debug("A WWW-Authenticate header is passed over, since it is longer than 16 KB");
				continue;
			}
			for (AuthenticationChallenges.Challenge challenge : AuthenticationChallenges.parse(header)) {
				String claims = claims(challenge);
				if (claims != null) {
					return claims;
				}
			}
		}
		return null;
	}

	private static @Nullable String claims(AuthenticationChallenges.Challenge challenge) {
		String written = challenge.parameter("claims");
		if (!challenge.scheme().equalsIgnoreCase("Bearer") || written == null
				|| !"insufficient_claims".equalsIgnoreCase(challenge.parameter("error"))) {
			return null;
		}
		try {
			return TokenRequest.of("any").withClaims(decode(written.strip())).claims();
		}
		catch (IllegalArgumentException ex) {
			// Not what they are: they come from elsewhere
			logger
				.debug("A claims challenge is passed over, since its claims are not a JSON object, plain or in Base64");
			return null;
		}
	}

	private static String decode(String written) {
		boolean percent = written.startsWith("%7B") || written.endsWith("%3D");
		String claims = percent ? URLDecoder.decode(written.replace("+", "%2B"), StandardCharsets.UTF_8) : written;
		if (claims.startsWith("{")) {
			return claims;
		}
		int end = claims.length();
		while (end > 0 && claims.charAt(end - 1) == '=') {
			end--;
		}
		String base64 = claims.substring(0, end).replace('+', '-').replace('/', '_').replace(" ", "");
		String json = new String(Base64.getUrlDecoder().decode(base64), StandardCharsets.UTF_8);
		return json.startsWith("\uFEFF") ? json.substring(1) : json;
	}

}
