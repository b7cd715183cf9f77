package io.github.azuredevicecode.event;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodePrompt;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Turns what the credential tells into application events. Thread safe.
 */
public class ApplicationEventDeviceCodeListener implements DeviceCodeListener {

	private final ApplicationEventPublisher publisher;

	private final String credentialName;

	/**
	 * Create a listener.
	 * @param publisher where the events go
	 */
	public ApplicationEventDeviceCodeListener(ApplicationEventPublisher publisher) {
		this(publisher, DeviceCodeCredential.DEFAULT_NAME);
	}

	private ApplicationEventDeviceCodeListener(ApplicationEventPublisher publisher, String credentialName) {
		this.publisher = publisher;
		this.credentialName = credentialName;
	}

	@Override
	public DeviceCodeListener forCredential(String credentialName) {
		return new ApplicationEventDeviceCodeListener(this.publisher, credentialName);
	}

	@Override
	public void prompted(DeviceCodePrompt prompt) {
		this.publisher.publishEvent(new DeviceCodePromptEvent(this, prompt));
	}

	@Override
	public void authenticated(String attemptId, AuthenticationRecord authenticationRecord) {
		this.publisher
			.publishEvent(new DeviceCodeAuthenticatedEvent(this, this.credentialName, attemptId, authenticationRecord));
	}

	@Override
	public void failed(String attemptId, ClientAuthenticationException exception) {
		this.publisher
			.publishEvent(new DeviceCodeAuthenticationFailedEvent(this, this.credentialName, attemptId, exception));
	}

	@Override
	public void signedOut(@Nullable AuthenticationRecord authenticationRecord) {
		this.publisher.publishEvent(new DeviceCodeSignedOutEvent(this, this.credentialName, authenticationRecord));
	}

}
