package io.github.azuredevicecode.concurrent;

import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a step that others wait for, so that whatever it throws ends their wait. Every
 * hand-over between threads and every call of foreign code goes through it.
 */
public final class Guard {

	static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final Logger logger = LoggerFactory.getLogger(Guard.class);

	private Guard() {
	}

	/**
	 * Runs a step.
	 * @param step the step
	 * @param onFailure ends the wait with what the step has thrown
	 */
	public static void run(Runnable step, Consumer<? super Throwable> onFailure) {
		try {
			step.run();
		}
		catch (Throwable ex) {
			fail(ex, onFailure);
		}
	}

	/**
	 * Runs a step that nobody waits for, and whose faults change nothing.
	 * @param what names the step in the log
	 * @param step the step
	 */
	public static void run(String what, Runnable step) {
		try {
			step.run();
		}
		catch (Throwable ex) {
			logger.warn("{} of the device code credential failed", what, ex);
		}
	}

	/**
	 * Runs a step that comes before another one, which others wait for. A step that does
	 * not return is interrupted after a while, and the other one comes without it.
	 * @param what names the step in the log
	 * @param executor runs the other one if the step ignores the interrupt
	 * @param time the timer
	 * @param step the step, whose faults change nothing
	 * @param next runs once
	 */
	public static void runBefore(String what, CredentialExecutor executor, TimeSource time, Runnable step,
			Runnable next) {
		FutureTask<Boolean> first = new FutureTask<>(() -> run(what, step), true);
		AtomicBoolean begun = new AtomicBoolean();
		Runnable second = () -> {
			if (begun.compareAndSet(false, true)) {
				next.run();
			}
		};
		Cancellable limit = executor.schedule(time, PATIENCE, () -> interrupt(what, first), second, (refusal) -> {
		});
		first.run();
		limit.cancel();
		if (first.isCancelled()) {
			// The interrupt was for the step alone
			Thread.interrupted();
		}
		second.run();
	}

	private static void interrupt(String what, FutureTask<?> step) {
		if (step.cancel(true)) {
			logger.warn("{} of the device code credential has not returned within {} seconds, and is not waited for",
					what, PATIENCE.toSeconds());
		}
	}

	/**
	 * Ends the wait for a step that could not be run.
	 * @param failure why
	 * @param onFailure ends the wait
	 */
	static void fail(Throwable failure, Consumer<? super Throwable> onFailure) {
		if (failure instanceof Error) {
			logger.error("The device code credential failed at an error of the program or of the JVM", failure);
		}
		try {
			onFailure.accept(failure);
		}
		catch (Throwable ex) {
			logger.error("The failure of a step could not be told to those who wait for it", ex);
		}
	}

}
