package io.github.azuredevicecode.concurrent;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.slf4j.MDC;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link CredentialExecutor}.
 */
class CredentialExecutorTests {

	private final Queue<Runnable> handedOver = new ArrayDeque<>();

	private final ClassLoader classLoader = Thread.currentThread().getContextClassLoader();

	@AfterEach
	void restore() {
		Thread.currentThread().setContextClassLoader(this.classLoader);
		MDC.clear();
	}

	@Test
	void theContextOfTheCallerIsCarriedOverAndTakenAwayAgain() {
		CredentialExecutor executor = CredentialExecutor
			.of(new ExecutionSettings(this.handedOver::add, true, UnaryOperator.identity()));
		ClassLoader ofTheCaller = new URLClassLoader(new URL[0]);
		Thread.currentThread().setContextClassLoader(ofTheCaller);
		MDC.put("request", "42");
		CompletableFuture<ClassLoader> seen = new CompletableFuture<>();
		CompletableFuture<String> logged = new CompletableFuture<>();
		executor.execute(() -> {
			seen.complete(Thread.currentThread().getContextClassLoader());
			logged.complete(String.valueOf(MDC.get("request")));
		});
		Thread.currentThread().setContextClassLoader(this.classLoader);
		MDC.put("request", "of the worker");
		this.handedOver.remove().run();
		assertThat(seen).isCompletedWithValue(ofTheCaller);
		assertThat(logged).isCompletedWithValue("42");
		assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(this.classLoader);
		assertThat(MDC.get("request")).isEqualTo("of the worker");
	}

	@Test
	void aTaskThatFailsLeavesNothingOfItsCaller() {
		CredentialExecutor executor = CredentialExecutor
			.of(new ExecutionSettings(this.handedOver::add, true, UnaryOperator.identity()));
		MDC.put("request", "42");
		executor.execute(() -> {
			throw new IllegalStateException();
		});
		MDC.clear();
		assertThatIllegalStateException().isThrownBy(this.handedOver.remove()::run);
		assertThat(MDC.get("request")).isNull();
	}

	@Test
	void theDecoratorOfTheApplicationIsAskedOnTheThreadThatHandsOver() {
		Queue<String> order = new ArrayDeque<>();
		CredentialExecutor executor = CredentialExecutor
			.of(new ExecutionSettings(this.handedOver::add, true, (task) -> {
				order.add("decorated");
				return () -> {
					order.add("before");
					task.run();
				};
			}));
		executor.execute(() -> order.add("task"));
		assertThat(order).containsExactly("decorated");
		this.handedOver.remove().run();
		assertThat(order).containsExactly("decorated", "before", "task");
	}

	@Test
	void withoutVirtualThreadsItsThreadsAreDaemonsOfItsOwn() throws Exception {
		CredentialExecutor executor = CredentialExecutor
			.of(new ExecutionSettings(null, false, UnaryOperator.identity()));
		CompletableFuture<Thread> worker = new CompletableFuture<>();
		executor.execute(() -> worker.complete(Thread.currentThread()));
		assertThat(worker.get().isDaemon()).isTrue();
		assertThat(worker.get().getName()).startsWith("device-code-");
		executor.close();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> executor.execute(() -> {
		}));
		worker.get().join();
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void whereTheJvmHasVirtualThreadsItsThreadsAreVirtual() throws Exception {
		CredentialExecutor executor = CredentialExecutor
			.of(new ExecutionSettings(null, true, UnaryOperator.identity()));
		CompletableFuture<Thread> worker = new CompletableFuture<>();
		executor.execute(() -> worker.complete(Thread.currentThread()));
		assertThat((boolean) Thread.class.getMethod("isVirtual").invoke(worker.get())).isTrue();
		executor.close();
	}

}
