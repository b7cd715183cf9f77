package io.github.azuredevicecode.simulation;

import java.util.SplittableRandom;

/**
 * The sizes of a run, drawn from its seed.
 *
 * @param replicas how many processes share the store
 * @param scopes how many tokens they ask for
 * @param codeSeconds how long a code lives
 * @param intervalSeconds the time between two polls
 * @param tokenSeconds how long a token lives
 * @param timeoutSeconds the credential's own timeout of a sign-in, or 0
 * @param refreshTokens what a refresh does to the refresh token
 * @param storeMillis how long an access to the store takes at most
 * @param entraMillis how long Entra takes at most to answer, each way
 * @param notifyMillis how late a notification comes at most
 * @param clientTimeoutSeconds when the client of a store that hangs gives up
 * @param expected whether only one of the users is expected
 * @param operatorIsHeard whether what an operator does to the store is notified
 * @param clocks whether the clocks of the processes differ
 */
record Setting(int replicas, int scopes, int codeSeconds, int intervalSeconds, int tokenSeconds, int timeoutSeconds,
		RefreshTokens refreshTokens, int storeMillis, int entraMillis, int notifyMillis, int clientTimeoutSeconds,
		boolean expected, boolean operatorIsHeard, boolean clocks) {

	static Setting plain(int replicas) {
		return new Setting(replicas, 1, 120, 5, 600, 0, RefreshTokens.PLAIN, 20, 100, 500, 10, false, true, false);
	}

	Setting withRefreshTokens(RefreshTokens refreshTokens) {
		return new Setting(this.replicas, this.scopes, this.codeSeconds, this.intervalSeconds, this.tokenSeconds,
				this.timeoutSeconds, refreshTokens, this.storeMillis, this.entraMillis, this.notifyMillis,
				this.clientTimeoutSeconds, this.expected, this.operatorIsHeard, this.clocks);
	}

	Setting withTimeoutSeconds(int timeoutSeconds) {
		return new Setting(this.replicas, this.scopes, this.codeSeconds, this.intervalSeconds, this.tokenSeconds,
				timeoutSeconds, this.refreshTokens, this.storeMillis, this.entraMillis, this.notifyMillis,
				this.clientTimeoutSeconds, this.expected, this.operatorIsHeard, this.clocks);
	}

	static Setting draw(SplittableRandom random) {
		int[] codes = { 60, 120, 300 };
		int[] intervals = { 5, 5, 10 };
		int[] tokens = { 120, 400, 900, 3600 };
		int[] clientTimeouts = { 1, 10, 60 };
		return new Setting(1 + random.nextInt((random.nextInt(3) > 0) ? 3 : 5), 1 + random.nextInt(2),
				codes[random.nextInt(3)], intervals[random.nextInt(3)], tokens[random.nextInt(4)],
				(random.nextInt(8) == 0) ? 45 : 0, RefreshTokens.draw(random.nextInt(8)),
				new int[] { 0, 20, 200 }[random.nextInt(3)], new int[] { 0, 100, 500 }[random.nextInt(3)],
				new int[] { 0, 500, 5000 }[random.nextInt(3)], clientTimeouts[random.nextInt(3)],
				random.nextInt(4) == 0, random.nextBoolean(), random.nextInt(4) == 0);
	}

	/**
	 * What a refresh does to the refresh token.
	 */
	enum RefreshTokens {

		/**
		 * It stays in use.
		 */
		PLAIN,

		/**
		 * It stays in use until the user signs in again.
		 */
		OF_THE_LAST_SIGN_IN,

		/**
		 * Another takes its place.
		 */
		SINGLE_USE;

		private static RefreshTokens draw(int number) {
			return (number < 2) ? SINGLE_USE : (number < 4) ? OF_THE_LAST_SIGN_IN : PLAIN;
		}

	}

}
