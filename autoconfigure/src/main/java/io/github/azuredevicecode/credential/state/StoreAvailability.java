package io.github.azuredevicecode.credential.state;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.concurrent.CredentialEventPublisher;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.Guard;
import io.github.azuredevicecode.concurrent.Pace;
import io.github.azuredevicecode.concurrent.TimeSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The availability of the store. An outage is reported once and remembered, so that
 * nobody waits for the store a second time: until it ends, one probe at a time looks in
 * the background whether the store is back, with back-off. Callers may try a store that
 * refuses at once, at a pace, but not one that lets them wait. Thread safe.
 */
final class StoreAvailability {

	private static final Logger logger = LoggerFactory.getLogger(StoreAvailability.class);

	private static final Duration FIRST_PROBE = Duration.ofSeconds(4);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(16);

	private static final int TRIES_AT_ONCE = 3;

	private static final Duration TRY_INTERVAL = Duration.ofSeconds(1);

	private static final Duration SLOW = Duration.ofMillis(250);

	private final CredentialExecutor executor;

	private final TimeSource time;

	private final RandomGenerator random;

	private final CredentialEventPublisher events;

	private final Supplier<CompletableFuture<?>> probe;

	private final Pace tries;

	private final Queue<Runnable> untold = new ArrayDeque<>();

	private boolean telling;

	private @Nullable TokenCacheException outage;

	private boolean slow;

	private Duration pause = FIRST_PROBE;

	private boolean probing;

	// Whether the probe under way is the one that the timer has begun
	private boolean again;

	private boolean closed;

	/**
	 * Creates a new instance.
	 * @param executor runs the probes
	 * @param time the timer
	 * @param random spreads the probes of several processes
	 * @param events tells the listener of each change
	 * @param probe reads the store and writes what is to be written; fails if the store
	 * cannot be used
	 */
	StoreAvailability(CredentialExecutor executor, TimeSource time, RandomGenerator random,
			CredentialEventPublisher events, Supplier<CompletableFuture<?>> probe) {
		this.executor = executor;
		this.time = time;
		this.random = random;
		this.events = events;
		this.probe = probe;
		this.tries = new Pace(time, TRIES_AT_ONCE, TRY_INTERVAL);
	}

	/**
	 * Returns whether the store can be used, as far as is known.
	 * @return whether there is no outage
	 */
	synchronized boolean isAvailable() {
		return this.outage == null;
	}

	/**
	 * Asks whether a caller may use the store.
	 * @return why not, or {@code null}
	 */
	synchronized @Nullable TokenCacheException refusal() {
		boolean may = this.outage == null || (!this.slow && this.tries.request() == null);
		return may ? null : this.outage;
	}

	/**
	 * Takes note of an access that has failed, which begins an outage.
	 * @param failure the failure
	 * @param took how long it took to fail
	 */
	void failed(TokenCacheException failure, Duration took) {
		synchronized (this) {
			this.slow = took.compareTo(SLOW) > 0;
			if (this.outage != null || this.closed) {
				return;
			}
			this.outage = failure;
			this.pause = FIRST_PROBE;
			this.tries.reset();
		}
		tell(() -> this.events.tokenCacheLost(failure.getMessage()));
		probeLater();
	}

	// In their order, and not on the thread of an access: a listener may take its time,
	// or use the credential, which waits for the access
	private void tell(Runnable event) {
		synchronized (this.untold) {
			this.untold.add(event);
			if (this.telling) {
				return;
			}
			this.telling = true;
		}
		this.executor.execute(this::tellAll, (refusal) -> tellAll());
	}

	private void tellAll() {
		while (true) {
			Runnable event;
			synchronized (this.untold) {
				event = this.untold.poll();
				if (event == null) {
					this.telling = false;
					return;
				}
			}
			Guard.run("An event of the token cache", event);
		}
	}

	/**
	 * Takes note of an access that a caller has made, which may be the end of an outage.
	 */
	void succeeded() {
		probe(false);
	}

	private void probeLater() {
		Duration delay;
		synchronized (this) {
			if (this.outage == null || this.closed) {
				return;
			}
			delay = this.pause.plusMillis(this.random.nextLong(this.pause.toMillis() / 4));
			Duration next = this.pause.multipliedBy(2);
			this.pause = (next.compareTo(LONGEST_PAUSE) < 0) ? next : LONGEST_PAUSE;
		}
		this.executor.retry(this.time, delay, () -> probe(true), (failure) -> {
			logger.debug("Cannot probe the token cache", failure);
			probeLater();
		});
	}

	private void probe(boolean again) {
		synchronized (this) {
			if (this.outage == null || this.closed) {
				return;
			}
			if (this.probing) {
				this.again |= again;
				return;
			}
			this.probing = true;
			this.again = again;
		}
		Guard.run(() -> this.probe.get().whenComplete((done, failure) -> probed(failure)), this::probed);
	}

	private void probed(@Nullable Throwable failure) {
		boolean later;
		synchronized (this) {
			this.probing = false;
			later = this.again;
		}
		if (failure == null) {
			end();
		}
		else if (later) {
			probeLater();
		}
	}

	private void end() {
		synchronized (this) {
			if (this.outage == null) {
				return;
			}
			this.outage = null;
		}
		tell(this.events::tokenCacheFound);
	}

	synchronized void close() {
		this.closed = true;
	}

	synchronized boolean isClosed() {
		return this.closed;
	}

}
