package io.github.azuredevicecode.standin;

import io.github.azuredevicecode.standin.api.ApiConfiguration;
import io.github.azuredevicecode.standin.authorization.AuthorizationServerConfiguration;
import io.github.azuredevicecode.standin.authorization.AuthorizationStore;
import io.github.azuredevicecode.standin.authorization.SigningKeys;
import io.github.azuredevicecode.standin.behavior.Behavior;
import io.github.azuredevicecode.standin.behavior.BehaviorConfiguration;
import io.github.azuredevicecode.standin.tenant.Endpoints;
import io.github.azuredevicecode.standin.tenant.Tenant;
import io.github.azuredevicecode.standin.tls.ServerCertificate;
import io.github.azuredevicecode.standin.web.WebConfiguration;

import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.HttpEncodingAutoConfiguration;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.error.ErrorMvcAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Configuration of the stand-in, which is an application of its own. It names the
 * auto-configurations that it needs, so that the rest of the class path does not affect
 * it.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ ConfigurationPropertiesAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
		ErrorMvcAutoConfiguration.class, HttpEncodingAutoConfiguration.class,
		HttpMessageConvertersAutoConfiguration.class, JacksonAutoConfiguration.class,
		SecurityFilterAutoConfiguration.class, SslAutoConfiguration.class,
		TomcatServletWebServerAutoConfiguration.class, WebMvcAutoConfiguration.class })
@Import({ AuthorizationServerConfiguration.class, WebConfiguration.class, ApiConfiguration.class,
		BehaviorConfiguration.class })
class StandInConfiguration {

	@Bean
	ServerCertificate serverCertificate(StandInOptions options) {
		return ServerCertificate.findOrCreate(options.folder());
	}

	@Bean
	SslBundleRegistrar serverCertificateRegistrar(ServerCertificate certificate) {
		return (registry) -> registry.registerBundle(ServerCertificate.BUNDLE, certificate.sslBundle());
	}

	@Bean
	SigningKeys signingKeys(StandInOptions options) {
		return new SigningKeys(options.folder());
	}

	@Bean
	Behavior behavior(StandInOptions options) {
		return options.newBehavior();
	}

	@Bean
	AuthorizationStore authorizations(StandInOptions options, Behavior behavior) {
		return new AuthorizationStore(options.folder(), behavior);
	}

	@Bean
	Tenant tenant(StandInOptions options) {
		return options.tenant();
	}

	@Bean
	Endpoints endpoints(WebServerApplicationContext context, Tenant tenant) {
		return new Endpoints(context, tenant);
	}

	@Bean
	RequestCounter requestCounter() {
		return new RequestCounter();
	}

}
