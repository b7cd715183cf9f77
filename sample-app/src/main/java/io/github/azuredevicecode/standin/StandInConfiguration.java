package io.github.azuredevicecode.standin;

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
 * The application that the stand-in is. It names the auto-configurations that it needs,
 * so that whatever else is on the class path stays out of it.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ ConfigurationPropertiesAutoConfiguration.class, DispatcherServletAutoConfiguration.class,
		ErrorMvcAutoConfiguration.class, HttpEncodingAutoConfiguration.class,
		HttpMessageConvertersAutoConfiguration.class, JacksonAutoConfiguration.class,
		SecurityFilterAutoConfiguration.class, SslAutoConfiguration.class,
		TomcatServletWebServerAutoConfiguration.class, WebMvcAutoConfiguration.class })
@Import({ AuthorizationServerConfiguration.class, ApiConfiguration.class, SignInController.class,
		MetadataController.class, MeController.class })
class StandInConfiguration {

	@Bean
	ServerCertificate serverCertificate(StandInOptions options) {
		return ServerCertificate.loadOrCreate(options.folder());
	}

	@Bean
	SslBundleRegistrar serverCertificateRegistrar(ServerCertificate certificate) {
		return (registry) -> registry.registerBundle(ServerCertificate.BUNDLE, certificate.sslBundle());
	}

	@Bean
	StandInUris standInUris(WebServerApplicationContext context, StandInOptions options) {
		return new StandInUris(context, options);
	}

	@Bean
	RequestCounter requestCounter() {
		return new RequestCounter();
	}

}
