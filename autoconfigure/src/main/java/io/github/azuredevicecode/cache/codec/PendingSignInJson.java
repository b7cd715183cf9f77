package io.github.azuredevicecode.cache.codec;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.azuredevicecode.PendingSignIn;
import io.github.azuredevicecode.cache.UnreadableLoginException;
import io.github.azuredevicecode.identifier.Tenants;
import io.github.azuredevicecode.json.JsonObjects;
import org.jspecify.annotations.Nullable;

/**
 * JSON form of a sign-in that waits for its user.
 */
final class PendingSignInJson {

	private static final long LONGEST_INTERVAL = 3600;

	private static final Pattern SCOPE = Pattern.compile("[!-~]+");

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
		PendingSignIn pending = new PendingSignIn(json.string("attemptId"), json.string("deviceCode"),
				json.string("userCode"), uri(json.string("verificationUri")), json.string("message"),
				json.instant("expiresAt"), Math.min(json.count("intervalSeconds"), LONGEST_INTERVAL),
				json.string("tenantId"), json.strings("scopes"), json.optionalString("claims"), json.string("owner"),
				json.instant("leaseUntil"));
		requireRequest(pending);
		return pending;
	}

	// They are asked for and displayed, and nobody could join the sign-in otherwise
	private static void requireRequest(PendingSignIn pending) throws UnreadableLoginException {
		try {
			Tenants.requireValid(pending.tenantId());
			if (pending.claims() != null) {
				JsonObjects.parse(pending.claims());
			}
		}
		catch (IllegalArgumentException ex) {
			throw corrupt("'pending' has no valid tenant or claims");
		}
		if (!pending.scopes().stream().allMatch(SCOPE.asMatchPredicate())) {
			throw corrupt("'scopes' is not a list of scopes");
		}
	}

	private static UnreadableLoginException corrupt(String why) {
		return new UnreadableLoginException("The stored login is corrupt: " + why,
				UnreadableLoginException.Kind.CORRUPT);
	}

	private static URI uri(String text) throws UnreadableLoginException {
		try {
			return new URI(text);
		}
		catch (URISyntaxException ex) {
			throw corrupt("'verificationUri' is not a URI");
		}
	}

}
