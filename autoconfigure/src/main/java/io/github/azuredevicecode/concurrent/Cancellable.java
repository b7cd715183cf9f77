package io.github.azuredevicecode.concurrent;

/**
 * A task that has not begun yet.
 */
@FunctionalInterface
public interface Cancellable {

	/**
	 * Keeps the task from running, and releases what it holds. Does nothing if it has
	 * begun.
	 */
	void cancel();

}
