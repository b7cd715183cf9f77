package io.github.azuredevicecode.standin.tenant;

/**
 * The only user of the tenant.
 */
public final class DemoUser {

	/**
	 * User name to sign in with.
	 */
	public static final String USERNAME = "demo@contoso.example";

	/**
	 * Password to sign in with.
	 */
	public static final String PASSWORD = "demo-Pa55word";

	/**
	 * Name that the API returns.
	 */
	public static final String DISPLAY_NAME = "Demo User";

	/**
	 * Id of the user in the tenant.
	 */
	public static final String OBJECT_ID = "00000000-0000-0000-0000-0000000de300";

	private DemoUser() {
	}

}
