package io.github.azuredevicecode.autoconfigure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.http.DeviceCodeRestClientConfigurer;
import io.github.azuredevicecode.http.DeviceCodeWebClientConfigurer;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import io.github.azuredevicecode.testsupport.ResourceServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The token of a real request is in no log, whatever HTTP client sends it and although
 * everything is logged.
 */
@ExtendWith(OutputCaptureExtension.class)
class HttpClientLoggersTests {

	private static final String CANARY = "token-canary";

	private static final HttpClientSettings SETTINGS = HttpClientSettings.ofSslBundle(ResourceServer.sslBundle());

	private final ResourceServer server = new ResourceServer();

	@AfterEach
	void stop() {
		this.server.close();
		LoggingSystem.get(getClass().getClassLoader()).cleanUp();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http-components", "jetty", "simple", "jdk" })
	void theTokenOfRestClientIsInNoLog(String client, CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("logging.level.root=trace")) {
			rest(context, client);
		}
		assertQuiet(output);
	}

	@Test
	void theTokenOfWebClientIsInNoLog(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("logging.level.root=trace")) {
			reactive(context);
		}
		assertQuiet(output);
	}

	@Test
	void aLevelThatIsSetForTheLoggerItselfPrevails(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("logging.level.org.apache.hc.client5.http.headers=debug")) {
			rest(context, "http-components");
		}
		assertThat(output.getAll()).contains(CANARY);
	}

	@Test
	void aLevelOfAPackageAboveDoesNot(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("logging.level.org.apache=trace")) {
			rest(context, "http-components");
		}
		assertThat(output.getAll()).contains("o.a.h").doesNotContain(CANARY);
	}

	@Test
	void aLoggerThatIsQuieterStaysSo(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("logging.level.root=off")) {
			assertThat(context.isRunning()).isTrue();
			assertThat(LoggingSystem.get(getClass().getClassLoader())
				.getLoggerConfiguration("org.eclipse.jetty.client")
				.getEffectiveLevel()).hasToString("OFF");
		}
	}

	private void assertQuiet(CapturedOutput output) {
		assertThat(this.server.authorizations()).containsExactly("Bearer " + CANARY);
		assertThat(output.getAll()).contains("TRACE").contains("DEBUG");
		assertThat(output.getAll().lines().filter((line) -> line.contains(CANARY)).toList()).isEmpty();
	}

	private void rest(ConfigurableApplicationContext context, String client) {
		ClientHttpRequestFactoryBuilder<?> factory = switch (client) {
			case "http-components" -> ClientHttpRequestFactoryBuilder.httpComponents();
			case "jetty" -> ClientHttpRequestFactoryBuilder.jetty();
			case "simple" -> ClientHttpRequestFactoryBuilder.simple();
			default -> ClientHttpRequestFactoryBuilder.jdk();
		};
		assertThat(RestClient.builder()
			.apply(context.getBean(DeviceCodeRestClientConfigurer.class).over(factory).withSettings(SETTINGS))
			.build()
			.get()
			.uri(this.server.url("/"))
			.retrieve()
			.body(String.class)).isEqualTo("ok");
	}

	private void reactive(ConfigurableApplicationContext context) {
		assertThat(WebClient.builder()
			.apply(context.getBean(DeviceCodeWebClientConfigurer.class)
				.over(ClientHttpConnectorBuilder.jdk())
				.withSettings(SETTINGS))
			.build()
			.get()
			.uri(this.server.url("/"))
			.retrieve()
			.bodyToMono(String.class)
			.block(Duration.ofSeconds(20))).isEqualTo("ok");
	}

	private ConfigurableApplicationContext start(String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("azure.identity.device-code.scopes=scope");
		all.add("azure.identity.device-code.allowed-hosts=" + this.server.host());
		all.replaceAll((property) -> "--" + property);
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run(all.toArray(String[]::new));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		DeviceCodeCredential deviceCodeCredential() {
			FakeDeviceCodeCredential credential = new FakeDeviceCodeCredential();
			credential.setToken(CANARY);
			return credential;
		}

		@Bean
		SslBundleRegistrar bundle() {
			return (registry) -> registry.registerBundle("resource", ResourceServer.sslBundle());
		}

	}

}
