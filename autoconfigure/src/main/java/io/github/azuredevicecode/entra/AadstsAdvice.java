package io.github.azuredevicecode.entra;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What to do about an error of Microsoft Entra, in plain words.
 */
final class AadstsAdvice {

	private static final String ERROR_CODES = "https://learn.microsoft.com/entra/identity-platform/reference-error-codes";

	private static final String AUTHENTICATION_FLOWS = "https://learn.microsoft.com/entra/identity/conditional-access/concept-authentication-flows";

	private static final String DEVICE_REQUIREMENT = "A Conditional Access policy asks for a managed or registered device, "
			+ "which a sign-in by device code cannot show; ask the administrator for an exception, or use a managed identity. "
			+ AUTHENTICATION_FLOWS;

	private static final String BLOCKED_BY_POLICY = "A Conditional Access policy blocks this sign-in, possibly every sign-in "
			+ "by device code; ask the administrator for an exception, or use a managed or workload identity. "
			+ AUTHENTICATION_FLOWS;

	private static final String SIGN_IN_AGAIN = "The stored login is no longer valid; sign in again. " + ERROR_CODES;

	private static final Map<String, String> ADVICE = Map.ofEntries(Map.entry("AADSTS53003", BLOCKED_BY_POLICY),
			Map.entry("AADSTS530036", BLOCKED_BY_POLICY), Map.entry("AADSTS530033", DEVICE_REQUIREMENT),
			Map.entry("AADSTS53000", DEVICE_REQUIREMENT), Map.entry("AADSTS50005", DEVICE_REQUIREMENT),
			Map.entry("AADSTS50097", DEVICE_REQUIREMENT),
			Map.entry("AADSTS50199",
					"The service wants the user to confirm the sign-in in the browser; start again and answer its question. "
							+ ERROR_CODES),
			Map.entry("AADSTS7000218",
					"The application is not registered as a public client; set 'Allow public client flows' to Yes under "
							+ "Authentication in its registration. https://learn.microsoft.com/entra/identity-platform/scenario-desktop-app-registration"),
			Map.entry("AADSTS700025",
					"The application is a public client and must not send a secret or an assertion; remove it. "
							+ ERROR_CODES),
			Map.entry("AADSTS700016",
					"The tenant does not know the application; check azure.identity.device-code.client-id and tenant-id. "
							+ ERROR_CODES),
			Map.entry("AADSTS70016", "The user has not signed in yet; the application keeps asking. " + ERROR_CODES),
			Map.entry("AADSTS70020", "The code expired before it was used; start the sign-in again. " + ERROR_CODES),
			Map.entry("AADSTS70043",
					"The sign-in frequency of a Conditional Access policy has run out; sign in again. " + ERROR_CODES),
			Map.entry("AADSTS700082", SIGN_IN_AGAIN), Map.entry("AADSTS50173", SIGN_IN_AGAIN),
			Map.entry("AADSTS50059",
					"The service cannot tell the tenant; set azure.identity.device-code.tenant-id. " + ERROR_CODES),
			Map.entry("AADSTS50196",
					"The service saw the same request too often and stopped a loop; wait some minutes before the next sign-in. "
							+ ERROR_CODES),
			Map.entry("AADSTS65001",
					"The user or the administrator has not consented to the scopes; sign in again and accept, or ask for admin consent. "
							+ "https://learn.microsoft.com/entra/identity-platform/permissions-consent-overview"),
			Map.entry("AADSTS90002",
					"There is no such tenant in this cloud; check azure.identity.device-code.tenant-id and authority. "
							+ ERROR_CODES));

	private AadstsAdvice() {
	}

	static @Nullable String of(@Nullable String aadstsCode) {
		return (aadstsCode != null) ? ADVICE.get(aadstsCode) : null;
	}

}
