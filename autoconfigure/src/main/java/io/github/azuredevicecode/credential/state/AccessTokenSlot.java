package io.github.azuredevicecode.credential.state;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.random.RandomGenerator;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The place of one key in the token table. Reading is lock-free.
 */
public final class AccessTokenSlot {

	private static final Duration REFRESH_BEFORE = Duration.ofMinutes(5);

	private static final Duration SHORT_LIFE = Duration.ofMinutes(25);

	private static final Duration TOO_SHORT_LIFE = Duration.ofSeconds(10);

	// No token lives longer. A later expiry was computed by a clock that is ahead
	private static final Duration LONGEST_LIFE = Duration.ofHours(28);

	private static final Duration SOONEST_REFRESH = Duration.ofMinutes(1);

	private static final long TRUST_IN_WALL_CLOCK_MILLIS = 1000;

	private static final AtomicReferenceFieldUpdater<AccessTokenSlot, @Nullable Held> HELD = AtomicReferenceFieldUpdater
		.newUpdater(AccessTokenSlot.class, Held.class, "held");

	private final TokenRequest key;

	private final AtomicBoolean refreshing = new AtomicBoolean();

	private final TimeSource time;

	private final RandomGenerator random;

	private volatile @Nullable Held held;

	// Racy: the worst that a lost or torn write brings is another look at the clock
	private long comparedAt;

	AccessTokenSlot(TokenRequest key, TimeSource time, RandomGenerator random) {
		this.key = key;
		this.time = time;
		this.random = random;
	}

	public TokenRequest key() {
		return this.key;
	}

	public @Nullable Held held() {
		return this.held;
	}

	boolean isValid() {
		Held current = this.held;
		return current != null && state(current) != State.EXPIRED;
	}

	boolean isValid(long now) {
		Held current = this.held;
		return current != null && now < current.expiresAt();
	}

	/**
	 * Tells whether a token may be used, and whether it should be renewed. The wall clock
	 * sees a machine that slept; the monotonic clock sees a wall clock that was set back
	 * and is therefore looked at when the wall clock is not just after the last look.
	 * @param current the token
	 * @return its state
	 */
	public State state(Held current) {
		long now = this.time.millis();
		if (now >= current.expiresAt()) {
			return State.EXPIRED;
		}
		boolean due = now >= current.refreshAt();
		long sinceCompared = now - this.comparedAt;
		if (sinceCompared < 0 || sinceCompared >= TRUST_IN_WALL_CLOCK_MILLIS) {
			long nanoTime = this.time.nanoTime();
			if (nanoTime - current.expiresAtNanoTime() >= 0) {
				return State.EXPIRED;
			}
			due |= nanoTime - current.refreshAtNanoTime() >= 0;
			this.comparedAt = now;
		}
		return due ? State.DUE : State.FRESH;
	}

	void hold(AccessToken token, Instant now) {
		long life = Math.min(Duration.between(now, token.expiresAt()).toMillis(), LONGEST_LIFE.toMillis());
		long margin = margin(Duration.ofMillis(life)).toMillis();
		Instant advised = token.refreshAt();
		long untilDue = (advised != null) ? Math.min(life - margin, Duration.between(now, advised).toMillis())
				: life - margin;
		// So that replicas with tokens of one moment do not renew them at one moment
		untilDue -= this.random.nextLong(margin / 5 + 1);
		Held before = this.held;
		boolean sameToken = before != null && before.token().value().equals(token.value());
		if (before != null && !sameToken) {
			// A service that wants each token renewed at once would be asked all the time
			untilDue = Math.max(untilDue, Math.min(life / 10, SOONEST_REFRESH.toMillis()));
		}
		long nanoTime = this.time.nanoTime();
		long expiresAtNanoTime = nanoTime + TimeUnit.MILLISECONDS.toNanos(life);
		long expiresAt = now.toEpochMilli() + life;
		if (before != null && sameToken) {
			// Found again, maybe after a clock was set back: it does not live longer by
			// that
			expiresAt = Math.min(expiresAt, before.expiresAt());
			expiresAtNanoTime = (before.expiresAtNanoTime() - expiresAtNanoTime < 0) ? before.expiresAtNanoTime()
					: expiresAtNanoTime;
		}
		this.held = new Held(token, expiresAt, now.toEpochMilli() + untilDue, expiresAtNanoTime,
				nanoTime + TimeUnit.MILLISECONDS.toNanos(untilDue), 0);
	}

	// A token that is renewed moments after it came would be renewed all the time
	private static Duration margin(Duration life) {
		if (life.compareTo(TOO_SHORT_LIFE) < 0) {
			return Duration.ZERO;
		}
		return (life.compareTo(SHORT_LIFE) < 0) ? life.dividedBy(5) : REFRESH_BEFORE;
	}

	void clear() {
		this.held = null;
	}

	/**
	 * Claim the one refresh that may run ahead of the expiry.
	 * @return whether the caller is the one to refresh
	 */
	public boolean beginRefresh() {
		return this.refreshing.compareAndSet(false, true);
	}

	public void endRefresh() {
		this.refreshing.set(false);
	}

	/**
	 * Puts a failed refresh off.
	 * @param failed what was to be refreshed
	 * @param retryAt when to try again, in milliseconds of the epoch
	 */
	public void postponeRefresh(Held failed, long retryAt) {
		// A sign-out meanwhile must not be undone
		HELD.compareAndSet(this, failed, new Held(failed.token(), failed.expiresAt(), retryAt,
				failed.expiresAtNanoTime(), failed.expiresAtNanoTime(), failed.failures() + 1));
	}

	/**
	 * The usability of a token.
	 */
	public enum State {

		/**
		 * It may be used.
		 */
		FRESH,
		/**
		 * It may be used and should be renewed.
		 */
		DUE,
		/**
		 * It must not be used.
		 */
		EXPIRED

	}

	/**
	 * A token with its times on both clocks.
	 *
	 * @param token the token
	 * @param expiresAt when it expires, in milliseconds of the epoch
	 * @param refreshAt when to renew it while it is still valid, likewise
	 * @param expiresAtNanoTime when it expires on the monotonic clock
	 * @param refreshAtNanoTime when to renew it on the monotonic clock
	 * @param failures how many times that has failed
	 */
	public record Held(AccessToken token, long expiresAt, long refreshAt, long expiresAtNanoTime,
			long refreshAtNanoTime, int failures) {

	}

}
