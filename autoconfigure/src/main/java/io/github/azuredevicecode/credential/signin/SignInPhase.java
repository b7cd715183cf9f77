package io.github.azuredevicecode.credential.signin;

import java.util.concurrent.Future;

import io.github.azuredevicecode.credential.signin.SignInAttempt.Subject;
import org.jspecify.annotations.Nullable;

/**
 * Progress of an attempt to sign a user in. Immutable.
 */
sealed interface SignInPhase {

	Subject subject();

	/**
	 * There is no code yet.
	 *
	 * @param subject the attempt
	 * @param underWay the request for a code, or {@code null}
	 */
	record Asking(Subject subject, @Nullable Future<?> underWay) implements SignInPhase {
	}

	/**
	 * A code is shown.
	 *
	 * @param subject the attempt
	 * @param loop the polling with it
	 */
	record Showing(Subject subject, PollingLoop loop) implements SignInPhase {
	}

	/**
	 * The attempt has ended.
	 *
	 * @param subject the attempt
	 */
	record Ended(Subject subject) implements SignInPhase {
	}

}
