package io.github.azuredevicecode.credential.signin;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeInstrumentation.ActivityOutcome;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.entra.TenantResolver;
import io.github.azuredevicecode.identifier.EntraCloud;
import org.jspecify.annotations.Nullable;

/**
 * The call of the prompt handler for one code.
 */
final class PromptInvocation {

	private final DeviceCodePrompt prompt;

	private final SignInContext context;

	private final FutureTask<Boolean> handling = new FutureTask<>(this::handle);

	private final AtomicBoolean limited = new AtomicBoolean();

	private volatile @Nullable Thread handler;

	PromptInvocation(DeviceCodePrompt prompt, SignInContext context) {
		this.prompt = prompt;
		this.context = context;
	}

	/**
	 * Creates the prompt for a code.
	 * @param authorization the code
	 * @param subject the attempt
	 * @param context the context of the credential that asks
	 * @param end the time from the issue of the code until it or the attempt ends
	 * @param replacesPrevious whether a code was shown before in the same attempt
	 * @return the prompt
	 */
	static DeviceCodePrompt prompt(DeviceAuthorizationResponse authorization, SignInAttempt.Subject subject,
			SignInContext context, Duration end, boolean replacesPrevious) {
		TokenRequest request = subject.request();
		Instant issuedAt = context.time().instant().minus(authorization.issuedAt().age(context.time()));
		return new DeviceCodePrompt(subject.attemptId(), authorization.verificationUri(),
				EntraCloud.isTrustedVerificationUri(authorization.verificationUri(),
						URI.create(context.authority().authority())),
				authorization.userCode(), issuedAt.plus(end), authorization.message(), context.authority().clientId(),
				TenantResolver.resolved(request), request.scopes(), context.observability().credentialName(),
				replacesPrevious);
	}

	DeviceCodePrompt prompted() {
		return this.prompt;
	}

	/**
	 * Returns the call, cancelled to interrupt the handler.
	 * @return the call
	 */
	Future<?> handling() {
		return this.handling;
	}

	/**
	 * Returns whether the handler works still, and nobody limits its time yet.
	 * @return {@code true} at most once
	 */
	boolean isToBeLimited() {
		return !this.handling.isDone() && this.limited.compareAndSet(false, true);
	}

	/**
	 * Calls the handler on this thread.
	 * @return {@code false} if the call was cancelled
	 * @throws ClientAuthenticationException if the handler throws
	 */
	boolean show() {
		this.handling.run();
		try {
			if (this.handling.isCancelled()) {
				// The interrupt was for the handler alone
				Thread.interrupted();
				return false;
			}
			return this.handling.get();
		}
		catch (ExecutionException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			String message = (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getName();
			this.context.events()
				.log()
				.warn("The prompt handler has failed, and the sign-in with it.")
				.attempt(this.prompt.attemptId())
				.with("promptHandler", this.context.policy().promptHandler().getClass().getName())
				.log();
			throw new ClientAuthenticationException("Authentication failed: " + message, null, cause);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SignInCancelledException("The thread of the prompt handler was interrupted", null, ex);
		}
	}

	/**
	 * Interrupts the handler, unless it is the handler itself that has ended its sign-in.
	 */
	void end() {
		this.handling.cancel(this.handler != Thread.currentThread());
	}

	private boolean handle() {
		this.handler = Thread.currentThread();
		this.context.promptCalls().run(() -> {
			this.context.events().prompt(this.prompt);
			this.context.measure(Operation.PROMPT, this.prompt.attemptId()).measure(() -> {
				this.context.policy().promptHandler().prompt(this.prompt);
				return true;
			}, (shown) -> ActivityOutcome.SUCCESS);
		});
		return true;
	}

}
