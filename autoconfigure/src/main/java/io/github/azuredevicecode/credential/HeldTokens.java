package io.github.azuredevicecode.credential;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.credential.state.AccessTokenSlot;
import io.github.azuredevicecode.credential.state.AccessTokenTable;
import org.jspecify.annotations.Nullable;

/**
 * Answers from the token table, and has a token renewed in the background when it is due.
 * Thread safe, without a lock or an allocation.
 */
final class HeldTokens {

	private final AccessTokenTable table;

	private final BackgroundTokenRefresh refresh;

	private final @Nullable Runnable tableHit;

	HeldTokens(AccessTokenTable table, BackgroundTokenRefresh refresh, @Nullable Runnable tableHit) {
		this.table = table;
		this.refresh = refresh;
		this.tableHit = tableHit;
	}

	/**
	 * Returns the token for a caller, and counts it.
	 * @param request the request as the caller wrote it
	 * @return a valid token, or {@code null}
	 */
	@Nullable AccessToken hit(TokenRequest request) {
		return counted(find(request));
	}

	/**
	 * Returns the token for a caller who wrote a request in a new form, and remembers the
	 * form.
	 * @param request the request as the caller wrote it, without claims
	 * @param key the request with the tenant it goes to
	 * @return a valid token, or {@code null}
	 */
	@Nullable AccessToken hit(TokenRequest request, TokenRequest key) {
		return counted(usable(this.table.slot(request, key)));
	}

	@Nullable AccessToken find(TokenRequest request) {
		AccessTokenSlot slot = this.table.find(request);
		return (slot != null) ? usable(slot) : null;
	}

	private @Nullable AccessToken usable(AccessTokenSlot slot) {
		AccessTokenSlot.Held held = slot.held();
		if (held == null) {
			return null;
		}
		AccessTokenSlot.State state = slot.state(held);
		if (state == AccessTokenSlot.State.EXPIRED) {
			return null;
		}
		if (state == AccessTokenSlot.State.DUE) {
			this.refresh.refresh(slot, held);
		}
		return held.token();
	}

	private @Nullable AccessToken counted(@Nullable AccessToken held) {
		if (held != null && this.tableHit != null) {
			this.tableHit.run();
		}
		return held;
	}

}
