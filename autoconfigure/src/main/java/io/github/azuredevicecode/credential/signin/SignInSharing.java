package io.github.azuredevicecode.credential.signin;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.PendingSignIn;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.Moment;

/**
 * The coordination of a sign-in with the other processes that share its login. Thread
 * safe; no method blocks.
 */
interface SignInSharing {

	/**
	 * Finds the sign-in that is under way, or makes one if it is still needed.
	 * @param request what the user is to be asked, with the tenant it goes to
	 * @param attemptId the name of a new attempt
	 * @param isNeeded tells from the login whether a new sign-in is needed
	 * @return what to do; fails with a
	 * {@link io.github.azuredevicecode.TokenCacheException} if the store cannot be used
	 */
	CompletableFuture<Beginning> join(TokenRequest request, String attemptId, Predicate<CachedLogin> isNeeded);

	/**
	 * Shows a code to the others, in place of the one that they show.
	 * @param authorization the code
	 * @return whether it is the one that they show, or will; if not, the sign-in was
	 * ended
	 */
	CompletableFuture<Boolean> publish(DeviceAuthorizationResponse authorization);

	/**
	 * Finds out what to do when an interval has passed.
	 * @param interval the interval that the service has asked this process for
	 * @return what to do
	 */
	CompletableFuture<Turn> turn(Duration interval);

	/**
	 * Looks what the others have done.
	 * @return what to do, never {@link Turn.Poll}
	 */
	CompletableFuture<Turn> look();

	/**
	 * Returns whether another process may have got the answer that a code gives once.
	 * @return whether others have polled, or may have
	 */
	boolean othersMayHavePolled();

	/**
	 * Returns whether another process polls, and may be waiting for an answer.
	 * @return whether one does, as far as this process knows
	 */
	boolean othersPoll();

	/**
	 * Returns the login that the sign-in began with.
	 * @return the login
	 */
	CachedLogin from();

	/**
	 * Lets another process go on at once.
	 */
	void release();

	/**
	 * Ends the sign-in for all processes.
	 */
	void withdraw();

	/**
	 * The way to begin.
	 */
	sealed interface Beginning {

		/**
		 * Ask for a code.
		 */
		record Ask() implements Beginning {
		}

		/**
		 * Do nothing, since nobody needs a sign-in any more.
		 *
		 * @param isSignedIn whether there is a login to use
		 */
		record Needless(boolean isSignedIn) implements Beginning {
		}

		/**
		 * Wait, since another process is asking for one.
		 */
		record Wait() implements Beginning {
		}

		/**
		 * Show the code of another process.
		 *
		 * @param pending the sign-in
		 * @param remaining the time until its code expires
		 * @param since from when on that counts
		 * @param isAbandoned whether no process polls for it
		 */
		record Show(PendingSignIn pending, Duration remaining, Moment since, boolean isAbandoned) implements Beginning {
		}

	}

	/**
	 * The next step when an interval has passed.
	 */
	sealed interface Turn {

		/**
		 * Poll.
		 *
		 * @param interval the least time to the next poll
		 */
		record Poll(Duration interval) implements Turn {
		}

		/**
		 * Wait, since another process polls.
		 *
		 * @param interval the least time between two polls
		 */
		record Wait(Duration interval) implements Turn {
		}

		/**
		 * Show another code.
		 *
		 * @param pending the sign-in
		 * @param remaining the time until its code expires
		 * @param since from when on that counts
		 */
		record Show(PendingSignIn pending, Duration remaining, Moment since) implements Turn {
		}

		/**
		 * Use the login in the store: the user has signed in.
		 */
		record SignedIn() implements Turn {
		}

		/**
		 * Give up: the sign-in was ended.
		 */
		record Ended() implements Turn {
		}

	}

}
