package io.github.azuredevicecode.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import io.github.azuredevicecode.standin.StandIn;
import io.github.azuredevicecode.standin.StandInOptions;
import io.github.azuredevicecode.standin.tenant.DemoUser;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LoggingInitializationContext;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The stand-in without the sample, for other applications on this machine
 * ({@code --stand-in.only}).
 */
final class StandInAlone {

	private static final int DEFAULT_PORT = 9443;

	private static final String TEXT = """

			The stand-in for Microsoft Entra is running. Paste these properties into your application:

			%s

			Sign in as:

			user: %s
			password: %s

			Stop the stand-in with Ctrl+C. Its API is %s/v1.0/me.
			""";

	private StandInAlone() {
	}

	static ConfigurableEnvironment environment(String... arguments) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
		return environment;
	}

	static boolean isRequested(ConfigurableEnvironment environment) {
		String only = environment.getProperty("stand-in.only");
		return only != null && !only.equals("false");
	}

	static StandIn start(ConfigurableEnvironment environment) {
		LoggingSystem logging = LoggingSystem.get(StandInAlone.class.getClassLoader());
		logging.beforeInitialize();
		logging.initialize(new LoggingInitializationContext(environment), null, null);
		StandInOptions options = StandInOptions.of(environment::getProperty);
		StandIn standIn = StandIn
			.start((environment.getProperty("stand-in.port") != null) ? options : options.withPort(DEFAULT_PORT));
		System.out.println(describe(standIn, writeCertificate(standIn, options.folder())));
		return standIn;
	}

	private static Path writeCertificate(StandIn standIn, @Nullable Path folder) {
		Path file = ((folder != null) ? folder : Path.of("")).resolve("certificate.pem").toAbsolutePath();
		try {
			Files.writeString(file, standIn.certificatePem());
			return file;
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot write the certificate to " + file, ex);
		}
	}

	private static String describe(StandIn standIn, Path certificate) {
		Map<String, Object> properties = new LinkedHashMap<>();
		properties.put("spring.ssl.bundle.pem.stand-in.truststore.certificate", certificate.toUri());
		properties.put("spring.http.clients.ssl.bundle", "stand-in");
		properties.put("azure.identity.device-code.ssl.bundle", "stand-in");
		properties.put("azure.identity.device-code.authority", standIn.authority());
		properties.put("azure.identity.device-code.disable-instance-discovery", true);
		properties.put("azure.identity.device-code.client-id", StandInOptions.DEFAULT_CLIENT_ID);
		properties.put("azure.identity.device-code.scopes", standIn.apiBaseUri() + "/.default");
		return TEXT.formatted(properties.entrySet()
			.stream()
			.map((property) -> property.getKey() + "=" + property.getValue())
			.collect(Collectors.joining("\n")), DemoUser.USERNAME, DemoUser.PASSWORD, standIn.apiBaseUri());
	}

}
