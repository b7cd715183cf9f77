package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azuredevicecode.AuthenticationRequiredException;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.CredentialUnavailableException;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.entra.RetryLaterException;
import org.jspecify.annotations.Nullable;

/**
 * Failures of a short while ago, so that many callers do not each ask a service that has
 * just failed. A single failure is tried again at once unless the service says when to
 * come back; after several in a row callers get the last one for a while that grows.
 * Thread safe.
 */
final class RecentFailures {

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

	private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(10);

	private static final int MOST = 1_000;

	private final TimeSource time;

	private final Map<TokenRequest, Failures> failures = new ConcurrentHashMap<>();

	RecentFailures(TimeSource time) {
		this.time = time;
	}

	/**
	 * Returns the failure that a caller gets without another try.
	 * @param key what the caller asks for
	 * @return the failure, or {@code null} to try
	 */
	@Nullable ClientAuthenticationException find(TokenRequest key) {
		Failures found = this.failures.get(key);
		return (found != null && this.time.nanoTime() - found.until() < 0) ? found.last() : null;
	}

	/**
	 * Notes how a try has ended.
	 * @param key what was asked for
	 * @param failure the failure, or {@code null} if there was none
	 */
	void note(TokenRequest key, @Nullable Throwable failure) {
		Throwable cause = (failure != null) ? Futures.unwrap(failure) : null;
		if (!(cause instanceof ClientAuthenticationException last) || isDecision(last)) {
			this.failures.remove(key);
			return;
		}
		if (this.failures.size() >= MOST) {
			this.failures.clear();
		}
		long now = this.time.nanoTime();
		this.failures.compute(key, (name, before) -> {
			int inARow = (before != null) ? before.inARow() + 1 : 0;
			return new Failures(last, inARow, now + pause(last, inARow).toNanos());
		});
	}

	void clear() {
		this.failures.clear();
	}

	// What a person or this program has decided, and not what has failed
	private static boolean isDecision(ClientAuthenticationException failure) {
		return failure instanceof SignInCancelledException || failure instanceof AuthenticationRequiredException
				|| failure instanceof CredentialUnavailableException;
	}

	private static Duration pause(ClientAuthenticationException failure, int before) {
		Duration grown = (before > 0) ? min(FIRST_PAUSE.multipliedBy(1L << Math.min(before - 1, 5)), LONGEST_PAUSE)
				: Duration.ZERO;
		Duration asked = (failure instanceof RetryLaterException later)
				? min(later.getRetryAfter(), LONGEST_RETRY_AFTER) : Duration.ZERO;
		return (asked.compareTo(grown) > 0) ? asked : grown;
	}

	private static Duration min(Duration first, Duration second) {
		return (first.compareTo(second) < 0) ? first : second;
	}

	/**
	 * The failures in a row for one key.
	 *
	 * @param last the last one
	 * @param inARow how many came before it
	 * @param until until when callers get it, by the monotonic clock
	 */
	private record Failures(ClientAuthenticationException last, int inARow, long until) {
	}

}
