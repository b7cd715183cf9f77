package io.github.azuredevicecode.credential.signin;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.entra.TokenResponse;

/**
 * Result of an attempt to sign in.
 */
sealed interface SignInResult {

	/**
	 * Returns what the user has granted.
	 * @return the request
	 */
	TokenRequest request();

	/**
	 * This process has the tokens.
	 *
	 * @param request what the user has granted
	 * @param answer the tokens
	 * @param authenticationRecord the user
	 */
	record Here(TokenRequest request, TokenResponse answer,
			AuthenticationRecord authenticationRecord) implements SignInResult {
	}

	/**
	 * Another process has stored them.
	 *
	 * @param request what the user has granted
	 */
	record Elsewhere(TokenRequest request) implements SignInResult {
	}

}
