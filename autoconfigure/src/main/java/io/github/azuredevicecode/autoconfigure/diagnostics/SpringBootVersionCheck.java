package io.github.azuredevicecode.autoconfigure.diagnostics;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.SpringBootVersion;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.core.Ordered;

/**
 * Listener that refuses a version of Spring Boot that is too old, before anything else
 * fails for reasons that would not tell it. It uses only what Spring Boot 3 has, too.
 */
final class SpringBootVersionCheck implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\..*");

	private static final int MAJOR = 4;

	private static final int MINOR = 1;

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		check(SpringBootVersion.getVersion());
	}

	static void check(@Nullable String version) {
		Matcher matcher = VERSION.matcher((version != null) ? version : "");
		if (version != null && matcher.matches()) {
			int major = Integer.parseInt(matcher.group(1));
			if (major < MAJOR || (major == MAJOR && Integer.parseInt(matcher.group(2)) < MINOR)) {
				throw new UnsupportedSpringBootVersionException(version);
			}
		}
	}

	// Failures are reported by the log
	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER + 1;
	}

}
