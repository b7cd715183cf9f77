package io.github.azuredevicecode.benchmarks;

import io.github.azuredevicecode.TokenRequest;

/**
 * The token that all benchmarks read.
 */
final class Tokens {

	static final String SCOPE = "https://graph.microsoft.com/.default";

	static final TokenRequest REQUEST = TokenRequest.of(SCOPE);

	static final String VALUE = value(0);

	private static final int LENGTH = 2048;

	private Tokens() {
	}

	/**
	 * Make a token of 2 KB.
	 * @param number tells it from others
	 * @return the token
	 */
	static String value(int number) {
		String start = "token-" + number + "-";
		return start + "x".repeat(LENGTH - start.length());
	}

	static void require(String value) {
		if (!VALUE.equals(value)) {
			throw new IllegalStateException("This is not the token that was to be read");
		}
	}

}
