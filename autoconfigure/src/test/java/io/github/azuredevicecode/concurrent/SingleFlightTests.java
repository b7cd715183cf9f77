package io.github.azuredevicecode.concurrent;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SingleFlight}.
 */
class SingleFlightTests {

	private final List<String> calls = new ArrayList<>();

	private final SingleFlight<String> flight = new SingleFlight<>((failure) -> this.calls.add("end"),
			() -> this.calls.add("abandoned"),
			CredentialExecutor.of(new ExecutionSettings(Runnable::run, false, UnaryOperator.identity())));

	@Test
	void everyoneWhoWaitsGetsTheResultAfterTheEndIsTold() {
		CompletableFuture<String> first = join();
		CompletableFuture<String> second = join();
		first.thenAccept((value) -> this.calls.add("first"));
		this.flight.complete("result");
		assertThat(second).isCompletedWithValue("result");
		assertThat(this.calls).containsExactly("end", "first");
	}

	@Test
	void everyoneWhoWaitsGetsTheFailure() {
		CompletableFuture<String> first = join();
		CompletableFuture<String> second = join();
		IllegalStateException failure = new IllegalStateException();
		this.flight.fail(failure);
		assertThat(first.handle((value, ex) -> ex).join()).isSameAs(failure);
		assertThat(second.handle((value, ex) -> ex).join()).isSameAs(failure);
	}

	@Test
	void onlyTheFirstResultCounts() {
		CompletableFuture<String> waiter = join();
		this.flight.complete("first");
		this.flight.complete("second");
		this.flight.fail(new IllegalStateException());
		assertThat(waiter).isCompletedWithValue("first");
		assertThat(this.calls).containsExactly("end");
	}

	@Test
	void oneWhoGivesUpHarmsNobody() {
		CompletableFuture<String> first = join();
		CompletableFuture<String> second = join();
		first.cancel(true);
		assertThat(this.calls).isEmpty();
		this.flight.complete("result");
		assertThat(second).isCompletedWithValue("result");
	}

	@Test
	void theLastOneWhoGivesUpAbandonsIt() {
		CompletableFuture<String> first = join();
		CompletableFuture<String> second = join();
		first.cancel(true);
		second.cancel(false);
		assertThat(this.calls).containsExactly("end", "abandoned");
		assertThat(this.flight.join()).isNull();
		this.flight.complete("too late");
		assertThat(this.calls).containsExactly("end", "abandoned");
	}

	@Test
	void nobodyJoinsAFlightThatHasEndedAndCancellingAfterwardsDoesNothing() {
		CompletableFuture<String> waiter = join();
		this.flight.complete("result");
		assertThat(this.flight.join()).isNull();
		waiter.cancel(true);
		assertThat(this.calls).containsExactly("end");
	}

	private CompletableFuture<String> join() {
		return Objects.requireNonNull(this.flight.join());
	}

}
