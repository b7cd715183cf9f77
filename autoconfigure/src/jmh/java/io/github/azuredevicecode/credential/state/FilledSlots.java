package io.github.azuredevicecode.credential.state;

import java.time.Instant;

import io.github.azuredevicecode.AccessToken;

/**
 * Tokens that come into the table without a sign-in.
 */
public final class FilledSlots {

	private FilledSlots() {
	}

	/**
	 * Hold a token, as if it had just been refreshed.
	 * @param slot the place of the token
	 * @param token the token
	 */
	public static void fill(AccessTokenSlot slot, AccessToken token) {
		slot.hold(token, Instant.now());
	}

}
