package io.github.azuredevicecode.autoconfigure;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.azuredevicecode.autoconfigure.cache.DeviceCodeTokenCacheAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeRestClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeOAuth2ClientAutoConfiguration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
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
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * No start-up that fails shows a secret, whatever property holds it, however it is
 * spelled, and from wherever it comes.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupSecretsTests {

	private static final String PREFIX = "azure.identity.device-code.";

	private static final String KEY = "Y2FuYXJ5LWNhbmFyeS1jYW5hcnktY2FuYXJ5LWNhbmE=";

	private static final String PASSPHRASE = "canary-passphrase";

	// In the form of those that Entra makes
	private static final String CLIENT_SECRET = "can8Q~canary.canary_canary~canary.canary";

	private static final String URL = "http://user:canary-pw@proxy.example:8080";

	private static final String TOKEN_URL = "http://canarytoken@proxy.example:8080";

	// What fails in another place of the code is of another kind
	private static final Map<String, String> ONE_OF_EACH_KIND = Map.of("token-cache.encryption.key", PASSPHRASE,
			"token-cache.encryption.previous-keys", PASSPHRASE, "token-cache.encryption.key-file", PASSPHRASE,
			"http.proxy", URL, "http.proxy-password", "canary\u0007", "credentials.work.authority", URL, "http.proxi",
			URL, "credentials.work.http.proxi", URL, "token-cache.encryption.older-keys", KEY, "timeout", KEY);

	// One start tells of all wrong names that are bound together
	private static final List<List<String>> WRONG_NAMES = List.of(
			List.of("token-cache.encryption.keys", "token-cache.encryption.older-keys", "token-cache.encryption.ky",
					"token-cache.key", "token-cache.redis.url", "token-cache.redis.passwd"),
			List.of("pw", "pat", "pin", "sas", "psk", "salt", "bearer", "login", "user", "auth", "cert", "client-pw",
					"tenant-pw", "ssl.pw", "page.pw", "page.pin", "prompt.pin"),
			List.of("encryption.key", "proxy", "http.proxi", "http.proxy.url", "http.proxy-pasword", "client-secret",
					"client-passwort", "whatever"),
			List.of("credentials.work.client-secret", "credentials.work.http.proxi", "credentials.work.whatever",
					"credentials.work.pw", "credentials.work.http.auth"));

	static Stream<Arguments> secrets() {
		String encryption = "token-cache.encryption.";
		List<Arguments> all = new ArrayList<>();
		// Wrong forms under the right name
		add(all, encryption + "key", PASSPHRASE, URL, KEY + KEY);
		add(all, encryption + "previous-keys", PASSPHRASE, KEY + KEY);
		add(all, encryption + "name-key", PASSPHRASE, URL, KEY + KEY);
		add(all, encryption + "name-key.value", KEY);
		add(all, encryption + "previous-keys[1]", KEY);
		add(all, encryption + "previous-keys.first", KEY);
		add(all, encryption + "key.value", KEY);
		add(all, encryption + "key-file", KEY, PASSPHRASE, PASSPHRASE.repeat(400), URL);
		add(all, "http.proxy", "ada:canary-pw:proxy.example:8080", "proxy.example:8080:ada:canary-pw", "canary:x:y",
				"http://ada:canary-pw%40proxy.example:8080", "http://proxy.example:8080;password=canary-pw");
		add(all, "credentials.work.http.proxy", "proxy.example:8080:ada:canary-pw");
		add(all, "authentication-record", "https://localhost:1/record.json?sv=1&sig=canary%2Bcanary",
				"https://localhost:1/record.json?code=canary", "{\"refresh_token\":\"canary\"}");
		add(all, "authority", "https://login.example.com/t?client_secret=canary-pw",
				"https://login.example.com/t#canary-pw");
		add(all, "allowed-hosts", "graph.microsoft.com?access_token=canary");
		add(all, "ssl.bundle", "https://host/x?token=canary");
		add(all, "tenant-id", "contoso?client_secret=canary");
		add(all, encryption + "key-file", "/canary" + KEY + ",Y2Fu", "/canaryY2FuYXJ5LWNhbmFyeS1jYW5hcnk");
		add(all, "http.proxy", URL, TOKEN_URL, "user:canary-pw@proxy.example:8080", "canarytoken@proxy.example:8080",
				"socks5://canarytoken@proxy.example:1");
		add(all, "authority", URL, TOKEN_URL, "https://canarytoken@login.example.com");
		add(all, "allowed-hosts", URL, TOKEN_URL);
		add(all, "http.proxy-username", "canary:name", "canary");
		add(all, "http.proxy-password", PASSPHRASE, URL, "canary\u0007");
		add(all, "credentials.work.http.proxy-password", PASSPHRASE, "${canary}");
		add(all, "tenant-id", CLIENT_SECRET, KEY, "eyJcanarycanary.eyJcanarycanary.canary");
		add(all, "client-id", CLIENT_SECRET + "{}", KEY + "{");
		add(all, "authority", CLIENT_SECRET + " ", KEY);
		add(all, "allowed-hosts", CLIENT_SECRET, KEY);
		add(all, "credentials.work.tenant-id", CLIENT_SECRET, KEY);
		add(all, "credentials.work.http.proxy", URL, TOKEN_URL);
		add(all, "credentials.work.authority", URL, TOKEN_URL);
		// Under wrong names, or in the place of something else
		for (List<String> names : WRONG_NAMES) {
			Stream.of(KEY, PASSPHRASE, URL, TOKEN_URL, "canary-1")
				.forEach((value) -> all.add(Arguments.of(names, value)));
		}
		for (String name : List.of("token-cache.type", "timeout", "prompt.output", "http.retries",
				"token-cache.encryption", "credentials", "credentials.work", "http", "scopes.a.b")) {
			add(all, name, KEY, URL, TOKEN_URL, CLIENT_SECRET);
		}
		return all.stream();
	}

	private static void add(List<Arguments> all, String name, String... values) {
		for (String value : values) {
			all.add(Arguments.of(List.of(name), value));
		}
	}

	@ParameterizedTest
	@MethodSource("secrets")
	void noSecretIsShown(List<String> names, String value, @TempDir Path folder, CapturedOutput output)
			throws IOException {
		assertThatStartFails(names, value, EnumSet.allOf(Source.class), folder);
		assertThatNothingIsShown(output);
		if (names.size() > 1) {
			assertThat(names).allSatisfy((name) -> assertThat(output.getAll()).contains("Property: " + PREFIX + name));
		}
	}

	@ParameterizedTest
	@EnumSource(Source.class)
	void noSecretIsShownWhereverItComesFrom(Source source, @TempDir Path folder, CapturedOutput output)
			throws IOException {
		for (Map.Entry<String, String> secret : ONE_OF_EACH_KIND.entrySet()) {
			assertThatStartFails(List.of(secret.getKey()), secret.getValue(), EnumSet.of(source),
					Files.createTempDirectory(folder, "kind"));
		}
		assertThatNothingIsShown(output);
	}

	private static void assertThatNothingIsShown(CapturedOutput output) {
		assertThat(output.getAll()).contains("APPLICATION FAILED TO START")
			.contains(PREFIX.substring(0, PREFIX.length() - 1))
			.doesNotContainIgnoringCase("canary")
			.doesNotContain(KEY.substring(0, 20));
	}

	private static void assertThatStartFails(List<String> names, String value, Set<Source> sources, Path folder)
			throws IOException {
		Map<String, Object> variables = new HashMap<>();
		List<String> arguments = new ArrayList<>();
		for (Source source : sources) {
			source.set(names.stream().map(PREFIX::concat).toList(), value, variables, arguments, folder);
		}
		String name = names.get(0);
		if (!name.startsWith("token-cache.type")) {
			arguments.add("--" + PREFIX + "token-cache.type=file");
		}
		if (name.contains("previous-keys") || name.contains("name-key")) {
			arguments.add("--" + PREFIX + "token-cache.encryption.key=" + KEY);
		}
		if (name.endsWith("proxy-username")) {
			arguments.add("--" + PREFIX + name.replace("username", "password=canary"));
		}
		if (name.endsWith("proxy-password")) {
			arguments.add("--" + PREFIX + name.replace("password", "username=canary:name"));
		}
		arguments.add("--" + PREFIX + "token-cache.file.directory=" + folder.resolve("logins"));
		arguments.add("--logging.level.root=debug");
		try {
			assertThatException().as(name).isThrownBy(() -> run(variables, arguments)).satisfies((failure) -> {
				// What Spring Boot itself throws for a value of a wrong type quotes it
				if (!stackTrace(failure).contains("ConversionFailedException")) {
					assertThat(stackTrace(failure)).as(name).doesNotContainIgnoringCase("canary").doesNotContain(KEY);
				}
			});
		}
		finally {
			names.forEach((property) -> System.clearProperty(PREFIX + property));
			LoggingSystem.get(StartupSecretsTests.class.getClassLoader()).cleanUp();
		}
	}

	private static void run(Map<String, Object> variables, List<String> arguments) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, variables));
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

	private enum Source {

		ARGUMENTS, SYSTEM_PROPERTY, ENVIRONMENT, JSON, CONFIG_TREE;

		void set(List<String> properties, String value, Map<String, Object> variables, List<String> arguments,
				Path folder) throws IOException {
			for (String property : properties) {
				switch (this) {
					case ARGUMENTS -> arguments.add("--" + property + "=" + value);
					case SYSTEM_PROPERTY -> System.setProperty(property, value);
					case ENVIRONMENT -> variables.put(property.replace("-", "")
						.replaceAll("[.\\[]", "_")
						.replace("]", "")
						.toUpperCase(Locale.ROOT), value);
					case JSON -> variables.put("SPRING_APPLICATION_JSON", toJson(properties, value));
					case CONFIG_TREE -> Files.writeString(folder.resolve(property), value);
				}
			}
			if (this == CONFIG_TREE) {
				arguments.add("--spring.config.import=configtree:" + folder + "/");
			}
		}

		private static String toJson(List<String> properties, String value) {
			return properties.stream()
				.map((property) -> "\"" + property + "\": \"" + value.replace("\"", "\\\"").replace("\u0007", "\\u0007")
						+ "\"")
				.collect(Collectors.joining(", ", "{", "}"));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DeviceCodeTokenCacheAutoConfiguration.class, DeviceCodeAutoConfiguration.class,
			DeviceCodeOAuth2ClientAutoConfiguration.class, DeviceCodeRestClientAutoConfiguration.class,
			SslAutoConfiguration.class })
	static class Application {

	}

}
