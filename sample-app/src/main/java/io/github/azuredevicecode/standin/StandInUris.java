package io.github.azuredevicecode.standin;

import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.util.Assert;

/**
 * Where the stand-in is reached, which is known once the web server has a port.
 */
final class StandInUris {

	static final String VERIFICATION_PATH = "/devicelogin";

	static final String DEVICE_CODE_PATH = "/oauth2/v2.0/devicecode";

	static final String DEVICE_AUTH_PATH = "/oauth2/v2.0/deviceauth";

	static final String TOKEN_PATH = "/oauth2/v2.0/token";

	static final String AUTHORIZE_PATH = "/oauth2/v2.0/authorize";

	static final String KEYS_PATH = "/discovery/v2.0/keys";

	private final WebServerApplicationContext context;

	private final StandInOptions options;

	StandInUris(WebServerApplicationContext context, StandInOptions options) {
		this.context = context;
		this.options = options;
	}

	String authority() {
		WebServer webServer = this.context.getWebServer();
		Assert.state(webServer != null, "The web server does not run");
		return "https://localhost:" + webServer.getPort();
	}

	String api() {
		return authority();
	}

	String issuer() {
		return authority() + "/" + this.options.tenantId() + "/v2.0";
	}

	String verification() {
		return authority() + VERIFICATION_PATH;
	}

}
