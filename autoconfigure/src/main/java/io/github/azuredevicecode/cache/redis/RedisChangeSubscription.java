package io.github.azuredevicecode.cache.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

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
 * Thread safe.
 */
final class RedisChangeSubscription extends ChangeWatcher<String> {

	private static final Logger logger = LoggerFactory.getLogger(RedisChangeSubscription.class);

	private static final String THREAD_NAME = "azure-device-code-redis-watch";

	private static final Duration RETRY = Duration.ofSeconds(2);

	// A connection that nothing is sent on can be dead without either end knowing
	private static final int LOOKS_PER_CALL = 30;

	private final RedisConnectionFactory connections;

	private final ChannelTopic channel;

	private volatile boolean subscribed;

	private @Nullable RedisMessageListenerContainer container;

	// Of the watch thread
	private int looks;

	RedisChangeSubscription(RedisConnectionFactory connections, String channel) {
		super(THREAD_NAME, Duration.ZERO, RETRY);
		this.connections = connections;
		this.channel = ChannelTopic.of(channel);
	}

	@Override
	protected void onWatch(String id) {
		if (this.subscribed) {
			executor().execute(() -> changed(id));
		}
	}

	@Override
	protected void look() {
		this.looks++;
		if (this.looks % LOOKS_PER_CALL == 0) {
			changed();
		}
		subscribe();
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
		catch (Exception ex) {
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
	 * Calls all listeners after each subscription, since messages may have been missed
	 * before it; the driver subscribes again by itself after it has lost the connection.
	 */
	private final class Listener implements MessageListener, SubscriptionListener {

		@Override
		public void onMessage(Message message, byte @Nullable [] pattern) {
			changed(new String(message.getBody(), StandardCharsets.UTF_8));
		}

		@Override
		public void onChannelSubscribed(byte[] channel, long count) {
			RedisChangeSubscription.this.subscribed = true;
			changed();
		}

	}

}
