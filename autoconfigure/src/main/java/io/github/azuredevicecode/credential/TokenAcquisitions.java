package io.github.azuredevicecode.credential;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.BiFunction;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.CredentialUnavailableException;
import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Detail;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.CredentialEventPublisher;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.Guard;
import io.github.azuredevicecode.concurrent.MeasuredActivity;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.entra.AuthenticationFailures;
import org.jspecify.annotations.Nullable;

/**
 * The acquisitions under way, one for each key: a caller joins the one that runs for its
 * key, or starts one. Thread safe.
 */
final class TokenAcquisitions {

	private final ConcurrentMap<TokenRequest, TokenAcquisition> underWay = new ConcurrentHashMap<>();

	private final BiFunction<TokenRequest, TokenAcquisition.EndListener, TokenAcquisition> factory;

	private final HeldTokens heldTokens;

	private final CacheWatch cacheWatch;

	private final CredentialExecutor executor;

	private final RecentFailures recentFailures;

	private final DeviceCodeInstrumentation instrumentation;

	private final CredentialEventPublisher events;

	private volatile boolean closed;

	/**
	 * Creates the acquisitions of a credential.
	 * @param factory makes the acquisition for a key, which tells when it has ended
	 * @param heldTokens answers what has become known meanwhile
	 * @param cacheWatch follows the cache as soon as a token is asked for
	 * @param executor runs acquisitions
	 * @param time the clock
	 * @param instrumentation measures them
	 * @param events tells whether its listener asks
	 */
	TokenAcquisitions(BiFunction<TokenRequest, TokenAcquisition.EndListener, TokenAcquisition> factory,
			HeldTokens heldTokens, CacheWatch cacheWatch, CredentialExecutor executor, TimeSource time,
			DeviceCodeInstrumentation instrumentation, CredentialEventPublisher events) {
		this.factory = factory;
		this.heldTokens = heldTokens;
		this.cacheWatch = cacheWatch;
		this.executor = executor;
		this.recentFailures = new RecentFailures(time);
		this.instrumentation = instrumentation;
		this.events = events;
	}

	/**
	 * Waits for the token of a key.
	 * @param key what is asked for, with the tenant it goes to
	 * @return a future, cancelled to give up the wait
	 * @throws CredentialUnavailableException if the acquisitions are closed
	 */
	CompletableFuture<AccessToken> join(TokenRequest key) {
		while (true) {
			requireOpen();
			ClientAuthenticationException recent = this.recentFailures.find(key);
			if (recent != null) {
				return CompletableFuture.failedFuture(recent);
			}
			TokenAcquisition fresh = this.factory.apply(key, (ended, failure) -> {
				this.recentFailures.note(key, failure);
				this.underWay.remove(key, ended);
			});
			TokenAcquisition current = begin(key, fresh);
			CompletableFuture<AccessToken> waiter = ((current != null) ? current : fresh).flight().join();
			if (current == null) {
				Guard.run(() -> start(key, fresh), (failure) -> failed(fresh, failure));
			}
			if (waiter != null) {
				return waiter;
			}
		}
	}

	// A listener of the credential must not wait for what waits for the listener
	private @Nullable TokenAcquisition begin(TokenRequest key, TokenAcquisition fresh) {
		if (this.events.isTelling()) {
			this.underWay.put(key, fresh);
			return null;
		}
		return this.underWay.putIfAbsent(key, fresh);
	}

	private void start(TokenRequest key, TokenAcquisition acquisition) {
		acquisition
			.measure(MeasuredActivity.begin(this.instrumentation, Operation.TOKEN, Map.of(Detail.TRIGGER, "caller")));
		this.executor.execute(() -> {
			this.cacheWatch.begin();
			// Another flight may have landed between the caller's look and this one
			AccessToken held = (key.claims() == null) ? this.heldTokens.find(key) : null;
			if (held != null) {
				acquisition.foundInTable(held);
			}
			else {
				acquisition.start();
			}
		}, (failure) -> failed(acquisition, failure));
		if (this.closed) {
			// Closed meanwhile, which did not see this one
			acquisition.flight().fail(closedFailure());
		}
	}

	private void failed(TokenAcquisition acquisition, Throwable failure) {
		acquisition.flight()
			.fail((failure instanceof RejectedExecutionException) ? refused(failure)
					: AuthenticationFailures.of(failure));
	}

	private CredentialUnavailableException refused(Throwable refusal) {
		return this.closed ? closedFailure() : new CredentialUnavailableException(
				"The executor of the application refuses the work of the credential. It is full, or was shut down",
				null, refusal);
	}

	/**
	 * Ends all acquisitions.
	 * @param reason why
	 */
	void cancel(String reason) {
		// What has failed before may succeed for the next user
		this.recentFailures.clear();
		this.underWay.values()
			.forEach((acquisition) -> acquisition.flight().fail(new SignInCancelledException(reason)));
	}

	/**
	 * Refuses all that is asked for from now on.
	 */
	void close() {
		this.closed = true;
	}

	void requireOpen() {
		if (this.closed) {
			throw closedFailure();
		}
	}

	private static CredentialUnavailableException closedFailure() {
		return new CredentialUnavailableException("The credential is closed");
	}

}
