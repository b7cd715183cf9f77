package io.github.azuredevicecode.autoconfigure.page;

import io.github.azuredevicecode.page.DeviceCodePageStreams;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationListener;
import org.springframework.security.authentication.event.LogoutSuccessEvent;

/**
 * Listener that ends the streams of a user who logs out, also where the session
 * continues.
 */
final class PageLogoutListener implements ApplicationListener<LogoutSuccessEvent> {

	private final ObjectProvider<DeviceCodePageStreams> streams;

	PageLogoutListener(ObjectProvider<DeviceCodePageStreams> streams) {
		this.streams = streams;
	}

	@Override
	public void onApplicationEvent(LogoutSuccessEvent event) {
		this.streams.ifAvailable((streams) -> streams.endPrincipal(event.getAuthentication().getName()));
	}

}
