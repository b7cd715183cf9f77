package io.github.azuredevicecode.concurrent;

import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * Settings of the threads that a credential works on. Immutable.
 *
 * @param executor the application's executor, or {@code null} for threads of the
 * credential's own
 * @param virtualThreads whether threads of its own are virtual where the JVM has them
 * @param taskDecorator carries the context of a caller to another thread
 */
public record ExecutionSettings(@Nullable Executor executor, boolean virtualThreads,
		UnaryOperator<Runnable> taskDecorator) {

}
