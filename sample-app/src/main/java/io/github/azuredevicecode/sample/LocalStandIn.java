package io.github.azuredevicecode.sample;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

import io.github.azuredevicecode.standin.StandIn;
import io.github.azuredevicecode.standin.StandInOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.Profiles;

/**
 * Listener that starts the stand-in for Microsoft Entra with the profile {@code local}
 * and points the properties of the application to it. The rest of the application is the
 * same as with the real service.
 */
final class LocalStandIn implements ApplicationListener<ApplicationEvent>, Ordered {

	private @Nullable StandIn standIn;

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
			prepare(prepared.getEnvironment());
		}
		else if (this.standIn != null && (event instanceof ApplicationFailedEvent
				|| event instanceof ContextClosedEvent closed && closed.getApplicationContext().getParent() == null)) {
			this.standIn.close();
			this.standIn = null;
		}
	}

	private void prepare(ConfigurableEnvironment environment) {
		if (environment.acceptsProfiles(Profiles.of("local")) && !isProcessedAheadOfTime()) {
			environment.getPropertySources()
				.addFirst(new MapPropertySource("stand-in", join(environment).orElseGet(() -> start(environment))));
		}
	}

	private static boolean isProcessedAheadOfTime() {
		return Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING);
	}

	// Two instances can share one stand-in
	private static Optional<Map<String, Object>> join(ConfigurableEnvironment environment) {
		int port = environment.getProperty("stand-in.port", Integer.class, 0);
		Path folder = folder(environment);
		if (port == 0 || folder == null || !isInUse(port)) {
			return Optional.empty();
		}
		String address = "https://localhost:" + port;
		return Optional.ofNullable(StandIn.certificatePem(folder))
			.map((certificate) -> propertiesFor(address, address, certificate));
	}

	private static @Nullable Path folder(ConfigurableEnvironment environment) {
		String folder = environment.getProperty("stand-in.folder");
		return (folder != null) ? Path.of(folder) : null;
	}

	private static boolean isInUse(int port) {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private Map<String, Object> start(ConfigurableEnvironment environment) {
		this.standIn = StandIn.start(StandInOptions.of(environment::getProperty));
		return propertiesFor(this.standIn);
	}

	static Map<String, Object> propertiesFor(StandIn standIn) {
		return propertiesFor(standIn.authority().toString(), standIn.apiBaseUri().toString(), standIn.certificatePem());
	}

	private static Map<String, Object> propertiesFor(String authority, String apiBaseUri, String certificatePem) {
		return Map.of("azure.identity.device-code.authority", authority,
				"azure.identity.device-code.disable-instance-discovery", true, "azure.identity.device-code.client-id",
				StandInOptions.DEFAULT_CLIENT_ID, "azure.identity.device-code.scopes", apiBaseUri + "/.default",
				"azure.identity.device-code.ssl.bundle", "stand-in", "spring.http.clients.ssl.bundle", "stand-in",
				"spring.ssl.bundle.pem.stand-in.truststore.certificate", certificatePem, "sample.api-base-url",
				apiBaseUri);
	}

	@Override
	public int getOrder() {
		return EnvironmentPostProcessorApplicationListener.DEFAULT_ORDER + 1;
	}

}
