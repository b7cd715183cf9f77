package io.github.azuredevicecode;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Callback interface for the steps of a credential that take time, to measure or trace
 * them. The credential calls it on its own threads and on those of its callers.
 * Implementations must be thread safe. The credential logs an exception and carries on.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface DeviceCodeInstrumentation {

	/**
	 * Measures nothing.
	 */
	DeviceCodeInstrumentation NONE = (operation, details) -> Activity.NONE;

	/**
	 * Returns the instrumentation for one of several credentials. Called before the
	 * credential is built.
	 * @param credentialName the name of the credential
	 * @return by default this instrumentation
	 */
	default DeviceCodeInstrumentation forCredential(String credentialName) {
		return this;
	}

	/**
	 * Begins to measure an operation, as a part of the activity whose scope this thread
	 * is in.
	 * @param operation the operation
	 * @param details the details that are known from the start; no secret and no name of
	 * a user
	 * @return the activity, ended by the credential
	 */
	Activity begin(Operation operation, Map<Detail, String> details);

	/**
	 * Returns a callback for requests that a token in memory answers. Called once for
	 * each credential. The callback runs on the caller's thread and must return at once:
	 * such a request begins no operation and takes some 30 nanoseconds.
	 * @return the callback, or {@code null} if there is none
	 */
	default @Nullable Runnable tableHit() {
		return null;
	}

	/**
	 * The operations that take time.
	 */
	enum Operation {

		/**
		 * Gets a token that is not in memory, for all callers that wait for it, as a part
		 * of what the first of them does. Also a renewal ahead of the expiry.
		 */
		TOKEN,

		/**
		 * An attempt to sign in, until its login is in the token cache. Holds no thread
		 * while it waits for the user.
		 */
		SIGN_IN,

		/**
		 * The call of the prompt handler.
		 */
		PROMPT,

		/**
		 * A request to the service that asks whether the user has answered.
		 */
		POLL,

		/**
		 * Reads or writes a login in the token cache.
		 */
		STORE

	}

	/**
	 * The details of an activity.
	 */
	enum Detail {

		/**
		 * The last place where a token was looked for: {@code table} (in memory),
		 * {@code cache} (the cached login), {@code refresh} or {@code sign-in}.
		 */
		SOURCE,

		/**
		 * The reason to get a token: {@code caller} or {@code renewal}.
		 */
		TRIGGER,

		/**
		 * The simple name of the token cache's class.
		 */
		STORE,

		/**
		 * The access to the token cache: {@code load} or {@code replace}.
		 */
		ACCESS,

		/**
		 * The id of the attempt, the same as in the prompt and in the events.
		 */
		ATTEMPT_ID

	}

	/**
	 * The outcome of an activity.
	 */
	enum ActivityOutcome {

		/**
		 * The activity succeeded.
		 */
		SUCCESS,

		/**
		 * The user has not answered yet.
		 */
		PENDING,

		/**
		 * The service asks for fewer requests.
		 */
		SLOW_DOWN,

		/**
		 * The service or the network was unavailable; the request is repeated.
		 */
		UNAVAILABLE,

		/**
		 * Another process wrote first, so that nothing was written.
		 */
		CONFLICT,

		/**
		 * The user has declined the sign-in.
		 */
		DECLINED,

		/**
		 * The code has expired before a user has signed in.
		 */
		EXPIRED,

		/**
		 * The sign-in has ended with the timeout of the credential.
		 */
		TIMED_OUT,

		/**
		 * Nobody waited for the activity any more.
		 */
		CANCELLED,

		/**
		 * The activity failed.
		 */
		ERROR

	}

	/**
	 * An operation that is under way. Thread safe.
	 */
	interface Activity {

		/**
		 * Measures nothing.
		 */
		Activity NONE = new Activity() {
		};

		/**
		 * Sets a detail that has become known.
		 * @param detail the detail, whose former value is replaced
		 * @param value its value; no secret and no name of a user
		 */
		default void note(Detail detail, String value) {
		}

		/**
		 * Opens a scope, in which this thread works on the activity. The scope is closed
		 * on the same thread and before the activity ends; operations that begin in it
		 * are a part of the activity.
		 * @return the scope
		 */
		default Scope openScope() {
			return () -> {
			};
		}

		/**
		 * Ends the activity, once and on any thread.
		 * @param outcome the outcome
		 * @param failure the failure, or {@code null} if it did not fail
		 */
		default void end(ActivityOutcome outcome, @Nullable Throwable failure) {
		}

	}

	/**
	 * A scope that ends with {@link #close()}.
	 */
	@FunctionalInterface
	interface Scope extends AutoCloseable {

		@Override
		void close();

	}

}
