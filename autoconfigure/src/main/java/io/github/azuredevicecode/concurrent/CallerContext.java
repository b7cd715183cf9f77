package io.github.azuredevicecode.concurrent;

import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Carries what belongs to the thread of a caller over to a thread of the credential: the
 * context class loader, by which libraries find their parts, the logging context, and the
 * activity that is measured.
 */
final class CallerContext {

	private CallerContext() {
	}

	static Runnable carry(Runnable task) {
		ClassLoader classLoader = Thread.currentThread().getContextClassLoader();
		Map<String, String> logging = logging();
		MeasuredActivity activity = MeasuredActivity.current();
		return () -> {
			ClassLoader classLoaderBefore = Thread.currentThread().getContextClassLoader();
			Map<String, String> loggingBefore = logging();
			set(classLoader, logging);
			try {
				activity.within(() -> {
					task.run();
					return true;
				});
			}
			finally {
				set(classLoaderBefore, loggingBefore);
			}
		};
	}

	private static @Nullable Map<String, String> logging() {
		AtomicReference<@Nullable Map<String, String>> logging = new AtomicReference<>();
		Guard.run("The logging context", () -> logging.set(MDC.getCopyOfContextMap()));
		return logging.get();
	}

	private static void set(@Nullable ClassLoader classLoader, @Nullable Map<String, String> logging) {
		Thread.currentThread().setContextClassLoader(classLoader);
		Guard.run("The logging context", () -> {
			if (logging != null) {
				MDC.setContextMap(logging);
			}
			else {
				MDC.clear();
			}
		});
	}

}
