package io.github.azuredevicecode.concurrent;

import java.net.URL;
import java.net.URLClassLoader;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.github.azuredevicecode.credential.VirtualTime;
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

	@Test
	void whatWasHandedOverBeforeTheCloseIsDone() throws Exception {
		CredentialExecutor executor = CredentialExecutor
			.of(new ExecutionSettings(null, false, UnaryOperator.identity()));
		CountDownLatch closed = new CountDownLatch(1);
		List<CompletableFuture<Boolean>> done = new ArrayList<>();
		for (int i = 0; i < 3 * WorkerPool.USUAL_SIZE; i++) {
			CompletableFuture<Boolean> task = new CompletableFuture<>();
			done.add(task);
			executor.execute(() -> {
				awaitUninterruptibly(closed);
				task.complete(true);
			});
		}
		executor.close();
		closed.countDown();
		CompletableFuture.allOf(done.toArray(CompletableFuture[]::new)).get();
	}

	@Test
	void closingInterruptsItsOwnTasksOnly() throws Exception {
		CredentialThreads threads = new CredentialThreads(false);
		ExecutionSettings settings = new ExecutionSettings(null, false, UnaryOperator.identity());
		CredentialExecutor first = CredentialExecutor.of(settings, threads, () -> {
		});
		CredentialExecutor second = CredentialExecutor.of(settings, threads, () -> {
		});
		CountDownLatch begun = new CountDownLatch(2);
		CountDownLatch release = new CountDownLatch(1);
		CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
		CompletableFuture<Boolean> released = new CompletableFuture<>();
		first.execute(() -> {
			begun.countDown();
			interrupted.complete(awaitInterruptibly(new CountDownLatch(1)));
		});
		second.execute(() -> {
			begun.countDown();
			released.complete(awaitInterruptibly(release));
		});
		begun.await();
		first.close();
		assertThat(interrupted.get()).isFalse();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> first.execute(() -> {
		}));
		release.countDown();
		assertThat(released.get()).isTrue();
		second.close();
		threads.close();
	}

	@Test
	void tasksThatBlockHoldUpNoOthers() throws Exception {
		CredentialExecutor executor = CredentialExecutor
			.of(new ExecutionSettings(null, false, UnaryOperator.identity()));
		CountDownLatch release = new CountDownLatch(1);
		for (int i = 0; i < 2 * WorkerPool.USUAL_SIZE; i++) {
			executor.execute(() -> awaitUninterruptibly(release));
		}
		CompletableFuture<Boolean> other = new CompletableFuture<>();
		executor.execute(() -> other.complete(true));
		assertThat(other.get()).isTrue();
		release.countDown();
		executor.close();
	}

	@Test
	void anEndedTimerEndsTheWaitForAStep() {
		SystemTimeSource time = new SystemTimeSource();
		time.close();
		CredentialExecutor executor = CredentialExecutor
			.of(new ExecutionSettings(Runnable::run, false, UnaryOperator.identity()));
		CompletableFuture<Boolean> step = new CompletableFuture<>();
		executor.schedule(time, Duration.ofSeconds(1), () -> step.complete(true), step::completeExceptionally);
		assertThat(step).isCompletedExceptionally();
	}

	// As one that is full does with CallerRunsPolicy, or with a queue that blocks
	@Test
	void anExecutorThatKeepsTheThreadOfItsCallerDoesNotKeepTheTimer() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		try (CredentialThreads threads = new CredentialThreads(false)) {
			CredentialExecutor blocking = CredentialExecutor.of(
					new ExecutionSettings((task) -> awaitUninterruptibly(release), false, UnaryOperator.identity()),
					threads, () -> {
					});
			CredentialExecutor other = CredentialExecutor
				.of(new ExecutionSettings(Runnable::run, false, UnaryOperator.identity()), threads, () -> {
				});
			for (int i = 0; i < 3; i++) {
				blocking.schedule(threads.time(), Duration.ZERO, () -> {
				}, (failure) -> {
				});
			}
			CompletableFuture<Boolean> step = new CompletableFuture<>();
			other.schedule(threads.time(), Duration.ofMillis(1), () -> step.complete(true),
					step::completeExceptionally);
			assertThat(step.get(10, TimeUnit.SECONDS)).isTrue();
		}
		finally {
			release.countDown();
		}
	}

	@Test
	void aCancelledStepDoesNotRun() {
		VirtualTime time = new VirtualTime();
		CredentialExecutor executor = CredentialExecutor
			.of(new ExecutionSettings(Runnable::run, false, UnaryOperator.identity()));
		List<String> steps = new ArrayList<>();
		Cancellable cancelled = executor.schedule(time, Duration.ofSeconds(1), () -> steps.add("cancelled"),
				(failure) -> steps.add("failed"));
		executor.schedule(time, Duration.ofSeconds(1), () -> steps.add("other"), (failure) -> steps.add("failed"));
		cancelled.cancel();
		time.advance(Duration.ofSeconds(1));
		assertThat(steps).containsExactly("other");
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		while (!awaitInterruptibly(latch)) {
			Thread.yield();
		}
	}

	private static boolean awaitInterruptibly(CountDownLatch latch) {
		try {
			latch.await();
			return true;
		}
		catch (InterruptedException ex) {
			return false;
		}
	}

}
