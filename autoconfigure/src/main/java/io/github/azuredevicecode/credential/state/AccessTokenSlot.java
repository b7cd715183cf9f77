package io.github.azuredevicecode.credential.state;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.TokenRequest;
import org.jspecify.annotations.Nullable;

/**
 * The place of one key in the token table. Reading is lock-free.
 */
public final class AccessTokenSlot {

	private static final Duration REFRESH_BEFORE = Duration.ofMinutes(5);

	private static final Duration SHORT_LIFE = Duration.ofMinutes(25);

	private static final AtomicReferenceFieldUpdater<AccessTokenSlot, @Nullable Held> HELD = AtomicReferenceFieldUpdater
		.newUpdater(AccessTokenSlot.class, Held.class, "held");

	private final TokenRequest key;

	private final AtomicBoolean refreshing = new AtomicBoolean();

	private volatile @Nullable Held held;

	AccessTokenSlot(TokenRequest key) {
		this.key = key;
	}

	public TokenRequest key() {
		return this.key;
	}

	public @Nullable Held held() {
		return this.held;
	}

	boolean isValid(long now) {
		Held current = this.held;
		return current != null && now < current.expiresAt();
	}

	void hold(AccessToken token, Instant now) {
		this.held = Held.of(token, now);
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
	 * Put a failed refresh off.
	 * @param failed what was to be refreshed
	 * @param retryAt when to try again, in milliseconds of the epoch
	 */
	public void postponeRefresh(Held failed, long retryAt) {
		// A sign-out meanwhile must not be undone
		HELD.compareAndSet(this, failed, new Held(failed.token(), failed.expiresAt(), retryAt, failed.failures() + 1));
	}

	/**
	 * A token with its times, in milliseconds of the epoch.
	 *
	 * @param token the token
	 * @param expiresAt when it expires
	 * @param refreshAt when to renew it while it is still valid
	 * @param failures how many times that has failed
	 */
	public record Held(AccessToken token, long expiresAt, long refreshAt, int failures) {

		static Held of(AccessToken token, Instant now) {
			long expiresAt = token.expiresAt().toEpochMilli();
			long margin = margin(Duration.between(now, token.expiresAt())).toMillis();
			Instant advised = token.refreshAt();
			long refreshAt = (advised != null) ? Math.min(expiresAt - margin, advised.toEpochMilli())
					: expiresAt - margin;
			// So that replicas with tokens of one moment do not renew them at one moment
			return new Held(token, expiresAt, refreshAt - ThreadLocalRandom.current().nextLong(margin / 5 + 1), 0);
		}

		// A token that lives for less than the margin would be renewed on every call
		private static Duration margin(Duration life) {
			if (life.compareTo(REFRESH_BEFORE) < 0) {
				return Duration.ZERO;
			}
			return (life.compareTo(SHORT_LIFE) < 0) ? life.dividedBy(5) : REFRESH_BEFORE;
		}

	}

}
