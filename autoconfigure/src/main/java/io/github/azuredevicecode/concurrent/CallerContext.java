package io.github.azuredevicecode.concurrent;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Carries what belongs to the thread of a caller over to a thread of the credential: the
 * context class loader, by which libraries find their parts, and the logging context.
 */
final class CallerContext {

	private CallerContext() {
	}

	static Runnable carry(Runnable task) {
		ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
		Map<String, String> logging = MDC.getCopyOfContextMap();
		return () -> {
			ClassLoader classLoaderBefore = Thread.currentThread().getContextClassLoader();
			Map<String, String> loggingBefore = MDC.getCopyOfContextMap();
			set(classLoader, logging);
			try {
				task.run();
			}
			finally {
				set(classLoaderBefore, loggingBefore);
			}
		};
	}

	private static void set(@Nullable ClassLoader classLoader, @Nullable Map<String, String> logging) {
		Thread.currentThread().setContextClassLoader(classLoader);
		if (logging != null) {
			MDC.setContextMap(logging);
		}
		else {
			MDC.clear();
		}
	}

}
