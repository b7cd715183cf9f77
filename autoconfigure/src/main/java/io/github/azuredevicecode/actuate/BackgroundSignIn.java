package io.github.azuredevicecode.actuate;

import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.SignInCancelledException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A sign-in that an operator begins and does not wait for. Thread safe.
 */
final class BackgroundSignIn {

	private static final Log logger = LogFactory.getLog(BackgroundSignIn.class);

	private final DeviceCodeCredential credential;

	private final DeviceCodeLoginState state;

	private final Executor executor;

	private @Nullable FutureTask<Void> task;

	BackgroundSignIn(DeviceCodeCredential credential, DeviceCodeLoginState state, Executor executor) {
		this.credential = credential;
		this.state = state;
		this.executor = executor;
	}

	/**
	 * Begin a sign-in, or join the one that is under way.
	 * @return {@code false} if one that was begun here has not ended
	 */
	synchronized boolean start() {
		if (this.task != null && !this.task.isDone()) {
			return false;
		}
		FutureTask<Void> task = new FutureTask<>(this::signIn, null);
		this.executor.execute(task);
		this.task = task;
		return true;
	}

	/**
	 * End the sign-in that was begun here; the interrupt is what the credential takes for
	 * a caller's wish not to wait.
	 * @return {@code false} if none was begun here or it has ended
	 */
	synchronized boolean cancel() {
		return this.task != null && this.task.cancel(true);
	}

	private void signIn() {
		DeviceCodeLoginFailure before = this.state.current().lastFailure();
		try {
			// Not getToken, which would not ask while automatic authentication is
			// disabled
			this.credential.authenticate();
		}
		catch (SignInCancelledException ex) {
			logger.debug("The sign-in that an operator began was cancelled");
		}
		catch (ClientAuthenticationException ex) {
			if (this.state.current().lastFailure() == before) {
				this.state.notAttempted(ex);
			}
			logger.warn("The sign-in that an operator began has failed: " + ex.getMessage());
		}
		catch (RuntimeException ex) {
			logger.warn("The sign-in that an operator began has failed", ex);
		}
	}

}
