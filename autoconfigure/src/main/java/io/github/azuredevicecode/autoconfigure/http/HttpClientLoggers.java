package io.github.azuredevicecode.autoconfigure.http;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Listener that keeps those loggers of HTTP clients quiet that print the headers of
 * requests, and the token with them, as soon as the level of a logger above them is
 * {@code DEBUG} or {@code TRACE}. A level that is set for one of them by its own name
 * prevails.
 */
final class HttpClientLoggers implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	private static final Map<String, LogLevel> LEVELS = levels();

	private static Map<String, LogLevel> levels() {
		Map<String, LogLevel> levels = new LinkedHashMap<>();
		// Apache HttpComponents
		levels.put("org.apache.hc.client5.http.headers", LogLevel.INFO);
		levels.put("org.apache.hc.client5.http.wire", LogLevel.INFO);
		levels.put("org.apache.hc.client5.http2", LogLevel.INFO);
		levels.put("org.apache.http.headers", LogLevel.INFO);
		levels.put("org.apache.http.wire", LogLevel.INFO);
		// Jetty, whose buffers are printed on all their way
		levels.put("org.eclipse.jetty.client", LogLevel.INFO);
		levels.put("org.eclipse.jetty.http", LogLevel.INFO);
		levels.put("org.eclipse.jetty.http2", LogLevel.INFO);
		levels.put("org.eclipse.jetty.io", LogLevel.INFO);
		// Reactor Netty with a wiretap
		levels.put("reactor.netty.http.client.HttpClient", LogLevel.INFO);
		levels.put("reactor.netty.http.client.h2", LogLevel.INFO);
		// The JDK, whose newer client logs at INFO what jdk.httpclient.HttpClient.log
		// names
		levels.put("sun.net.www.protocol.http.HttpURLConnection", LogLevel.INFO);
		levels.put("jdk.httpclient.HttpClient", LogLevel.WARN);
		levels.put("jdk.internal.httpclient", LogLevel.INFO);
		return levels;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		if (event.getEnvironment().getProperty(DeviceCodeProperties.PREFIX + ".enabled", Boolean.class, true)) {
			LoggingSystem loggingSystem = LoggingSystem.get(event.getSpringApplication().getClassLoader());
			for (Map.Entry<String, LogLevel> level : LEVELS.entrySet()) {
				limit(loggingSystem, level.getKey(), level.getValue());
			}
		}
	}

	private static void limit(LoggingSystem loggingSystem, String logger, LogLevel level) {
		try {
			LoggerConfiguration configuration = loggingSystem.getLoggerConfiguration(logger);
			if (configuration == null || configuration.getConfiguredLevel() == null) {
				loggingSystem.setLogLevel(logger, quieter(level, effectiveLevel(loggingSystem, configuration)));
			}
		}
		catch (UnsupportedOperationException ex) {
			// A logging system without levels
		}
	}

	private static @Nullable LogLevel effectiveLevel(LoggingSystem loggingSystem,
			@Nullable LoggerConfiguration configuration) {
		LoggerConfiguration known = (configuration != null) ? configuration
				: loggingSystem.getLoggerConfiguration(LoggingSystem.ROOT_LOGGER_NAME);
		return (known != null) ? known.getEffectiveLevel() : null;
	}

	private static LogLevel quieter(LogLevel level, @Nullable LogLevel effective) {
		return (effective != null && effective.compareTo(level) > 0) ? effective : level;
	}

	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER + 2;
	}

}
