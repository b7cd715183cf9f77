package io.github.azuredevicecode.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs many schedules drawn from seeds.
 */
class SimulationTests {

	private static final long SEEDS = Long.getLong("simulation.seeds", 2_000);

	private static final long FIRST = Long.getLong("simulation.first", 1);

	private static final List<String> NOISY = List.of("io.github.azuredevicecode", "com.microsoft.aad");

	private static final Map<String, Level> LEVELS = new java.util.HashMap<>();

	@BeforeAll
	static void logNothing() {
		for (String name : NOISY) {
			Logger logger = (Logger) LoggerFactory.getLogger(name);
			LEVELS.put(name, logger.getLevel());
			logger.setLevel(Level.OFF);
		}
	}

	@AfterAll
	static void logAgain() {
		LEVELS.forEach((name, level) -> ((Logger) LoggerFactory.getLogger(name)).setLevel(level));
	}

	@Test
	void whatMustHoldDoesInEverySchedule() throws InterruptedException {
		Map<Invariant, List<World.Outcome>> failures = new EnumMap<>(Invariant.class);
		AtomicLong next = new AtomicLong(FIRST);
		AtomicLong switches = new AtomicLong();
		long start = System.nanoTime();
		int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		for (int i = 0; i < threads; i++) {
			executor.execute(() -> {
				for (long seed = next.getAndIncrement(); seed < FIRST + SEEDS; seed = next.getAndIncrement()) {
					World.Outcome outcome = World.run(Schedule.draw(seed));
					switches.addAndGet(outcome.switches());
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
		System.err.printf("%d seeds in %d ms, %d switches%n", SEEDS, (System.nanoTime() - start) / 1_000_000,
				switches.get());
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
