package io.github.azuredevicecode.credential.state;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.concurrent.CredentialEventPublisher;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.CredentialThreads;
import io.github.azuredevicecode.concurrent.ExecutionSettings;
import io.github.azuredevicecode.concurrent.Observability;
import io.github.azuredevicecode.credential.VirtualTime;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StoreAccess} and {@link StoreAvailability}.
 */
class StoreAccessTests {

	private final VirtualTime time = new VirtualTime();

	private final List<Boolean> availability = new ArrayList<>();

	private final Queue<CompletableFuture<?>> probes = new ArrayDeque<>();

	private int probed;

	private CredentialExecutor executor = executor(Runnable::run);

	private StoreAvailability available = availability();

	private StoreAccess access = access();

	@Test
	void aResultIsPassedOn() {
		assertThat(this.access.run(() -> "login")).isCompletedWithValue("login");
		assertThat(this.availability).isEmpty();
		assertThat(this.time.pending()).isZero();
	}

	@Test
	void whateverAStoreThrowsIsAnOutage() {
		for (Throwable failure : new Throwable[] { new TokenCacheException("down", null),
				new IllegalStateException("x"), new NoSuchMethodError("x"), new OutOfMemoryError("x") }) {
			assertThat(this.access.run(() -> {
				throw sneaky(failure);
			})).isCompletedExceptionally()
				.failsWithin(Duration.ZERO)
				.withThrowableOfType(ExecutionException.class)
				.withCauseInstanceOf(TokenCacheException.class);
		}
		assertThat(this.availability).containsExactly(false);
	}

	@Test
	void aClosedExecutorIsNoOutage() {
		this.executor = executor((task) -> {
			throw new RejectedExecutionException("closed");
		});
		this.access = access();
		assertThat(this.access.run(() -> "login")).isCompletedExceptionally();
		assertThat(this.availability).isEmpty();
	}

	@Test
	void accessesThatWaitForAThreadHoldNoThread() {
		List<Runnable> queue = new ArrayList<>();
		this.executor = executor(queue::add);
		this.available = availability();
		this.access = access();
		for (int i = 0; i < 10; i++) {
			this.access.run(() -> "too late");
		}
		this.time.advance(Duration.ofMinutes(1));
		// An executor that was busy, or has dropped what it was given
		queue.clear();
		CompletableFuture<String> next = this.access.run(() -> "login");
		queue.forEach(Runnable::run);
		assertThat(next).isCompletedWithValue("login");
	}

	@Test
	void anAccessThatHangsIsGivenUpAndInterrupted() throws Exception {
		ExecutorService threads = Executors.newCachedThreadPool();
		try {
			this.executor = executor(threads);
			this.available = availability();
			this.access = access();
			CountDownLatch begun = new CountDownLatch(1);
			CountDownLatch interrupted = new CountDownLatch(1);
			CompletableFuture<String> hanging = this.access.run(() -> {
				begun.countDown();
				try {
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					interrupted.countDown();
				}
				return "too late";
			});
			assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
			// Twice the limit, since it is the first access
			this.time.advance(Duration.ofSeconds(6));
			Awaitility.await().until(hanging::isCompletedExceptionally);
			assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
			Awaitility.await().until(() -> this.available.refusal() != null);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void anOutageIsProbedInTheBackgroundUntilItEnds() {
		this.probes.add(CompletableFuture.failedFuture(new TokenCacheException("still down", null)));
		this.probes.add(CompletableFuture.completedFuture(null));
		this.available.failed(new TokenCacheException("down", null), Duration.ofSeconds(3));
		assertThat(this.available.refusal()).hasMessage("down");
		this.time.advance(Duration.ofSeconds(5));
		assertThat(this.probed).isEqualTo(1);
		assertThat(this.available.isAvailable()).isFalse();
		this.time.advance(Duration.ofSeconds(10));
		assertThat(this.probed).isEqualTo(2);
		assertThat(this.available.refusal()).isNull();
		assertThat(this.availability).containsExactly(false, true);
		assertThat(this.time.pending()).isZero();
	}

	@Test
	void callersMayTryAStoreThatRefusesAtOnceAtAPace() {
		this.available.failed(new TokenCacheException("down", null), Duration.ZERO);
		int tries = 0;
		for (int i = 0; i < 100; i++) {
			tries += (this.available.refusal() == null) ? 1 : 0;
		}
		assertThat(tries).isEqualTo(3);
	}

	@Test
	void afterTheCloseNothingIsProbed() {
		this.available.failed(new TokenCacheException("down", null), Duration.ofSeconds(3));
		this.available.close();
		this.time.advance(Duration.ofHours(1));
		assertThat(this.probed).isZero();
		assertThat(this.time.pending()).isZero();
	}

	private StoreAvailability availability() {
		return new StoreAvailability(this.executor, this.time, new Random(1),
				new CredentialEventPublisher(new Observability("default", new DeviceCodeListener() {

					@Override
					public void onTokenCacheAvailability(TokenCacheAvailabilityEvent event) {
						StoreAccessTests.this.availability.add(event.isAvailable());
					}

				}, DeviceCodeInstrumentation.NONE, false)), () -> {
					this.probed++;
					CompletableFuture<?> probe = this.probes.poll();
					return (probe != null) ? probe : CompletableFuture.completedFuture(null);
				});
	}

	private StoreAccess access() {
		return new StoreAccess(this.executor, this.time, Duration.ofSeconds(3), false, this.available);
	}

	private static CredentialExecutor executor(Executor executor) {
		return CredentialExecutor.of(new ExecutionSettings(executor, false, UnaryOperator.identity()),
				new CredentialThreads(false), () -> {
				});
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
		throw (T) failure;
	}

}
