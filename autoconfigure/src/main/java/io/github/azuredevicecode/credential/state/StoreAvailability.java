package io.github.azuredevicecode.credential.state;

import java.util.concurrent.atomic.AtomicBoolean;

import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.concurrent.CredentialEventPublisher;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether the store of logins is out of reach, told once each time it changes. Thread
 * safe.
 */
final class StoreAvailability {

	private static final Logger logger = LoggerFactory.getLogger(StoreAvailability.class);

	private final CredentialEventPublisher events;

	private final AtomicBoolean outOfReach = new AtomicBoolean();

	StoreAvailability(CredentialEventPublisher events) {
		this.events = events;
	}

	void begin(TokenCacheException failure) {
		if (this.outOfReach.compareAndSet(false, true)) {
			logger.warn("The store of logins cannot be reached; this process goes on with what it knows. {}",
					failure.getMessage());
			this.events.tokenCacheAvailability(false);
		}
	}

	void end() {
		if (this.outOfReach.compareAndSet(true, false)) {
			logger.info("The store of logins is back");
			this.events.tokenCacheAvailability(true);
		}
	}

}
