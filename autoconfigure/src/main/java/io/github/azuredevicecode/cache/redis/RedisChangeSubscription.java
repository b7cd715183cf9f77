package io.github.azuredevicecode.cache.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.azuredevicecode.cache.support.ChangeWatcher;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.SubscriptionListener;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;

/**
 * Watcher that subscribes to a channel, and looks at an interval whether it still does.
 * Messages can be lost, so it also compares the watched logins with those it has last
 * seen: after each subscription, and every so many looks. Thread safe.
 */
final class RedisChangeSubscription extends ChangeWatcher<String> {

	private static final Logger logger = LoggerFactory.getLogger(RedisChangeSubscription.class);

	private static final String THREAD_NAME = "azure-device-code-redis-watch";

	private static final Duration RETRY = Duration.ofSeconds(2);

	// A connection that nothing is sent on can be dead without either end knowing
	private static final int LOOKS_PER_COMPARISON = 30;

	private final RedisConnectionFactory connections;

	private final ChannelTopic channel;

	private final RedisLoginStorage storage;

	private final Map<String, String> seen = new ConcurrentHashMap<>();

	private final AtomicBoolean comparisonDue = new AtomicBoolean();

	private @Nullable RedisMessageListenerContainer container;

	// Of the watch thread
	private int looks;

	RedisChangeSubscription(RedisConnectionFactory connections, String channel, RedisLoginStorage storage) {
		this(connections, channel, storage, RETRY);
	}

	RedisChangeSubscription(RedisConnectionFactory connections, String channel, RedisLoginStorage storage,
			Duration interval) {
		super(THREAD_NAME, Duration.ZERO, interval);
		this.connections = connections;
		this.channel = ChannelTopic.of(channel);
		this.storage = storage;
	}

	@Override
	protected void onWatch(String id) {
		// The next comparison finds a change
		this.seen.remove(id);
		compareSoon();
	}

	// Together with all that are watched until the thread gets to it
	private void compareSoon() {
		if (this.comparisonDue.compareAndSet(false, true)) {
			executor().execute(this::compareIfDue);
		}
	}

	@Override
	protected void look() {
		this.looks++;
		if (this.looks % LOOKS_PER_COMPARISON == 0) {
			this.comparisonDue.set(true);
		}
		compareIfDue();
		try {
			subscribe();
		}
		catch (RuntimeException | LinkageError ex) {
			throw RedisScripts.unusable(this.connections, ex);
		}
	}

	private void compareIfDue() {
		if (!this.comparisonDue.getAndSet(false)) {
			return;
		}
		boolean compared = false;
		try {
			compare();
			compared = true;
		}
		finally {
			if (!compared) {
				this.comparisonDue.set(true);
			}
		}
	}

	private void compare() {
		Set<String> ids = watched();
		this.seen.keySet().retainAll(ids);
		this.storage.states(ids).forEach((id, state) -> {
			if (!state.equals(this.seen.put(id, state))) {
				changed(id);
			}
		});
	}

	private void heard(String message) {
		String id = RedisLoginStorage.id(message);
		String state = RedisLoginStorage.state(message);
		String before = this.seen.replace(id, state);
		// Of those that were not seen yet, the next comparison tells
		if (before != null && !before.equals(state)) {
			changed(id);
		}
	}

	// The container recovers from an outage, but not from one at its start, and not from
	// all that Redis may answer while it starts
	private synchronized void subscribe() {
		if (isClosed() || (this.container != null && this.container.isListening())) {
			return;
		}
		stop();
		RedisMessageListenerContainer container = new RedisMessageListenerContainer();
		this.container = container;
		SimpleAsyncTaskExecutor subscriptions = new SimpleAsyncTaskExecutor(THREAD_NAME + "-subscription-");
		subscriptions.setDaemon(true);
		container.setConnectionFactory(this.connections);
		container.setSubscriptionExecutor(subscriptions);
		container.setTaskExecutor(executor());
		container.setRecoveryInterval(RETRY.toMillis());
		container.afterPropertiesSet();
		container.addMessageListener(new Listener(), this.channel);
		container.start();
	}

	private void stop() {
		try {
			if (this.container != null) {
				this.container.destroy();
			}
		}
		// Of any kind, since the client may have been stopped or be of another version
		catch (Exception | LinkageError ex) {
			logger.debug("Could not end a subscription", ex);
		}
	}

	@Override
	public void close() {
		super.close();
		synchronized (this) {
			stop();
		}
	}

	/**
	 * Compares after each subscription, since messages may have been missed before it;
	 * the driver subscribes again by itself after it has lost the connection.
	 */
	private final class Listener implements MessageListener, SubscriptionListener {

		@Override
		public void onMessage(Message message, byte @Nullable [] pattern) {
			heard(new String(message.getBody(), StandardCharsets.UTF_8));
		}

		@Override
		public void onChannelSubscribed(byte[] channel, long count) {
			compareSoon();
		}

	}

}
