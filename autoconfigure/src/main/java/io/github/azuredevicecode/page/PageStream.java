package io.github.azuredevicecode.page;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import jakarta.servlet.AsyncContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.function.ServerResponse.SseBuilder;

/**
 * The stream of events to one browser. What is to be sent is sent by one thread at a time
 * and merged meanwhile, so that a slow browser holds one thread and nobody else. Thread
 * safe.
 */
final class PageStream {

	private static final Log logger = LogFactory.getLog(PageStream.class);

	private static final Duration RECONNECT = Duration.ofSeconds(2);

	private final SseBuilder sse;

	private final @Nullable AsyncContext async;

	private final Owner owner;

	private final Executor executor;

	private final Consumer<PageStream> onGone;

	private final long openedAt = System.nanoTime();

	private final AtomicInteger work = new AtomicInteger(1);

	private volatile boolean changed = true;

	private volatile boolean ended;

	/**
	 * Creates a stream.
	 * @param sse sends the events
	 * @param async the request, or {@code null} if the container has none
	 * @param owner who listens
	 * @param executor sends events
	 * @param onGone is told when the stream has ended
	 */
	PageStream(SseBuilder sse, @Nullable AsyncContext async, Owner owner, Executor executor,
			Consumer<PageStream> onGone) {
		this.sse = sse;
		this.async = async;
		this.owner = owner;
		this.executor = executor;
		this.onGone = onGone;
		sse.onComplete(() -> onGone.accept(this));
	}

	Owner owner() {
		return this.owner;
	}

	Duration age() {
		return Duration.ofNanos(System.nanoTime() - this.openedAt);
	}

	/**
	 * Send the first event, on the thread of the request: until then, others must not
	 * touch the response.
	 */
	void open() {
		work();
	}

	/**
	 * Tells the browser that something has changed.
	 */
	void change() {
		this.changed = true;
		beat();
	}

	void end() {
		this.ended = true;
		beat();
	}

	/**
	 * Send what there is to send or else a comment, which shows whether the browser is
	 * still there.
	 */
	void beat() {
		if (this.work.getAndIncrement() == 0) {
			this.executor.execute(this::work);
		}
	}

	private void work() {
		int done;
		do {
			done = this.work.get();
			if (!send()) {
				// A later caller finds work that is never done
				return;
			}
		}
		while (this.work.addAndGet(-done) != 0);
	}

	private boolean send() {
		try {
			if (this.ended) {
				complete();
				return false;
			}
			if (this.changed) {
				this.changed = false;
				this.sse.retry(RECONNECT).data("changed");
			}
			else {
				this.sse.comment("").send();
			}
			return true;
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("A browser has left the sign-in page: " + ex);
			// Containers do not always report the end of a request whose write has failed
			this.onGone.accept(this);
			fail(ex);
			return false;
		}
	}

	// Spring would dispatch the request once more, through filters that refuse it when
	// the
	// session has ended and that log an error since the response has begun
	private void complete() {
		if (this.async != null) {
			this.async.complete();
		}
		else {
			this.sse.complete();
		}
	}

	private void fail(Exception failure) {
		if (this.async == null) {
			this.sse.error(failure);
			return;
		}
		try {
			this.async.complete();
		}
		catch (IllegalStateException ex) {
			logger.trace("The container has ended the request by itself");
		}
	}

	/**
	 * The user of the application who listens.
	 *
	 * @param sessionId the id of the session, or {@code null} if there is none
	 * @param principal the name of the user, or {@code null} for anyone
	 */
	record Owner(@Nullable String sessionId, @Nullable String principal) {

	}

}
