package io.github.azuredevicecode.simulation;

/**
 * What must hold at any time, or in the end.
 */
enum Invariant {

	/** Every caller has an outcome within its bound. */
	EVERY_CALLER_HAS_AN_OUTCOME,

	/** A caller gets a token or an exception that the API names. */
	OUTCOMES_ARE_THOSE_OF_THE_API,

	/** No token of a login after the process has seen its sign-out. */
	NO_TOKEN_AFTER_A_SIGN_OUT_THAT_WAS_SEEN,

	/** No token of a login a bounded time after its sign-out by anyone. */
	NO_TOKEN_AFTER_A_SIGN_OUT_BY_ANYONE,

	/** No login is lost while a process lives that holds it. */
	NO_LOGIN_IS_LOST,

	/** One code at a time. */
	ONE_CODE_AT_A_TIME,

	/** No prompt while the store has a usable login. */
	NO_NEEDLESS_PROMPT,

	/** No sign-in ends that nobody has ended. */
	NO_SIGN_IN_ENDS_BY_ITSELF,

	/** One process refreshes a login at a time. */
	ONE_REFRESHES_AT_A_TIME,

	/** Requests to Entra and to the store are bounded. */
	REQUESTS_ARE_BOUNDED,

	/** Only who is expected. */
	NOBODY_ELSE_THAN_EXPECTED,

	/** A token that is handed out is valid. */
	TOKENS_ARE_VALID,

	/** A sign-out does not wait for a store. */
	SIGN_OUT_DOES_NOT_WAIT,

	/** When all is quiet, all agree. */
	ALL_AGREE,

	/** When all is closed, no task, timer or watch is left. */
	NO_TASK_IS_LEFT,

	/** The simulation itself has not failed. */
	SIMULATION

}
