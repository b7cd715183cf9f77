package io.github.azuredevicecode.cache.codec;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.azuredevicecode.PendingSignIn;
import io.github.azuredevicecode.cache.UnreadableLoginException;
import org.jspecify.annotations.Nullable;

/**
 * JSON form of a sign-in that waits for its user.
 */
final class PendingSignInJson {

	private PendingSignInJson() {
	}

	static Map<String, @Nullable Object> write(PendingSignIn pending) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("attemptId", pending.attemptId());
		json.put("deviceCode", pending.deviceCode());
		json.put("userCode", pending.userCode());
		json.put("verificationUri", pending.verificationUri().toString());
		json.put("message", pending.message());
		json.put("expiresAt", pending.expiresAt().toString());
		json.put("intervalSeconds", pending.intervalSeconds());
		json.put("tenantId", pending.tenantId());
		json.put("scopes", List.copyOf(pending.scopes()));
		json.put("claims", pending.claims());
		json.put("owner", pending.owner());
		json.put("leaseUntil", pending.leaseUntil().toString());
		return json;
	}

	static PendingSignIn read(LoginJson json) throws UnreadableLoginException {
		return new PendingSignIn(json.string("attemptId"), json.string("deviceCode"), json.string("userCode"),
				uri(json.string("verificationUri")), json.string("message"), json.instant("expiresAt"),
				json.count("intervalSeconds"), json.string("tenantId"), json.strings("scopes"),
				json.optionalString("claims"), json.string("owner"), json.instant("leaseUntil"));
	}

	private static URI uri(String text) throws UnreadableLoginException {
		try {
			return new URI(text);
		}
		catch (URISyntaxException ex) {
			throw new UnreadableLoginException("The stored login is corrupt: 'verificationUri' is not a URI",
					UnreadableLoginException.Kind.CORRUPT);
		}
	}

}
