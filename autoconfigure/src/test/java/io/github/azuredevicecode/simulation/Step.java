package io.github.azuredevicecode.simulation;

/**
 * Something that happens in a run.
 *
 * @param at when, in milliseconds
 * @param kind what
 * @param replica which replica does it, or has it happen to it
 * @param amount how much, or how long, in the unit of the kind
 */
record Step(long at, Kind kind, int replica, long amount) {

	@Override
	public String toString() {
		return "Step.of(%d, Step.Kind.%s, %d, %d)".formatted(this.at, this.kind, this.replica, this.amount);
	}

	static Step of(long at, Kind kind, int replica, long amount) {
		return new Step(at, kind, replica, amount);
	}

	/**
	 * What happens. The weight says how often callers do it.
	 */
	enum Kind {

		/** A caller asks for the token of a scope. */
		ASK(10, 2),

		/** Callers ask one after another, as often as the amount says. */
		BURST(2, 30),

		/** A caller asks every half minute, as often as the amount says. */
		TRAFFIC(3, 40),

		/** A caller asks for a sign-in. */
		AUTHENTICATE(1, 1),

		/** Somebody asks who is signed in. */
		RECORD(1, 1),

		/** A person signs out. */
		SIGN_OUT(0, 1),

		/** A person signs out twice, at once. */
		SIGN_OUT_TWICE(0, 1),

		/** A person ends the sign-in. */
		CANCEL_SIGN_IN(0, 1),

		/** A person asks for a new code. */
		RENEW(0, 1),

		/** The callers who wait give up. */
		GIVE_UP(0, 1),

		/** The process ends at once, and starts again after some milliseconds. */
		CRASH(0, 30_000),

		/** The process closes the credential, ends, and starts again. */
		RESTART(0, 30_000),

		/** The process stands still for some milliseconds. */
		PAUSE(0, 120_000),

		/** The wall clock of the process jumps by some seconds, back if negative. */
		CLOCK_JUMP(0, 7_200),

		/** The clock of the store jumps. */
		STORE_CLOCK_JUMP(0, 600),

		/** The store is stopped for some milliseconds. */
		STORE_DOWN(0, 900_000),

		/** The store does not answer. */
		STORE_HANG(0, 900_000),

		/** The store refuses to be written to. */
		STORE_READ_ONLY(0, 900_000),

		/** The store takes seconds for each access. */
		STORE_SLOW(0, 120_000),

		/** The store answers with a failure after it has written. */
		STORE_LOSES_ANSWERS(0, 60_000),

		/** One process does not reach the store. */
		PARTITION(0, 900_000),

		/** An operator deletes all that is stored. */
		STORE_EMPTY(0, 1),

		/** An operator puts an older value back: the amount counts writes. */
		STORE_RESTORE(0, 8),

		/** A value is stored that the processes cannot decrypt. */
		STORE_FOREIGN(0, 900_000),

		/** A process has a key that the others do not have. */
		WRONG_KEY(0, 900_000),

		/** All are notified although nothing has changed. */
		NOTIFY(0, 1),

		/** Entra cannot be reached. */
		ENTRA_DOWN(0, 120_000),

		/** Entra answers with status 503. */
		ENTRA_5XX(0, 120_000),

		/** Entra answers with status 429, and asks for 20 seconds. */
		ENTRA_429(0, 120_000),

		/** Entra takes up to 40 seconds. */
		ENTRA_SLOW(0, 120_000),

		/** Answers of Entra do not arrive. */
		ENTRA_LOSES_ANSWERS(0, 60_000),

		/** Entra asks to poll slower. */
		ENTRA_SLOW_DOWN(0, 60_000),

		/** An administrator ends all logins. */
		REVOKE(0, 1),

		/** A listener throws. */
		LISTENER_THROWS(0, 120_000),

		/** The prompt handler throws. */
		HANDLER_THROWS(0, 60_000),

		/** The prompt handler does not return. */
		HANDLER_BLOCKS(0, 300_000),

		/** The task decorator throws. */
		DECORATOR_THROWS(0, 60_000);

		private final int weight;

		private final int most;

		Kind(int weight, int most) {
			this.weight = weight;
			this.most = most;
		}

		boolean isOfCallers() {
			return this.weight > 0;
		}

		int weight() {
			return (this.weight > 0) ? this.weight : 2;
		}

		int most() {
			return this.most;
		}

	}

}
