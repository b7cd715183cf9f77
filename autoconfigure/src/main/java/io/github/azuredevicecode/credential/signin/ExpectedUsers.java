package io.github.azuredevicecode.credential.signin;

import java.util.List;
import java.util.function.Predicate;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.entra.TokenResponse;

/**
 * The users whose tokens a credential may use, each list empty for any. Immutable.
 *
 * @param tenantIds the tenants
 * @param usernames the names
 * @param objectIds the object ids of users in their home tenants, which do not change
 * when users are renamed
 */
public record ExpectedUsers(List<String> tenantIds, List<String> usernames,
		List<String> objectIds) implements Predicate<AuthenticationRecord> {

	public ExpectedUsers {
		tenantIds = stripped(tenantIds);
		usernames = stripped(usernames);
		objectIds = stripped(objectIds);
	}

	private static List<String> stripped(List<String> values) {
		return values.stream().map(String::strip).toList();
	}

	@Override
	public boolean test(AuthenticationRecord user) {
		return isExpected(user.tenantId(), this.tenantIds) && isExpected(user.username(), this.usernames)
				&& isExpected(objectId(user.homeAccountId()), this.objectIds);
	}

	/**
	 * Tests the response to a refresh, as far as it tells whose it is.
	 * @param answer the response
	 * @return whether it may be used
	 */
	public boolean test(TokenResponse answer) {
		// A refresh need not bring a complete id token, and the tenant in client_info is
		// the home tenant of a guest
		String tenantId = answer.idTokenClaims().isEmpty() ? null : AuthenticationRecords.tenantId(answer);
		String username = AuthenticationRecords.username(answer);
		String account = AuthenticationRecords.homeAccountId(answer);
		return (tenantId == null || isExpected(tenantId, this.tenantIds))
				&& (username == null || isExpected(username, this.usernames))
				&& (account == null || isExpected(objectId(account), this.objectIds));
	}

	/**
	 * Refuses a user who is not expected, or whose name the service did not tell.
	 * @param user the user
	 * @param answer the response that told of the user
	 * @throws ClientAuthenticationException if the tenant or the user is not expected
	 */
	void require(AuthenticationRecord user, TokenResponse answer) {
		// As the service wrote them: those of the record are cleaned to be shown
		String tenantId = AuthenticationRecords.tenantId(answer);
		String username = AuthenticationRecords.username(answer);
		String account = AuthenticationRecords.homeAccountId(answer);
		if (!this.usernames.isEmpty() && username == null) {
			throw new ClientAuthenticationException(
					"Authentication failed: the service did not tell the name of the user "
							+ "who signed in, and the tokens were dropped. Use azure.identity.device-code."
							+ "expected-object-ids in place of expected-usernames");
		}
		require((tenantId != null) ? tenantId : user.tenantId(), (username != null) ? username : user.username(),
				(account != null) ? account : user.homeAccountId());
	}

	/**
	 * Refuses a user who is not expected.
	 * @param user the user
	 * @throws ClientAuthenticationException if the tenant or the user is not expected
	 */
	void require(AuthenticationRecord user) {
		require(user.tenantId(), user.username(), user.homeAccountId());
	}

	private void require(String tenantId, String username, String homeAccountId) {
		require("expected-tenant-ids", "tenant", tenantId, this.tenantIds);
		require("expected-usernames", "user", username, this.usernames);
		require("expected-object-ids", "user", objectId(homeAccountId), this.objectIds);
	}

	private static void require(String property, String what, String actual, List<String> expected) {
		if (!isExpected(actual, expected)) {
			throw new ClientAuthenticationException("Authentication failed: somebody signed in with a " + what
					+ " that is not expected, and the tokens were dropped. Expected (azure.identity.device-code."
					+ property + "): " + expected);
		}
	}

	private static String objectId(String homeAccountId) {
		int end = homeAccountId.indexOf('.');
		return (end >= 0) ? homeAccountId.substring(0, end) : homeAccountId;
	}

	private static boolean isExpected(String actual, List<String> expected) {
		return expected.isEmpty() || expected.stream().anyMatch((value) -> equalsIgnoreAsciiCase(value, actual));
	}

	// Letters of other scripts that look alike must not be taken for one another
	private static boolean equalsIgnoreAsciiCase(String first, String second) {
		return lower(first).equals(lower(second));
	}

	private static String lower(String text) {
		StringBuilder lower = new StringBuilder(text.length());
		text.chars()
			.forEach((letter) -> lower.append((char) ((letter >= 'A' && letter <= 'Z') ? letter + 32 : letter)));
		return lower.toString();
	}

}
