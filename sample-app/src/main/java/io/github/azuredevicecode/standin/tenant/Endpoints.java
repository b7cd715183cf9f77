package io.github.azuredevicecode.standin.tenant;

import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.util.Assert;

/**
 * The addresses of the stand-in, known once the web server has a port. A path is relative
 * to a tenant, except for the page that the user opens.
 */
public final class Endpoints {

	/**
	 * Path of the page that the user opens to enter the code.
	 */
	public static final String VERIFICATION_PATH = "/devicelogin";

	/**
	 * Path of the endpoint that issues device codes.
	 */
	public static final String DEVICE_CODE_PATH = "/oauth2/v2.0/devicecode";

	/**
	 * Path to which the pages submit the code and the decision of the user.
	 */
	public static final String DEVICE_AUTH_PATH = "/oauth2/v2.0/deviceauth";

	/**
	 * Path of the token endpoint.
	 */
	public static final String TOKEN_PATH = "/oauth2/v2.0/token";

	/**
	 * Path of the authorization endpoint, which no client of this grant uses.
	 */
	public static final String AUTHORIZE_PATH = "/oauth2/v2.0/authorize";

	/**
	 * Path of the keys that verify tokens.
	 */
	public static final String KEYS_PATH = "/discovery/v2.0/keys";

	private final WebServerApplicationContext context;

	private final Tenant tenant;

	/**
	 * Creates the addresses of a web server.
	 * @param context the context of the web server
	 * @param tenant the tenant
	 */
	public Endpoints(WebServerApplicationContext context, Tenant tenant) {
		this.context = context;
		this.tenant = tenant;
	}

	/**
	 * Returns the authority of a client.
	 * @return the address, without a tenant
	 */
	public String authority() {
		WebServer webServer = this.context.getWebServer();
		Assert.state(webServer != null, "The web server does not run");
		return "https://localhost:" + webServer.getPort();
	}

	/**
	 * Returns the address of the API.
	 * @return the address, which is also the audience of the access tokens
	 */
	public String api() {
		return authority();
	}

	/**
	 * Returns the issuer of the tokens.
	 * @return the issuer
	 */
	public String issuer() {
		return authority() + "/" + this.tenant.id() + "/v2.0";
	}

	/**
	 * Returns the page on which the user enters the code.
	 * @return the address of the page
	 */
	public String verification() {
		return authority() + VERIFICATION_PATH;
	}

}
