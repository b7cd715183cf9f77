package io.github.azuredevicecode;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Hears when a credential begins and ends whatever takes time, to measure or trace it.
 * Called on the threads of callers and of the credential, so that implementations are
 * thread safe. An exception is logged and changes nothing.
 */
@FunctionalInterface
public interface DeviceCodeInstrumentation {

	/**
	 * Measures nothing.
	 */
	DeviceCodeInstrumentation NONE = (operation, details) -> Activity.NONE;

	/**
	 * Return the instrumentation for one credential, where it matters which of several it
	 * is. Called before the credential is built.
	 * @param credentialName the name of the credential
	 * @return by default this instrumentation
	 */
	default DeviceCodeInstrumentation forCredential(String credentialName) {
		return this;
	}

	/**
	 * An operation begins, as a part of the activity that this thread is in the scope of.
	 * @param operation the operation
	 * @param details what is known of it from the start; no secret and no name of a user
	 * @return the activity, ended by the credential
	 */
	Activity begin(Operation operation, Map<Detail, String> details);

	/**
	 * Return what to call, at once and on the caller's thread, whenever a token that is
	 * held answers a request. Asked for once for each credential; such a request begins
	 * no operation and takes some 30 nanoseconds.
	 * @return what to call, or {@code null} to call nothing
	 */
	default @Nullable Runnable tableHit() {
		return null;
	}

	/**
	 * What takes time.
	 */
	enum Operation {

		/**
		 * To get a token that is not held, for everyone who waits for it: a part of what
		 * the first of them does. Also a renewal ahead of the expiry.
		 */
		TOKEN,

		/**
		 * An attempt to sign in, from its beginning until the login is kept. Holds no
		 * thread while the user is waited for.
		 */
		SIGN_IN,

		/**
		 * The call of the prompt handler.
		 */
		PROMPT,

		/**
		 * A question to the service whether the user has answered.
		 */
		POLL,

		/**
		 * To read or write a login where logins are kept.
		 */
		STORE

	}

	/**
	 * What is told of an activity.
	 */
	enum Detail {

		/**
		 * Where a token was looked for last: {@code table}, {@code cache} (the kept
		 * login), {@code refresh} or {@code sign-in}.
		 */
		SOURCE,

		/**
		 * Who wants a token: {@code caller} or {@code renewal}.
		 */
		TRIGGER,

		/**
		 * The name of the store's class, without its package.
		 */
		STORE,

		/**
		 * What is done to the store: {@code load} or {@code replace}.
		 */
		ACCESS,

		/**
		 * The attempt, as the prompt and the listeners are told it.
		 */
		ATTEMPT_ID

	}

	/**
	 * The outcome of an activity.
	 */
	enum ActivityOutcome {

		/**
		 * As it should.
		 */
		SUCCESS,

		/**
		 * The user has not answered yet.
		 */
		PENDING,

		/**
		 * The service wants to be asked less often.
		 */
		SLOW_DOWN,

		/**
		 * The service or the network was not able to answer; it is asked again.
		 */
		UNAVAILABLE,

		/**
		 * Another process has written meanwhile, so that nothing was written.
		 */
		CONFLICT,

		/**
		 * Nobody wanted it any more.
		 */
		CANCELLED,

		/**
		 * It failed.
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
		 * Something becomes known.
		 * @param detail which, replacing what was told of it before
		 * @param value its value; no secret and no name of a user
		 */
		default void note(Detail detail, String value) {
		}

		/**
		 * This thread works on the activity until the scope is closed, on the same thread
		 * and before the activity ends. What begins meanwhile is a part of it.
		 * @return the scope
		 */
		default Scope openScope() {
			return () -> {
			};
		}

		/**
		 * The activity has ended, on whatever thread. Called once.
		 * @param outcome how
		 * @param failure why, or {@code null} if it did not fail
		 */
		default void end(ActivityOutcome outcome, @Nullable Throwable failure) {
		}

	}

	/**
	 * Ends with {@link #close()}.
	 */
	@FunctionalInterface
	interface Scope extends AutoCloseable {

		@Override
		void close();

	}

}
