package io.github.azuredevicecode;

import java.net.Authenticator;
import java.net.PasswordAuthentication;
import java.util.function.UnaryOperator;

import io.github.azuredevicecode.testsupport.ScriptedEntra;
import io.github.azuredevicecode.testsupport.TunnelProxy;

/**
 * Gets tokens through a proxy with a password, in a process of its own, since the JVM
 * reads only once which schemes it does not send. Prints what comes of it.
 */
public final class ProxiedApplication {

	private static final String PASSWORD = "dTpwdw==";

	private ProxiedApplication() {
	}

	public static void main(String[] args) {
		getToken("settings", (builder) -> builder.proxyCredentials("u", "pw"));
		getToken("wrong", (builder) -> builder.proxyCredentials("u", "canary"));
		getToken("nobody", UnaryOperator.identity());
		Authenticator.setDefault(new Office());
		getToken("authenticator", UnaryOperator.identity());
		System.exit(0);
	}

	private static void getToken(String name, UnaryOperator<DeviceCodeCredential.Builder> proxySettings) {
		try (ScriptedEntra entra = new ScriptedEntra();
				TunnelProxy proxy = new TunnelProxy("Proxy-Authenticate: Basic realm=\"office\"\r\n",
						"Basic " + PASSWORD)) {
			entra.deviceCode().token("the token", 3600);
			String outcome;
			try (DeviceCodeCredential credential = proxySettings.apply(entra.credential().proxy(proxy.selector()))
				.build()) {
				outcome = credential.getToken("scope").value();
			}
			catch (ClientAuthenticationException ex) {
				outcome = ex.getMessage()
					.replace(proxy.address(), "proxy:3128")
					.replaceFirst("Authentication failed: no answer from localhost:[0-9]+: ", "");
			}
			boolean toTheService = entra.requests().toString().toLowerCase().contains("proxy-authorization");
			System.out.println("> " + name + ": " + outcome + (toTheService ? ", shown to the service" : "") + ", "
					+ proxy.requests().size() + " requests to the proxy");
		}
	}

	private static final class Office extends Authenticator {

		@Override
		protected PasswordAuthentication getPasswordAuthentication() {
			System.out.println("> " + getRequestorType() + " " + getRequestingPrompt() + " " + getRequestingScheme());
			return new PasswordAuthentication("u", "pw".toCharArray());
		}

	}

}
