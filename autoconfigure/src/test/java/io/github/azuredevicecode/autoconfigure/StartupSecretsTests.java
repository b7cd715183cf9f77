package io.github.azuredevicecode.autoconfigure;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.github.azuredevicecode.autoconfigure.cache.DeviceCodeTokenCacheAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeRestClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeOAuth2ClientAutoConfiguration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No start-up that fails shows a secret, whatever property holds it, however it is
 * spelled, and from wherever it comes.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupSecretsTests {

	private static final String PREFIX = "azure.identity.device-code.";

	private static final String KEY = "Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5LWNhbmE=";

	private static final String PASSPHRASE = "canary-passphrase";

	private static final String URL = "http://user:canary-pw@proxy.example:8080";

	private static final String TOKEN_URL = "http://canarytoken@proxy.example:8080";

	static Stream<Arguments> secrets() {
		String encryption = "token-cache.encryption.";
		List<Arguments> all = new ArrayList<>();
		// Wrong forms under the right name
		add(all, encryption + "key", PASSPHRASE, URL, KEY + KEY);
		add(all, encryption + "previous-keys", PASSPHRASE, KEY + KEY);
		add(all, encryption + "previous-keys[1]", KEY);
		add(all, encryption + "previous-keys.first", KEY);
		add(all, encryption + "key.value", KEY);
		add(all, encryption + "key-file", KEY, PASSPHRASE, PASSPHRASE.repeat(400), URL);
		add(all, "http.proxy", URL, TOKEN_URL, "user:canary-pw@proxy.example:8080", "canarytoken@proxy.example:8080",
				"socks5://canarytoken@proxy.example:1");
		add(all, "authority", URL, TOKEN_URL, "https://canarytoken@login.example.com");
		add(all, "allowed-hosts", URL, TOKEN_URL);
		add(all, "credentials.work.http.proxy", URL, TOKEN_URL);
		add(all, "credentials.work.authority", URL, TOKEN_URL);
		// Under wrong names, or in the place of something else
		for (String name : List.of(encryption + "keys", encryption + "older-keys", encryption + "ky", "encryption.key",
				"token-cache.key", "proxy", "http.proxi", "http.proxy.url", "http.proxy-pasword", "client-secret",
				"client-passwort", "credentials.work.client-secret", "credentials.work.http.proxi",
				"credentials.work.whatever", "whatever", "token-cache.redis.url", "token-cache.redis.passwd")) {
			add(all, name, KEY, PASSPHRASE, URL, TOKEN_URL);
		}
		for (String name : List.of("token-cache.type", "timeout", "prompt.output", "http.retries",
				"token-cache.encryption", "credentials", "credentials.work", "http", "scopes.a.b")) {
			add(all, name, KEY, URL, TOKEN_URL);
		}
		return all.stream();
	}

	private static void add(List<Arguments> all, String name, String... values) {
		for (String value : values) {
			all.add(Arguments.of(name, value));
		}
	}

	@ParameterizedTest
	@MethodSource("secrets")
	void noSecretIsShown(String name, String value, @TempDir Path folder, CapturedOutput output) throws IOException {
		boolean failed = false;
		for (Source source : Source.values()) {
			failed |= source.start(name, value, folder);
		}
		assertThat(failed).as("a start failed").isTrue();
		assertThat(output.getAll()).contains("APPLICATION FAILED TO START")
			.contains(PREFIX.substring(0, PREFIX.length() - 1))
			.doesNotContainIgnoringCase("canary")
			.doesNotContain(KEY.substring(0, 20));
	}

	private enum Source {

		ARGUMENTS, SYSTEM_PROPERTY, ENVIRONMENT, JSON, CONFIG_TREE;

		boolean start(String name, String value, Path folder) throws IOException {
			Map<String, Object> variables = Map.of();
			List<String> arguments = new ArrayList<>();
			String property = PREFIX + name;
			switch (this) {
				case ARGUMENTS -> arguments.add("--" + property + "=" + value);
				case SYSTEM_PROPERTY -> System.setProperty(property, value);
				case ENVIRONMENT -> {
					variables = Map.of(property.replace("-", "")
						.replaceAll("[.\\[]", "_")
						.replace("]", "")
						.toUpperCase(Locale.ROOT), value);
				}
				case JSON -> {
					variables = Map.of("SPRING_APPLICATION_JSON", "{\"" + property + "\": \"" + value + "\"}");
				}
				case CONFIG_TREE -> {
					Files.writeString(folder.resolve(property), value);
					arguments.add("--spring.config.import=configtree:" + folder + "/");
				}
			}
			if (!name.startsWith("token-cache.type")) {
				arguments.add("--" + PREFIX + "token-cache.type=file");
			}
			if (name.contains("previous-keys")) {
				arguments.add("--" + PREFIX + "token-cache.encryption.key=" + KEY);
			}
			arguments.add("--" + PREFIX + "token-cache.file.directory=" + folder.resolve("logins"));
			arguments.add("--logging.level.root=debug");
			try {
				run(variables, arguments);
				return false;
			}
			catch (RuntimeException ex) {
				// What Spring Boot itself throws for a value of a wrong type quotes it
				if (!stackTrace(ex).contains("ConversionFailedException")) {
					assertThat(stackTrace(ex)).as(toString()).doesNotContainIgnoringCase("canary").doesNotContain(KEY);
				}
				return true;
			}
			finally {
				System.clearProperty(property);
				LoggingSystem.get(getClass().getClassLoader()).cleanUp();
			}
		}

		private static void run(Map<String, Object> variables, List<String> arguments) {
			StandardEnvironment environment = new StandardEnvironment();
			environment.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								variables));
			new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.environment(environment)
				.run(arguments.toArray(String[]::new))
				.close();
		}

		private static String stackTrace(Throwable throwable) {
			StringWriter text = new StringWriter();
			throwable.printStackTrace(new PrintWriter(text));
			return text.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DeviceCodeTokenCacheAutoConfiguration.class, DeviceCodeAutoConfiguration.class,
			DeviceCodeOAuth2ClientAutoConfiguration.class, DeviceCodeRestClientAutoConfiguration.class,
			SslAutoConfiguration.class })
	static class Application {

	}

}
