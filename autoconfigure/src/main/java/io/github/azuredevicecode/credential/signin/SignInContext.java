package io.github.azuredevicecode.credential.signin;

import java.util.Map;

import io.github.azuredevicecode.DeviceCodeInstrumentation.Detail;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.github.azuredevicecode.concurrent.CredentialEventPublisher;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.MeasuredActivity;
import io.github.azuredevicecode.concurrent.Observability;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.entra.InstanceDiscovery;
import io.github.azuredevicecode.entra.http.HttpTransport;

/**
 * What an attempt to sign in works with.
 *
 * @param authority the application and where to sign in to it
 * @param policy when and how a user is asked
 * @param transport carries its requests
 * @param discovery confirms the authority
 * @param time tells the time
 * @param executor runs its steps
 * @param events tells the listener what happens
 * @param promptCalls keeps prompt handlers from waiting for themselves
 * @param observability the name of the credential, and what measures it
 */
public record SignInContext(AuthoritySettings authority, SignInPolicy policy, HttpTransport transport,
		InstanceDiscovery discovery, TimeSource time, CredentialExecutor executor, CredentialEventPublisher events,
		PromptCalls promptCalls, Observability observability) {

	/**
	 * Starts to measure a step.
	 * @param operation the step
	 * @param attemptId the attempt that it is a part of
	 * @return the activity
	 */
	MeasuredActivity measure(Operation operation, String attemptId) {
		return MeasuredActivity.begin(this.observability.instrumentation(), operation,
				Map.of(Detail.ATTEMPT_ID, attemptId));
	}

}
