package io.github.azuredevicecode.entra;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Advice on errors of Microsoft Entra, in plain words. The table in
 * {@code troubleshooting.md} is checked against this one.
 */
final class AadstsAdvice {

	private static final String LEARN = "https://learn.microsoft.com/entra/";

	private static final String ERROR_CODES = LEARN + "identity-platform/reference-error-codes";

	private static final String AUTHENTICATION_FLOWS = LEARN
			+ "identity/conditional-access/concept-authentication-flows";

	private static final String CONSENT = LEARN + "identity-platform/permissions-consent-overview";

	private static final String REGISTRATION = LEARN + "identity-platform/scenario-desktop-app-registration";

	private static final String CHECK = "To check it, look in the sign-in log of Entra for the correlation id or the user; "
			+ "its tab 'Conditional Access' names the policy. ";

	private static final String ADMINISTRATOR = "The administrator can exclude the application or a group of users from the "
			+ "policy (condition 'Authentication flows'). ";

	private static final String OTHER_WAYS = "This library has no other way to sign in. Others are the browser (oauth2Login() "
			+ "of Spring Security, InteractiveBrowserCredential of azure-identity), a managed identity "
			+ "(ManagedIdentityCredential), and WorkloadIdentityCredential for a workload identity. ";

	private static final String BLOCKED_BY_POLICY = "A Conditional Access policy blocks this sign-in, possibly every sign-in "
			+ "by device code. " + CHECK + ADMINISTRATOR + OTHER_WAYS + AUTHENTICATION_FLOWS;

	private static final String DEVICE_REQUIREMENT = "A Conditional Access policy asks for a managed or registered device, "
			+ "which a sign-in by device code cannot show. " + CHECK + ADMINISTRATOR + OTHER_WAYS
			+ AUTHENTICATION_FLOWS;

	private static final String SECURITY_DEFAULTS = "The security defaults or another security policy of the tenant block "
			+ "this sign-in. " + CHECK
			+ "The administrator can replace the security defaults by Conditional Access policies that allow the device "
			+ "code flow for the application or for a group of users. " + OTHER_WAYS + AUTHENTICATION_FLOWS;

	/**
	 * Advice on a code that nobody used, as far as the application can tell.
	 */
	static final String UNUSED_CODE = "Start the sign-in again, and enter the code in time. If the user did enter it, a "
			+ "Conditional Access policy that blocks sign-ins by device code is a likely reason, which only the browser "
			+ "shows. To check it, look in the sign-in log of Entra for the user and the application. " + ADMINISTRATOR
			+ OTHER_WAYS + AUTHENTICATION_FLOWS;

	private static final String RISK = "The account is blocked because of a risk that was detected. The administrator of its "
			+ "home tenant has to investigate and dismiss the risk. "
			+ "https://learn.microsoft.com/entra/id-protection/howto-identity-protection-remediate-unblock";

	private static final String SIGN_IN_AGAIN = "The stored login is no longer valid; sign in again. " + ERROR_CODES;

	private static final String SECOND_FACTOR = "The service asks for a second factor; sign in again, and complete it in the "
			+ "browser. " + ERROR_CODES;

	private static final String REGISTER_FACTOR = "The user has to register a method for the second factor first, at "
			+ "https://aka.ms/mfasetup; then sign in again. " + ERROR_CODES;

	private static final String NOT_IN_TENANT = "The account is not in the tenant. Invite it as a guest, sign in with another "
			+ "account, or set azure.identity.device-code.tenant-id to the tenant of the account. " + ERROR_CODES;

	private static final String PASSWORD = "The password has expired or was changed. Change it at "
			+ "https://aka.ms/sspr or in the browser; then sign in again. " + ERROR_CODES;

	private static final String UNKNOWN_APPLICATION_RESOURCE = "The application is not registered for this API: add the "
			+ "API under 'API permissions' in its registration, or check azure.identity.device-code.scopes. " + CONSENT;

	private static final String ADMIN_CONSENT = "Only the administrator can consent to these scopes: ask for admin consent "
			+ "to the application. " + CONSENT;

	private static final String PERSONAL_ONLY = "The application is registered for personal accounts only; set "
			+ "azure.identity.device-code.tenant-id to consumers, or change 'Supported account types' in the registration. "
			+ REGISTRATION;

	private static final String PUBLIC_CLIENT = "The application is not registered as a public client; set 'Allow public "
			+ "client flows' to Yes under Authentication in its registration. " + REGISTRATION;

	private static final String UNKNOWN_TENANT = "There is no such tenant in this cloud; check "
			+ "azure.identity.device-code.tenant-id and authority. " + ERROR_CODES;

	private static final String NO_TENANT = "The service cannot tell the tenant; set "
			+ "azure.identity.device-code.tenant-id. " + ERROR_CODES;

	private static final String WAIT = "The service saw the same request too often and stopped a loop; wait some minutes "
			+ "before the next sign-in. " + ERROR_CODES;

	private static final Map<String, String> ADVICE = Map.ofEntries(
			// Policies of the tenant
			Map.entry("AADSTS53003", BLOCKED_BY_POLICY), Map.entry("AADSTS530036", BLOCKED_BY_POLICY),
			Map.entry("AADSTS530033", DEVICE_REQUIREMENT), Map.entry("AADSTS53000", DEVICE_REQUIREMENT),
			Map.entry("AADSTS53001", DEVICE_REQUIREMENT), Map.entry("AADSTS53002", DEVICE_REQUIREMENT),
			Map.entry("AADSTS53009", DEVICE_REQUIREMENT), Map.entry("AADSTS50005", DEVICE_REQUIREMENT),
			Map.entry("AADSTS50097", DEVICE_REQUIREMENT), Map.entry("AADSTS50129", DEVICE_REQUIREMENT),
			Map.entry("AADSTS50131", DEVICE_REQUIREMENT), Map.entry("AADSTS530032", SECURITY_DEFAULTS),
			Map.entry("AADSTS530035", SECURITY_DEFAULTS), Map.entry("AADSTS530034", RISK),
			Map.entry("AADSTS53004", RISK), Map.entry("AADSTS53011", RISK),
			Map.entry("AADSTS50199",
					"The service wants the user to confirm the sign-in in the browser; start again and answer its question. "
							+ "If it never ends, the administrator can exclude the application from the policy. "
							+ ERROR_CODES),
			Map.entry("AADSTS53010",
					"The tenant lets users register a second factor only at certain places or on certain devices. Do it there, "
							+ "at https://aka.ms/mfasetup; then sign in again. " + ERROR_CODES),
			// The second factor, and what the user does in the browser
			Map.entry("AADSTS50074", SECOND_FACTOR), Map.entry("AADSTS50076", SECOND_FACTOR),
			Map.entry("AADSTS50078", SECOND_FACTOR), Map.entry("AADSTS50072", REGISTER_FACTOR),
			Map.entry("AADSTS50079", REGISTER_FACTOR),
			Map.entry("AADSTS50158",
					"A further check outside Entra was not completed, such as the second factor of another provider; sign in "
							+ "again and complete it. " + ERROR_CODES),
			Map.entry("AADSTS50058",
					"The browser has no session of the user, or keeps no cookies; sign in again in a window that allows them. "
							+ ERROR_CODES),
			Map.entry("AADSTS50126",
					"The user name or the password was wrong; sign in again. For an account of a federated domain, choose it "
							+ "on the page of its organization. " + ERROR_CODES),
			Map.entry("AADSTS50053",
					"The account is locked after too many attempts, or the address is blocked; wait some minutes, then sign in "
							+ "again. " + ERROR_CODES),
			Map.entry("AADSTS50055", PASSWORD), Map.entry("AADSTS50144", PASSWORD),
			// The account
			Map.entry("AADSTS50020", NOT_IN_TENANT), Map.entry("AADSTS90072", NOT_IN_TENANT),
			Map.entry("AADSTS51004", NOT_IN_TENANT),
			Map.entry("AADSTS50034",
					"There is no such account in the tenant. Check the name that the user entered, and "
							+ "azure.identity.device-code.tenant-id. " + ERROR_CODES),
			Map.entry("AADSTS50057",
					"The account is disabled. The administrator can enable it; or sign in with another. "
							+ ERROR_CODES),
			Map.entry("AADSTS50105",
					"The user is not assigned to the application. The administrator can assign the user or a group under "
							+ "'Users and groups', or set 'Assignment required' to No. " + ERROR_CODES),
			Map.entry("AADSTS500201",
					"This is a personal account, which the requested API does not serve; sign in with a work or school "
							+ "account. " + ERROR_CODES),
			Map.entry("AADSTS500208",
					"The domain of the account does not belong to this kind of tenant; sign in with an account of the tenant. "
							+ ERROR_CODES),
			// The application and its registration
			Map.entry("AADSTS7000218", PUBLIC_CLIENT),
			Map.entry("AADSTS700025",
					"The application is a public client and must not send a secret or an assertion; remove it. "
							+ ERROR_CODES),
			Map.entry("AADSTS700016",
					"The tenant does not know the application; check azure.identity.device-code.client-id and tenant-id. "
							+ ERROR_CODES),
			Map.entry("AADSTS7000112",
					"The application is disabled in the tenant. The administrator can enable it among the enterprise "
							+ "applications. " + ERROR_CODES),
			Map.entry("AADSTS50194",
					"The application is registered for one tenant; set azure.identity.device-code.tenant-id to that tenant. "
							+ ERROR_CODES),
			Map.entry("AADSTS70002",
					"The application cannot be used in this way: set 'Allow public client flows' to Yes in its registration "
							+ "and, for personal accounts, allow them under 'Supported account types', too. "
							+ REGISTRATION),
			Map.entry("AADSTS9002331", PERSONAL_ONLY), Map.entry("AADSTS9002346", PERSONAL_ONLY),
			Map.entry("AADSTS90133",
					"The device code flow is not offered for common or consumers; set azure.identity.device-code.tenant-id to "
							+ "organizations or to a tenant. " + ERROR_CODES),
			// Scopes and consent
			Map.entry("AADSTS65001",
					"The user or the administrator has not consented to the scopes; sign in again and accept, or ask for admin "
							+ "consent. " + CONSENT),
			Map.entry("AADSTS65004",
					"The user declined to consent to the scopes; sign in again and accept, or ask for fewer in "
							+ "azure.identity.device-code.scopes. " + CONSENT),
			Map.entry("AADSTS90094", ADMIN_CONSENT), Map.entry("AADSTS90095", ADMIN_CONSENT),
			Map.entry("AADSTS65002",
					"An application of Microsoft may not ask for this API; set azure.identity.device-code.client-id to an "
							+ "application of your own. " + CONSENT),
			Map.entry("AADSTS65005", UNKNOWN_APPLICATION_RESOURCE),
			Map.entry("AADSTS650057", UNKNOWN_APPLICATION_RESOURCE),
			Map.entry("AADSTS650052",
					"The tenant has no subscription for this API, or its service principal is missing. The administrator can "
							+ "add it. " + CONSENT),
			Map.entry("AADSTS70011",
					"A scope is not valid; check azure.identity.device-code.scopes for a typing error and for scopes of several "
							+ "APIs. " + CONSENT),
			Map.entry("AADSTS28000",
					"The scopes are of several APIs, and a token is for one; check azure.identity.device-code.scopes. "
							+ CONSENT),
			Map.entry("AADSTS500011",
					"The tenant does not know the API that a scope names; check azure.identity.device-code.scopes and "
							+ "tenant-id, or have the API added to the tenant. " + CONSENT),
			Map.entry("AADSTS500014",
					"The API that a scope names is disabled in the tenant. The administrator can enable it among the "
							+ "enterprise applications. " + CONSENT),
			// Codes and logins
			Map.entry("AADSTS70016", "The user has not signed in yet; the application keeps asking. " + ERROR_CODES),
			Map.entry("AADSTS70018",
					"The code was mistyped; enter it again, or start the sign-in again. " + ERROR_CODES),
			Map.entry("AADSTS70019", UNUSED_CODE), Map.entry("AADSTS70020", UNUSED_CODE),
			Map.entry("AADSTS54005",
					"The code was used already, perhaps by another process with the same login; sign in again. "
							+ ERROR_CODES),
			Map.entry("AADSTS70043",
					"The sign-in frequency of a Conditional Access policy has run out; sign in again. " + ERROR_CODES),
			Map.entry("AADSTS70000",
					"The login or the code is not valid here: it was revoked, or belongs to another application, tenant or "
							+ "cloud; sign in again. " + ERROR_CODES),
			Map.entry("AADSTS700005",
					"The code belongs to another tenant; set azure.identity.device-code.tenant-id to the tenant of the user. "
							+ ERROR_CODES),
			Map.entry("AADSTS700082", SIGN_IN_AGAIN), Map.entry("AADSTS70008", SIGN_IN_AGAIN),
			Map.entry("AADSTS700084", SIGN_IN_AGAIN), Map.entry("AADSTS50132", SIGN_IN_AGAIN),
			Map.entry("AADSTS50133", SIGN_IN_AGAIN), Map.entry("AADSTS50173", SIGN_IN_AGAIN),
			Map.entry("AADSTS50089", SIGN_IN_AGAIN),
			// The tenant and the request
			Map.entry("AADSTS50059", NO_TENANT), Map.entry("AADSTS90019", NO_TENANT),
			Map.entry("AADSTS90002", UNKNOWN_TENANT), Map.entry("AADSTS900023", UNKNOWN_TENANT),
			Map.entry("AADSTS90038", UNKNOWN_TENANT), Map.entry("AADSTS50196", WAIT),
			Map.entry("AADSTS900561",
					"Somebody opened an address of the service in a browser; open the page of the prompt instead. "
							+ ERROR_CODES),
			Map.entry("AADSTS90033", "The service is not available for a moment; try again later. " + ERROR_CODES));

	private AadstsAdvice() {
	}

	/**
	 * Returns the advice for a code.
	 * @param aadstsCode the code, or {@code null}
	 * @return the advice, or {@code null} if none is known
	 */
	static @Nullable String of(@Nullable String aadstsCode) {
		return (aadstsCode != null) ? ADVICE.get(aadstsCode) : null;
	}

	/**
	 * Returns the advice for a code, or where the service explains it.
	 * @param aadstsCode the code, or {@code null}
	 * @return the advice, or {@code null} without a code
	 */
	static @Nullable String orLink(@Nullable String aadstsCode) {
		String advice = of(aadstsCode);
		return (advice != null || aadstsCode == null) ? advice : "The service explains this code at "
				+ "https://login.microsoftonline.com/error?code=" + aadstsCode.substring("AADSTS".length());
	}

	/**
	 * Returns all advice.
	 * @return the advice by code
	 */
	static SortedMap<String, String> all() {
		return new TreeMap<>(ADVICE);
	}

}
