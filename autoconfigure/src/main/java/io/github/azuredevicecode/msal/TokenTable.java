package io.github.azuredevicecode.msal;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.azuredevicecode.TokenRequest;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of this process. A slot is found by its key (tenant, mode and scopes) and by
 * every form in which callers have asked for it, so that a hit is one look-up.
 */
final class TokenTable {

	private final ConcurrentMap<TokenRequest, TokenSlot> slots = new ConcurrentHashMap<>();

	@Nullable TokenSlot find(TokenRequest request) {
		return this.slots.get(request);
	}

	/**
	 * Return the slot of a request, a new one if need be.
	 * @param request the request as the caller wrote it, without claims
	 * @param key the request with the tenant it goes to
	 * @return the slot
	 */
	TokenSlot slot(TokenRequest request, TokenRequest key) {
		TokenSlot slot = this.slots.computeIfAbsent(key, TokenSlot::new);
		this.slots.putIfAbsent(request, slot);
		return slot;
	}

	void clear() {
		this.slots.values().forEach(TokenSlot::clear);
	}

	void clear(boolean cae) {
		this.slots.values().stream().filter((slot) -> slot.key().cae() == cae).forEach(TokenSlot::clear);
	}

}
