package io.github.azuredevicecode.credential.signin;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

import io.github.azuredevicecode.DeviceCodeInstrumentation.Detail;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.github.azuredevicecode.concurrent.CredentialEventPublisher;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.MeasuredActivity;
import io.github.azuredevicecode.concurrent.Observability;
import io.github.azuredevicecode.concurrent.Pace;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.entra.InstanceDiscovery;
import io.github.azuredevicecode.entra.http.HttpTransport;

/**
 * The collaborators of an attempt to sign in.
 *
 * @param authority the application and where to sign in to it
 * @param policy when and how a user is asked
 * @param transport carries its requests
 * @param discovery confirms the authority
 * @param time tells the time
 * @param executor runs its steps
 * @param events tells the listener what happens
 * @param promptCalls keeps prompt handlers from waiting for themselves
 * @param pace the pace of prompts
 * @param random names attempts
 * @param observability the name of the credential, and what measures it
 */
public record SignInContext(AuthoritySettings authority, SignInPolicy policy, HttpTransport transport,
		InstanceDiscovery discovery, TimeSource time, CredentialExecutor executor, CredentialEventPublisher events,
		PromptCalls promptCalls, Pace pace, RandomGenerator random, Observability observability) {

	// While nobody signs in, so that a person who declines is not asked by each caller
	private static final int PROMPTS_AT_ONCE = 5;

	private static final Duration PROMPT_INTERVAL = Duration.ofMinutes(1);

	/**
	 * Creates a context.
	 * @param authority the application and where to sign in to it
	 * @param policy when and how a user is asked
	 * @param transport carries its requests
	 * @param discovery confirms the authority
	 * @param time tells the time
	 * @param executor runs its steps
	 * @param events tells the listener what happens
	 * @param promptCalls keeps prompt handlers from waiting for themselves
	 * @param random names attempts
	 * @param observability the name of the credential, and what measures it
	 */
	public SignInContext(AuthoritySettings authority, SignInPolicy policy, HttpTransport transport,
			InstanceDiscovery discovery, TimeSource time, CredentialExecutor executor, CredentialEventPublisher events,
			PromptCalls promptCalls, RandomGenerator random, Observability observability) {
		this(authority, policy, transport, discovery, time, executor, events, promptCalls,
				new Pace(time, PROMPTS_AT_ONCE, PROMPT_INTERVAL), random, observability);
	}

	String newId() {
		return new UUID(this.random.nextLong(), this.random.nextLong()).toString();
	}

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
