package io.github.azuredevicecode.credential;

import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.random.RandomGenerator;

import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Detail;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.github.azuredevicecode.concurrent.CredentialEventPublisher;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.concurrent.MeasuredActivity;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.credential.state.AccessTokenSlot;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Renews tokens in the background while they are still valid, one renewal per key at a
 * time. A failure is logged once per cause, put off with back-off, and reaches nobody
 * while the token lives.
 */
final class BackgroundTokenRefresh {

	private static final Logger logger = LoggerFactory.getLogger(BackgroundTokenRefresh.class);

	private static final long FIRST_RETRY_MILLIS = 15_000;

	private static final int MOST_DOUBLINGS = 4;

	private final SilentTokenProvider silentTokens;

	private final TimeSource time;

	private final CredentialExecutor executor;

	private final RandomGenerator random;

	private final DeviceCodeInstrumentation instrumentation;

	private final CredentialEventPublisher events;

	private volatile String lastProblem = "";

	BackgroundTokenRefresh(SilentTokenProvider silentTokens, TimeSource time, CredentialExecutor executor,
			RandomGenerator random, DeviceCodeInstrumentation instrumentation, CredentialEventPublisher events) {
		this.silentTokens = silentTokens;
		this.time = time;
		this.executor = executor;
		this.random = random;
		this.instrumentation = instrumentation;
		this.events = events;
	}

	void refresh(AccessTokenSlot slot, AccessTokenSlot.Held held) {
		if (!slot.beginRefresh()) {
			return;
		}
		if (slot.held() != held) {
			slot.endRefresh();
			return;
		}
		MeasuredActivity activity = MeasuredActivity.begin(this.instrumentation, Operation.TOKEN,
				Map.of(Detail.TRIGGER, "renewal"));
		this.executor.execute(
				() -> this.silentTokens.acquire(slot.key(), held.token(), activity)
					.whenComplete((token, failure) -> ended(slot, held, activity, failure)),
				(failure) -> ended(slot, held, activity, failure));
	}

	private void ended(AccessTokenSlot slot, AccessTokenSlot.Held held, MeasuredActivity activity,
			@Nullable Throwable failure) {
		activity.end(failure);
		if (failure instanceof RejectedExecutionException) {
			logger.trace("The credential is closed. The token is not renewed");
		}
		else if (failure != null) {
			postpone(slot, held, Futures.unwrap(failure));
		}
		else {
			this.lastProblem = "";
		}
		slot.endRefresh();
	}

	private void postpone(AccessTokenSlot slot, AccessTokenSlot.Held held, Throwable failure) {
		long delay = FIRST_RETRY_MILLIS << Math.min(held.failures(), MOST_DOUBLINGS);
		long jitter = this.random.nextLong(delay / 4);
		slot.postponeRefresh(held, this.time.millis() + delay + jitter);
		if (failure instanceof InteractionRequiredException) {
			// Logged with the answer of the service
			return;
		}
		String problem = String.valueOf(failure.getMessage());
		if (!problem.equals(this.lastProblem)) {
			this.lastProblem = problem;
			this.events.log()
				.warn("Cannot renew an access token before it expires. It stays in use until then; retrying.")
				.with("expiresAt", held.token().expiresAt())
				.problem(problem)
				.log();
		}
	}

}
