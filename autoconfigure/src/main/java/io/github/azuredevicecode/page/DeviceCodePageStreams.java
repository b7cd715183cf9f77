package io.github.azuredevicecode.page;

import java.security.Principal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.github.azuredevicecode.management.DeviceCodeStatusRegistry;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.web.servlet.function.ServerResponse;
import org.springframework.web.servlet.function.ServerResponse.SseBuilder;

/**
 * Tells browsers by server-sent events that a login has changed. What it is now they ask
 * for themselves, so that each answer is subject to the application's security. A browser
 * that is slow or gone holds up nobody. Streams end before the web server does. Thread
 * safe.
 *
 * @since 0.1
 */
public final class DeviceCodePageStreams implements SmartLifecycle {

	static final int LIMIT = 64;

	private static final Duration HEARTBEAT = Duration.ofSeconds(15);

	// A browser opens another at once, which the application's security decides about
	// again
	private static final Duration MAX_AGE = Duration.ofMinutes(10);

	private final DeviceCodeStatusRegistry statusRegistry;

	private final Runnable listener = () -> this.streams.forEach(PageStream::change);

	private final Set<PageStream> streams = ConcurrentHashMap.newKeySet();

	private final SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("device-code-page-");

	private volatile @Nullable ScheduledExecutorService heartbeats;

	/**
	 * Creates streams that open once this has been started.
	 * @param statusRegistry tells of changes
	 */
	public DeviceCodePageStreams(DeviceCodeStatusRegistry statusRegistry) {
		this.statusRegistry = statusRegistry;
		this.executor.setDaemon(true);
	}

	@Override
	public void start() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("device-code-page-heartbeat-");
		threads.setDaemon(true);
		ScheduledExecutorService heartbeats = Executors.newSingleThreadScheduledExecutor(threads);
		heartbeats.scheduleWithFixedDelay(this::beat, HEARTBEAT.toNanos(), HEARTBEAT.toNanos(), TimeUnit.NANOSECONDS);
		this.heartbeats = heartbeats;
		this.statusRegistry.addChangeListener(this.listener);
	}

	@Override
	public void stop() {
		this.statusRegistry.removeChangeListener(this.listener);
		ScheduledExecutorService heartbeats = this.heartbeats;
		this.heartbeats = null;
		if (heartbeats != null) {
			heartbeats.shutdownNow();
		}
		this.streams.forEach(PageStream::end);
	}

	@Override
	public boolean isRunning() {
		return this.heartbeats != null;
	}

	/**
	 * Returns whether another stream may be opened. Requests of the same moment may
	 * exceed the limit a little.
	 * @return whether there are not too many already
	 */
	boolean permitsAnother() {
		return isRunning() && this.streams.size() < LIMIT;
	}

	ServerResponse open(HttpServletRequest request) {
		HttpSession session = request.getSession(false);
		Principal principal = request.getUserPrincipal();
		PageStream.Owner owner = new PageStream.Owner((session != null) ? session.getId() : null,
				(principal != null) ? principal.getName() : null);
		return ServerResponse.sse((sse) -> open(sse, request, owner), Duration.ZERO);
	}

	private void open(SseBuilder sse, HttpServletRequest request, PageStream.Owner owner) {
		AsyncContext async = request.isAsyncStarted() ? request.getAsyncContext() : null;
		PageStream stream = new PageStream(sse, async, owner, this.executor, this.streams::remove);
		this.streams.add(stream);
		stream.open();
		if (!isRunning()) {
			stream.end();
		}
	}

	/**
	 * Ends the streams of a session of the application, which has ended or has another id
	 * now. A browser that may still see the page opens another.
	 * @param sessionId the id of the session
	 */
	public void endSession(String sessionId) {
		end((owner) -> sessionId.equals(owner.sessionId()));
	}

	/**
	 * Ends the streams of a user of the application, who has logged out.
	 * @param name the name of the user
	 */
	public void endPrincipal(String name) {
		end((owner) -> name.equals(owner.principal()));
	}

	private void end(Predicate<PageStream.Owner> owners) {
		this.streams.stream().filter((stream) -> owners.test(stream.owner())).forEach(PageStream::end);
	}

	/**
	 * Returns how many browsers listen.
	 * @return the number of open streams
	 */
	public int size() {
		return this.streams.size();
	}

	private void beat() {
		this.streams.forEach((stream) -> {
			if (stream.age().compareTo(MAX_AGE) > 0) {
				stream.end();
			}
			else {
				stream.beat();
			}
		});
	}

}
