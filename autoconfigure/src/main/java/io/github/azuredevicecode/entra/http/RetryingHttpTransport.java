package io.github.azuredevicecode.entra.http;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.http.HttpTimeoutException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.random.RandomGenerator;

import io.github.azuredevicecode.concurrent.Cancellable;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.concurrent.Guard;
import io.github.azuredevicecode.concurrent.Moment;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.json.JsonObjects;
import org.jspecify.annotations.Nullable;

/**
 * Sends a request again after a fault that is likely to pass: the network broke, or the
 * service is busy. The first retry after a broken connection comes at once, since the
 * service may just have closed an idle one; others back off. A time-out is not retried,
 * because the caller has waited long enough. Notes on each answer when its request was
 * sent. Holds no thread while it waits.
 */
public final class RetryingHttpTransport implements HttpTransport {

	static final Duration FIRST_DELAY = Duration.ofMillis(500);

	static final Duration MAX_DELAY = Duration.ofSeconds(8);

	static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(10);

	private final HttpTransport delegate;

	private final int retries;

	private final CredentialExecutor executor;

	private final TimeSource time;

	private final RandomGenerator random;

	/**
	 * Creates a transport.
	 * @param delegate carries the requests
	 * @param retries how many times a request is sent again at most
	 * @param executor runs retries
	 * @param time the time
	 * @param random spreads the retries of many processes
	 */
	public RetryingHttpTransport(HttpTransport delegate, int retries, CredentialExecutor executor, TimeSource time,
			RandomGenerator random) {
		this.delegate = delegate;
		this.retries = retries;
		this.executor = executor;
		this.time = time;
		this.random = random;
	}

	@Override
	public CompletableFuture<EntraResponse> send(EntraRequest request) {
		if (this.retries == 0 || !request.retryable()) {
			return sendOnce(request);
		}
		Exchange exchange = new Exchange(request);
		exchange.attempt();
		return exchange.answer;
	}

	private CompletableFuture<EntraResponse> sendOnce(EntraRequest request) {
		Moment sentAt = Moment.now(this.time);
		CompletableFuture<EntraResponse> sent = this.delegate.send(request);
		return Futures.propagateCancel(sent.thenApply((answer) -> answer.withSentAt(sentAt)), sent);
	}

	@Override
	public void warmUp() {
		this.delegate.warmUp();
	}

	@Override
	public void close() {
		this.delegate.close();
	}

	/**
	 * A request with its retries. Its attempts follow one another.
	 */
	private final class Exchange {

		private final CompletableFuture<EntraResponse> answer = new CompletableFuture<>();

		private final EntraRequest request;

		private int retriesLeft = RetryingHttpTransport.this.retries;

		private boolean broken;

		private Duration nextDelay = FIRST_DELAY;

		Exchange(EntraRequest request) {
			this.request = request;
		}

		void attempt() {
			if (this.answer.isDone()) {
				return;
			}
			CompletableFuture<EntraResponse> sent = sendOnce(this.request);
			Futures.propagateCancel(this.answer, sent);
			sent.whenComplete((received, failure) -> Guard.run(() -> ended(received, failure),
					this.answer::completeExceptionally));
		}

		private void ended(@Nullable EntraResponse received, @Nullable Throwable failure) {
			Duration delay = (this.retriesLeft > 0) ? delay(received, failure) : null;
			if (delay != null) {
				this.retriesLeft--;
				retry(delay);
			}
			else if (received != null) {
				this.answer.complete(received);
			}
			else {
				this.answer.completeExceptionally((failure != null) ? Futures.unwrap(failure)
						: new IOException("there is neither an answer nor a failure"));
			}
		}

		private void retry(Duration delay) {
			if (delay.isZero()) {
				attempt();
				return;
			}
			Cancellable pending = RetryingHttpTransport.this.executor.schedule(RetryingHttpTransport.this.time, delay,
					this::attempt, this.answer::completeExceptionally);
			this.answer.whenComplete((received, failure) -> pending.cancel());
		}

		private @Nullable Duration delay(@Nullable EntraResponse received, @Nullable Throwable failure) {
			if (received == null) {
				if (failure == null || !isPassing(Futures.unwrap(failure))) {
					return null;
				}
				boolean first = !this.broken;
				this.broken = true;
				return first ? Duration.ZERO : backOff();
			}
			if (!isPassing(received)) {
				return null;
			}
			Duration retryAfter = received.retryAfter(RetryingHttpTransport.this.time.instant());
			if (retryAfter != null && retryAfter.compareTo(MAX_RETRY_AFTER) > 0) {
				// For the caller, who knows until when it makes sense to wait
				return null;
			}
			Duration delay = backOff();
			return (retryAfter != null && retryAfter.compareTo(delay) > 0) ? retryAfter : delay;
		}

		private Duration backOff() {
			Duration delay = this.nextDelay;
			Duration doubled = delay.multipliedBy(2);
			this.nextDelay = (doubled.compareTo(MAX_DELAY) < 0) ? doubled : MAX_DELAY;
			long quarter = delay.toMillis() / 4;
			return delay.minusMillis(RetryingHttpTransport.this.random.nextLong(quarter + 1));
		}

		private static boolean isPassing(Throwable failure) {
			if (!(failure instanceof IOException) || failure instanceof HttpTimeoutException
					|| failure instanceof ProtocolException) {
				return false;
			}
			// A certificate that is not trusted now will not be in a second
			Throwable cause = failure.getCause();
			while (cause != null && !(cause instanceof GeneralSecurityException)) {
				cause = cause.getCause();
			}
			return cause == null;
		}

		private static boolean isPassing(EntraResponse received) {
			return received.isTransient()
					|| (received.status() >= 400 && "temporarily_unavailable".equals(error(received)));
		}

		private static @Nullable Object error(EntraResponse received) {
			try {
				return JsonObjects.parse(received.body()).get("error");
			}
			catch (IllegalArgumentException ex) {
				return null;
			}
		}

	}

}
