package io.github.azuredevicecode.event;

import io.github.azuredevicecode.DeviceCodeListener;

import org.springframework.context.ApplicationEventPublisher;

/**
 * {@link DeviceCodeListener} that publishes application events. Thread safe.
 *
 * @since 0.1
 */
public class ApplicationEventDeviceCodeListener implements DeviceCodeListener {

	private final ApplicationEventPublisher publisher;

	/**
	 * Creates a listener.
	 * @param publisher publishes the events
	 */
	public ApplicationEventDeviceCodeListener(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void onPrompt(PromptEvent event) {
		this.publisher.publishEvent(new DeviceCodePromptEvent(this, event.prompt()));
	}

	@Override
	public void onAuthenticated(AuthenticatedEvent event) {
		this.publisher.publishEvent(new DeviceCodeAuthenticatedEvent(this, event.credentialName(), event.attemptId(),
				event.authenticationRecord()));
	}

	@Override
	public void onFailed(FailedEvent event) {
		this.publisher.publishEvent(new DeviceCodeAuthenticationFailedEvent(this, event.credentialName(),
				event.attemptId(), event.exception()));
	}

	@Override
	public void onSignedOut(SignedOutEvent event) {
		this.publisher
			.publishEvent(new DeviceCodeSignedOutEvent(this, event.credentialName(), event.authenticationRecord()));
	}

}
