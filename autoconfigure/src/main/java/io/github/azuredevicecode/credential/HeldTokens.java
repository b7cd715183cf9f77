package io.github.azuredevicecode.credential;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.credential.state.AccessTokenSlot;
import io.github.azuredevicecode.credential.state.AccessTokenTable;
import org.jspecify.annotations.Nullable;

/**
 * Answers from the token table, and has a token renewed in the background when it is due.
 * Thread safe, without a lock or an allocation.
 */
final class HeldTokens {

	private final AccessTokenTable table;

	private final TimeSource time;

	private final BackgroundTokenRefresh refresh;

	private final @Nullable Runnable tableHit;

	HeldTokens(AccessTokenTable table, TimeSource time, BackgroundTokenRefresh refresh, @Nullable Runnable tableHit) {
		this.table = table;
		this.time = time;
		this.refresh = refresh;
		this.tableHit = tableHit;
	}

	/**
	 * Returns the token for a caller, and counts it.
	 * @param request the request as the caller wrote it
	 * @return a valid token, or {@code null}
	 */
	@Nullable AccessToken hit(TokenRequest request) {
		AccessToken held = find(request);
		if (held != null && this.tableHit != null) {
			this.tableHit.run();
		}
		return held;
	}

	/**
	 * Returns the token for a caller who wrote a request in a new form, and remembers the
	 * form.
	 * @param request the request as the caller wrote it, without claims
	 * @param key the request with the tenant it goes to
	 * @return a valid token, or {@code null}
	 */
	@Nullable AccessToken hit(TokenRequest request, TokenRequest key) {
		this.table.slot(request, key);
		return hit(key);
	}

	@Nullable AccessToken find(TokenRequest request) {
		AccessTokenSlot slot = this.table.find(request);
		AccessTokenSlot.Held held = (slot != null) ? slot.held() : null;
		if (slot == null || held == null) {
			return null;
		}
		long now = this.time.millis();
		if (now >= held.expiresAt()) {
			return null;
		}
		if (now >= held.refreshAt()) {
			this.refresh.refresh(slot, held);
		}
		return held.token();
	}

}
