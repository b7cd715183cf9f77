package io.github.azuredevicecode.concurrent;

import java.time.Instant;
import java.util.List;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodeListener.AuthenticatedEvent;
import io.github.azuredevicecode.DeviceCodeListener.FailedEvent;
import io.github.azuredevicecode.DeviceCodeListener.PromptEvent;
import io.github.azuredevicecode.DeviceCodeListener.SignedOutEvent;
import io.github.azuredevicecode.DeviceCodeListener.TokenAcquiredEvent;
import io.github.azuredevicecode.DeviceCodeListener.TokenCacheAvailabilityEvent;
import io.github.azuredevicecode.DeviceCodePrompt;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates the events of one credential and passes them to its listener, whose faults it
 * keeps from the credential. Thread safe.
 */
public final class CredentialEventPublisher {

	private static final Logger logger = LoggerFactory.getLogger(CredentialEventPublisher.class);

	private final String credentialName;

	private final DeviceCodeListener listener;

	public CredentialEventPublisher(String credentialName, DeviceCodeListener listener) {
		this.credentialName = credentialName;
		this.listener = new CompositeListener(List.of(listener));
	}

	public void prompt(DeviceCodePrompt prompt) {
		this.listener.onPrompt(PromptEvent.of(prompt));
	}

	public void authenticated(String attemptId, AuthenticationRecord authenticationRecord) {
		logger.info("Signed in. Credential: {}, attempt: {}", this.credentialName, attemptId);
		this.listener.onAuthenticated(AuthenticatedEvent.of(this.credentialName, attemptId, authenticationRecord));
	}

	public void failed(String attemptId, ClientAuthenticationException exception) {
		logger.info("The sign-in has ended without a user. Credential: {}, attempt: {}. {}", this.credentialName,
				attemptId, exception.getMessage());
		this.listener.onFailed(FailedEvent.of(this.credentialName, attemptId, exception));
	}

	public void tokenAcquired(@Nullable AuthenticationRecord authenticationRecord, Instant expiresAt) {
		this.listener.onTokenAcquired(TokenAcquiredEvent.of(this.credentialName, authenticationRecord, expiresAt));
	}

	public void tokenCacheAvailability(boolean available) {
		this.listener.onTokenCacheAvailability(TokenCacheAvailabilityEvent.of(this.credentialName, available));
	}

	public void signedOut(@Nullable AuthenticationRecord authenticationRecord) {
		logger.info("Signed out. Credential: {}", this.credentialName);
		this.listener.onSignedOut(SignedOutEvent.of(this.credentialName, authenticationRecord));
	}

}
