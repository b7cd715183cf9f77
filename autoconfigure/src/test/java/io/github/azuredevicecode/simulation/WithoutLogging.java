package io.github.azuredevicecode.simulation;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Keeps the credentials from logging what happens to them by the thousand.
 */
final class WithoutLogging implements BeforeAllCallback, AfterAllCallback {

	private static final List<String> NOISY = List.of("io.github.azuredevicecode", "com.microsoft.aad");

	private final Map<String, @Nullable Level> levels = new HashMap<>();

	@Override
	public void beforeAll(ExtensionContext context) {
		for (String name : NOISY) {
			Logger logger = (Logger) LoggerFactory.getLogger(name);
			this.levels.put(name, logger.getLevel());
			logger.setLevel(Level.OFF);
		}
	}

	@Override
	public void afterAll(ExtensionContext context) {
		this.levels.forEach((name, level) -> ((Logger) LoggerFactory.getLogger(name)).setLevel(level));
	}

}
