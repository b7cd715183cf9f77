package io.github.azuredevicecode.credential.state;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.random.RandomGenerator;

import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of this process. A slot is found by its key (tenant, mode and scopes) and by
 * every form in which callers have asked for it, so that a hit is one look-up. Of limited
 * size: what does not fit comes back from the login.
 */
public final class AccessTokenTable {

	static final int MAX_FORMS = 50_000;

	private final ConcurrentMap<TokenRequest, AccessTokenSlot> slots = new ConcurrentHashMap<>();

	private final TimeSource time;

	private final RandomGenerator random;

	/**
	 * Creates a table.
	 * @param time the clocks
	 * @param random spreads the renewals of many processes; thread safe
	 */
	public AccessTokenTable(TimeSource time, RandomGenerator random) {
		this.time = time;
		this.random = random;
	}

	public @Nullable AccessTokenSlot find(TokenRequest request) {
		return this.slots.get(request);
	}

	/**
	 * Returns the slot of a request, a new one if need be.
	 * @param request the request as the caller wrote it, without claims
	 * @param key the request with the tenant it goes to
	 * @return the slot
	 */
	public AccessTokenSlot slot(TokenRequest request, TokenRequest key) {
		if (this.slots.size() >= MAX_FORMS) {
			makeRoom();
		}
		AccessTokenSlot slot = this.slots.computeIfAbsent(key,
				(added) -> new AccessTokenSlot(added, this.time, this.random));
		this.slots.put(request, slot);
		return slot;
	}

	private synchronized void makeRoom() {
		long now = this.time.millis();
		this.slots.values().removeIf((slot) -> !slot.isValid(now));
		if (this.slots.size() > MAX_FORMS / 2) {
			this.slots.clear();
		}
	}

	void clear() {
		this.slots.values().forEach(AccessTokenSlot::clear);
	}

	void clear(LoginMode mode) {
		this.slots.values().stream().filter((slot) -> slot.key().mode() == mode).forEach(AccessTokenSlot::clear);
	}

	int size() {
		return this.slots.size();
	}

}
