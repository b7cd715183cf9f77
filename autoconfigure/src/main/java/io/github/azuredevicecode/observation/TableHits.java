package io.github.azuredevicecode.observation;

/**
 * Counts the requests that a token which was held has answered. Thread safe.
 */
@FunctionalInterface
public interface TableHits {

	/**
	 * Return what counts those of one credential.
	 * @param credentialName the name of the credential
	 * @return to be called for each of them
	 */
	Runnable counter(String credentialName);

}
