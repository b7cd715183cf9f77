package io.github.azuredevicecode.credential;

import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.credential.signin.SignInCoordinator;
import io.github.azuredevicecode.credential.state.SignedInState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what other processes that share the token cache do to the logins. Thread safe.
 */
final class CacheWatch {

	private static final Logger logger = LoggerFactory.getLogger(CacheWatch.class);

	private final SignedInState logins;

	private final SignInCoordinator signIns;

	private final CredentialExecutor executor;

	CacheWatch(SignedInState logins, SignInCoordinator signIns, CredentialExecutor executor) {
		this.logins = logins;
		this.signIns = signIns;
		this.executor = executor;
	}

	void begin() {
		this.logins.watch(this::changed);
	}

	private void changed(LoginMode mode) {
		// The store does not tell of it again if the executor refuses
		this.executor.execute(() -> look(mode), (refusal) -> look(mode));
	}

	private void look(LoginMode mode) {
		this.logins.load(mode)
			.thenAccept((signedIn) -> this.signIns.changed(signedIn.login(), mode))
			.whenComplete((done, failure) -> failed(failure));
	}

	// The credential is closed, or the end of the outage brings the change
	private static void failed(@Nullable Throwable failure) {
		if (failure != null) {
			logger.debug("A change of the login could not be read", failure);
		}
	}

}
