package io.github.azuredevicecode.standin;

import java.util.Map;

import io.github.azuredevicecode.standin.tls.ServerCertificate;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.web.context.support.StandardServletEnvironment;

/**
 * The environment of the stand-in. It omits system properties and environment variables,
 * which are meant for the application that starts the stand-in.
 */
final class StandInEnvironment extends StandardServletEnvironment {

	StandInEnvironment(int port) {
		getPropertySources().addFirst(new MapPropertySource("stand-in", Map.of( //
				"server.address", "127.0.0.1", //
				"server.port", port, //
				"server.shutdown", "immediate", //
				"spring.mvc.servlet.load-on-startup", 1, //
				"server.ssl.bundle", ServerCertificate.BUNDLE, //
				// Cookies are shared by all ports of a host
				"server.servlet.session.cookie.name", "stand-in", //
				"server.servlet.session.cookie.secure", true, //
				"server.servlet.session.cookie.same-site", "lax")));
	}

	@Override
	protected void customizePropertySources(MutablePropertySources propertySources) {
	}

}
