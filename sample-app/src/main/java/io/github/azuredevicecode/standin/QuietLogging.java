package io.github.azuredevicecode.standin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Log levels that keep the web server of the stand-in from announcing its start and end
 * in the log of the application that starts it. Afterwards, the application has its own
 * levels again.
 */
final class QuietLogging {

	private static final List<String> LOGGERS = List.of("org.apache.catalina", "org.apache.tomcat",
			"org.springframework.boot.tomcat", "org.springframework.boot.web", "org.springframework.security.config",
			"org.springframework.web.servlet");

	private QuietLogging() {
	}

	static <T> T quieten(Supplier<T> action) {
		LoggingSystem logging = LoggingSystem.get(QuietLogging.class.getClassLoader());
		Map<String, @Nullable LogLevel> levels = new LinkedHashMap<>();
		for (String logger : LOGGERS) {
			levels.put(logger, configuredLevel(logging, logger));
			logging.setLogLevel(logger, LogLevel.WARN);
		}
		try {
			return action.get();
		}
		finally {
			levels.forEach(logging::setLogLevel);
		}
	}

	private static @Nullable LogLevel configuredLevel(LoggingSystem logging, String logger) {
		LoggerConfiguration configuration = logging.getLoggerConfiguration(logger);
		return (configuration != null) ? configuration.getConfiguredLevel() : null;
	}

}
