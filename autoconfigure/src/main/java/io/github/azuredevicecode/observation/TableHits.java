package io.github.azuredevicecode.observation;

/**
 * Counters of the requests that a token in memory answered. Thread safe.
 *
 * @since 0.1
 */
@FunctionalInterface
public interface TableHits {

	/**
	 * Returns the counter of one credential.
	 * @param credentialName the name of the credential
	 * @return the callback for each request
	 */
	Runnable counter(String credentialName);

}
