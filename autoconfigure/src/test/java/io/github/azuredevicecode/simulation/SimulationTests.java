package io.github.azuredevicecode.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs many schedules drawn from seeds.
 */
@ExtendWith(WithoutLogging.class)
class SimulationTests {

	private static final long SEEDS = Long.getLong("simulation.seeds", 2_000);

	private static final long FIRST = Long.getLong("simulation.first", 1);

	@Test
	void whatMustHoldDoesInEverySchedule() throws InterruptedException {
		requireNoViolation(Schedule::draw, SEEDS);
	}

	@Test
	void withoutFaultsNothingIsEverViolated() throws InterruptedException {
		requireNoViolation(SimulationTests::withoutFaults, Math.min(SEEDS, 200));
	}

	// Nor anything that a service or a setting does to make it hard
	private static Schedule withoutFaults(long seed) {
		Set<Step.Kind> kinds = EnumSet.allOf(Step.Kind.class);
		kinds.removeIf((kind) -> !kind.isOfCallers());
		Schedule schedule = Schedule.draw(seed, kinds);
		return new Schedule(seed,
				schedule.setting().withRefreshTokens(Setting.RefreshTokens.PLAIN).withTimeoutSeconds(0),
				schedule.answers(), schedule.steps());
	}

	@Test
	void aSeedReplaysExactly() {
		for (long seed = FIRST; seed < FIRST + 20; seed++) {
			World.Outcome first = World.run(Schedule.draw(seed));
			World.Outcome second = World.run(Schedule.draw(seed));
			if (first.outsideWaits() == 0) {
				assertThat(second.log()).isEqualTo(first.log());
				assertThat(second.trace()).isEqualTo(first.trace());
			}
		}
	}

	private static void requireNoViolation(LongFunction<Schedule> schedules, long seeds) throws InterruptedException {
		Map<Invariant, List<World.Outcome>> failures = new EnumMap<>(Invariant.class);
		AtomicLong next = new AtomicLong(FIRST);
		int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		for (int i = 0; i < threads; i++) {
			executor.execute(() -> {
				for (long seed = next.getAndIncrement(); seed < FIRST + seeds; seed = next.getAndIncrement()) {
					World.Outcome outcome = World.run(schedules.apply(seed));
					if (outcome.violation() != null) {
						synchronized (failures) {
							failures.computeIfAbsent(outcome.violation().invariant(), (key) -> new ArrayList<>())
								.add(outcome);
						}
					}
				}
			});
		}
		executor.shutdown();
		executor.awaitTermination(1, TimeUnit.DAYS);
		assertThat(failures).as(() -> describe(failures)).isEmpty();
	}

	private static String describe(Map<Invariant, List<World.Outcome>> failures) {
		StringBuilder text = new StringBuilder();
		failures.forEach((invariant, outcomes) -> {
			text.append('\n').append(invariant).append(": ").append(outcomes.size()).append(" seeds, ");
			outcomes.stream()
				.map(World.Outcome::schedule)
				.mapToLong(Schedule::seed)
				.sorted()
				.limit(20)
				.forEach((seed) -> text.append(' ').append(seed));
		});
		failures.forEach((invariant, outcomes) -> text.append(describeFirst(invariant, outcomes)));
		return text.toString();
	}

	private static String describeFirst(Invariant invariant, List<World.Outcome> outcomes) {
		Schedule failing = outcomes.get(0).schedule();
		Schedule shortest = failing.shrink((schedule) -> {
			World.Outcome outcome = World.run(schedule);
			return outcome.violation() != null && outcome.violation().invariant() == invariant;
		});
		World.Outcome outcome = World.run(shortest);
		return "\n\n" + outcome.violation() + "\n" + shortest + "\n" + outcome.log();
	}

}
