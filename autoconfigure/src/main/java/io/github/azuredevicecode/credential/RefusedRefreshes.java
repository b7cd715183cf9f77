package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * Refresh tokens that the service has refused, so that it is not asked with them again
 * for each caller. A refused token is remembered until the login changes; what depends on
 * a policy, which an administrator can change, for a short time. Thread safe.
 */
final class RefusedRefreshes {

	private static final Duration POLICY = Duration.ofMinutes(1);

	private static final int MOST = 1_000;

	private final TimeSource time;

	private final Map<TokenRequest, Refused> refused = new ConcurrentHashMap<>();

	RefusedRefreshes(TimeSource time) {
		this.time = time;
	}

	void add(TokenRequest request, CachedLogin login, ServiceError error) {
		if (this.refused.size() >= MOST) {
			this.refused.clear();
		}
		long until = error.errorCode().equals("invalid_grant") ? Long.MAX_VALUE
				: this.time.nanoTime() + POLICY.toNanos();
		this.refused.put(request, new Refused(login, error, until));
	}

	/**
	 * Returns why the service has refused a request.
	 * @param request the request
	 * @param login the login with which it would be asked
	 * @return the error, or {@code null} if it has not been asked with this login
	 */
	@Nullable ServiceError find(TokenRequest request, CachedLogin login) {
		Refused found = this.refused.get(request);
		if (found == null) {
			return null;
		}
		boolean same = found.login().isSameLoginAs(login) && found.login().tokenCache().equals(login.tokenCache());
		if (same && (found.until() == Long.MAX_VALUE || this.time.nanoTime() - found.until() < 0)) {
			return found.error();
		}
		this.refused.remove(request, found);
		return null;
	}

	private record Refused(CachedLogin login, ServiceError error, long until) {
	}

}
