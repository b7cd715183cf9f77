package io.github.azuredevicecode.credential;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.credential.signin.SignInCoordinator;
import io.github.azuredevicecode.credential.state.SignedInState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows what other processes that share the token cache do to the logins. Thread safe.
 */
final class CacheWatch {

	private static final Logger logger = LoggerFactory.getLogger(CacheWatch.class);

	private final SignedInState logins;

	private final SignInCoordinator signIns;

	private final Executor executor;

	CacheWatch(SignedInState logins, SignInCoordinator signIns, Executor executor) {
		this.logins = logins;
		this.signIns = signIns;
		this.executor = executor;
	}

	void begin() {
		this.logins.watch(this::changed);
	}

	private void changed(boolean cae) {
		try {
			this.executor.execute(() -> {
				try {
					this.signIns.changed(this.logins.load(cae), cae);
				}
				catch (TokenCacheException ex) {
					// The next look brings it
					logger.debug("A change of the login could not be read", ex);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			// The credential is closed
			logger.trace("A change of the login came after the close");
		}
	}

}
