package io.github.azuredevicecode;

/**
 * Kind of login. A credential keeps one login for each mode, since the tokens of one mode
 * must not be used in the other.
 *
 * @since 0.1
 */
public enum LoginMode {

	/**
	 * Tokens live until they expire.
	 */
	STANDARD,

	/**
	 * Continuous Access Evaluation: tokens live longer, and an API may demand another
	 * token by a claims challenge at any time.
	 */
	CONTINUOUS_ACCESS_EVALUATION;

	/**
	 * Returns the mode of a token request.
	 * @param cae whether the caller can answer a claims challenge
	 * @return the mode
	 */
	public static LoginMode of(boolean cae) {
		return cae ? CONTINUOUS_ACCESS_EVALUATION : STANDARD;
	}

	/**
	 * Returns whether claims challenges may come.
	 * @return whether this is Continuous Access Evaluation
	 */
	public boolean isCae() {
		return this == CONTINUOUS_ACCESS_EVALUATION;
	}

}
