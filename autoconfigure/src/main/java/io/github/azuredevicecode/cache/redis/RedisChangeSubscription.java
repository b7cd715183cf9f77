package io.github.azuredevicecode.cache.redis;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.cache.support.ChangeListeners;
import io.github.azuredevicecode.cache.support.ChangeThread;
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
 * Hears of changes by messages. Thread safe.
 */
final class RedisChangeSubscription implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RedisChangeSubscription.class);

	private static final String THREAD_NAME = "azure-device-code-redis-watch";

	private static final long RETRY_MILLIS = 2000;

	// A connection that nothing is sent on can be dead without either end knowing
	private static final long CALL_ALL_SECONDS = 60;

	private final RedisConnectionFactory connections;

	private final ChannelTopic channel;

	private final ChangeListeners watchers = new ChangeListeners();

	private final ChangeThread thread = new ChangeThread(THREAD_NAME);

	private final AtomicBoolean started = new AtomicBoolean();

	private volatile boolean subscribed;

	private @Nullable RedisMessageListenerContainer container;

	// Of the watch thread
	private boolean down;

	RedisChangeSubscription(RedisConnectionFactory connections, String channel) {
		this.connections = connections;
		this.channel = ChannelTopic.of(channel);
	}

	TokenCache.Watch watch(String id, Runnable onChange) {
		TokenCache.Watch watch = this.watchers.add(id, onChange);
		if (this.started.compareAndSet(false, true)) {
			this.thread.scheduleWithFixedDelay(this::subscribe, 0, RETRY_MILLIS, TimeUnit.MILLISECONDS);
			this.thread.scheduleWithFixedDelay(this.watchers::callAll, CALL_ALL_SECONDS, CALL_ALL_SECONDS,
					TimeUnit.SECONDS);
		}
		else if (this.subscribed) {
			// In case of a change after the login was loaded and before it was watched
			this.thread.execute(() -> this.watchers.call(id));
		}
		return watch;
	}

	// The container recovers from an outage, but not from one at its start, and not from
	// all that Redis may answer while it starts
	private synchronized void subscribe() {
		if (this.thread.isShutdown() || (this.container != null && this.container.isListening())) {
			return;
		}
		stop();
		RedisMessageListenerContainer container = new RedisMessageListenerContainer();
		this.container = container;
		try {
			SimpleAsyncTaskExecutor subscriptions = new SimpleAsyncTaskExecutor(THREAD_NAME + "-subscription-");
			subscriptions.setDaemon(true);
			container.setConnectionFactory(this.connections);
			container.setSubscriptionExecutor(subscriptions);
			container.setTaskExecutor(this.thread);
			container.setRecoveryInterval(RETRY_MILLIS);
			container.afterPropertiesSet();
			container.addMessageListener(new Listener(), this.channel);
			container.start();
			this.down = false;
		}
		// Of any kind, since it would end the attempts
		catch (RuntimeException ex) {
			if (!this.down && !this.thread.isShutdown()) {
				logger.warn("Changes of logins by others are not heard of for now; this is tried again every "
						+ RETRY_MILLIS + " ms", ex);
			}
			this.down = true;
		}
	}

	private void stop() {
		try {
			if (this.container != null) {
				this.container.destroy();
			}
		}
		catch (Exception ex) {
			logger.debug("Could not end a subscription", ex);
		}
	}

	@Override
	public void close() {
		this.thread.shutdownNow();
		synchronized (this) {
			stop();
		}
	}

	/**
	 * Calls all watchers after each subscription, since messages may have been missed
	 * before it; the driver subscribes again by itself after it has lost the connection.
	 */
	private final class Listener implements MessageListener, SubscriptionListener {

		@Override
		public void onMessage(Message message, byte @Nullable [] pattern) {
			RedisChangeSubscription.this.watchers.call(new String(message.getBody(), StandardCharsets.UTF_8));
		}

		@Override
		public void onChannelSubscribed(byte[] channel, long count) {
			RedisChangeSubscription.this.subscribed = true;
			RedisChangeSubscription.this.watchers.callAll();
		}

	}

}
