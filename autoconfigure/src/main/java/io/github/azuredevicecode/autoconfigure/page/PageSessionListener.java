package io.github.azuredevicecode.autoconfigure.page;

import io.github.azuredevicecode.page.DeviceCodePageStreams;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionIdListener;
import jakarta.servlet.http.HttpSessionListener;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Listener that ends the streams of a session with it. Spring Boot registers it with the
 * servlet container, before the streams are needed.
 */
final class PageSessionListener implements HttpSessionListener, HttpSessionIdListener {

	private final ObjectProvider<DeviceCodePageStreams> streams;

	PageSessionListener(ObjectProvider<DeviceCodePageStreams> streams) {
		this.streams = streams;
	}

	@Override
	public void sessionDestroyed(HttpSessionEvent event) {
		this.streams.ifAvailable((streams) -> streams.endSession(event.getSession().getId()));
	}

	@Override
	public void sessionIdChanged(HttpSessionEvent event, String oldSessionId) {
		this.streams.ifAvailable((streams) -> streams.endSession(oldSessionId));
	}

}
