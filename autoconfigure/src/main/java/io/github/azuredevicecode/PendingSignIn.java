package io.github.azuredevicecode;

import java.net.URI;
import java.time.Instant;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A sign-in that waits for its user, as it is shared by all who use the same store: each
 * of them shows the code, and the one that holds the lease polls. Immutable. The string
 * form shows no code.
 *
 * @param attemptId names the attempt
 * @param deviceCode the device code, a secret
 * @param userCode the code that the user types
 * @param verificationUri where the user types it
 * @param message what the service would have the user read
 * @param expiresAt when the code expires, by the clock of the store
 * @param intervalSeconds the least time between two polls, in seconds
 * @param tenantId the tenant that is signed in to
 * @param scopes the scopes that are signed in for
 * @param claims the claims that are signed in for, or {@code null}
 * @param owner who polls
 * @param leaseUntil until when nobody else may poll, by the clock of the store
 * @since 0.1
 */
public record PendingSignIn(String attemptId, String deviceCode, String userCode, URI verificationUri, String message,
		Instant expiresAt, long intervalSeconds, String tenantId, Set<String> scopes, @Nullable String claims,
		String owner, Instant leaseUntil) {

	/**
	 * Returns the same sign-in with another owner or a longer lease.
	 * @param owner who polls
	 * @param leaseUntil until when nobody else may
	 * @return the next state
	 */
	public PendingSignIn leasedTo(String owner, Instant leaseUntil) {
		return new PendingSignIn(this.attemptId, this.deviceCode, this.userCode, this.verificationUri, this.message,
				this.expiresAt, this.intervalSeconds, this.tenantId, this.scopes, this.claims, owner, leaseUntil);
	}

	/**
	 * Returns the same sign-in, polled at another interval.
	 * @param intervalSeconds the least time between two polls, in seconds
	 * @return the next state
	 */
	public PendingSignIn withInterval(long intervalSeconds) {
		return new PendingSignIn(this.attemptId, this.deviceCode, this.userCode, this.verificationUri, this.message,
				this.expiresAt, intervalSeconds, this.tenantId, this.scopes, this.claims, this.owner, this.leaseUntil);
	}

	@Override
	public String toString() {
		return "PendingSignIn[attemptId=" + this.attemptId + ", expiresAt=" + this.expiresAt + ", owner=" + this.owner
				+ ", leaseUntil=" + this.leaseUntil + "]";
	}

}
