package io.github.azuredevicecode.identifier;

import org.jspecify.annotations.Nullable;

/**
 * Ids of applications: a GUID in Entra, any text without blanks in an ADFS.
 */
public final class ClientIds {

	private static final String FORBIDDEN = "\"'`{}<>$\\";

	private ClientIds() {
	}

	/**
	 * Checks that a text can be the id of an application.
	 * @param clientId the text
	 * @return the text
	 * @throws IllegalArgumentException if it cannot
	 */
	public static String requireValid(@Nullable String clientId) {
		if (clientId == null || clientId.isBlank()) {
			throw new IllegalArgumentException("The client id must not be blank");
		}
		if (clientId.contains("${") || clientId.contains("{{") || clientId.contains("<")) {
			throw new IllegalArgumentException("The client id contains a placeholder that was not replaced. Set it to "
					+ "the application (client) id of the app registration");
		}
		for (int i = 0; i < clientId.length(); i++) {
			char character = clientId.charAt(i);
			if (character <= ' ' || character > '~') {
				throw new IllegalArgumentException(
						"The client id contains a blank, a line break or a character that is not "
								+ "ASCII, often from a file that ends with a line break. Remove it");
			}
			if (FORBIDDEN.indexOf(character) >= 0) {
				throw new IllegalArgumentException("The client id contains quotes, braces or another character that "
						+ "no client id has. Write the id alone");
			}
		}
		return clientId;
	}

}
