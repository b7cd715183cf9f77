package io.github.azuredevicecode.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * All that happens in a run, but for the order in which tasks run, which comes from the
 * seed.
 *
 * @param seed decides about order and latencies
 * @param setting the sizes
 * @param answers what a person does about each code; after the last, the first again
 * @param steps what happens, in the order of time
 */
record Schedule(long seed, Setting setting, List<Answer> answers, List<Step> steps) {

	// With all kinds at once less is found than with a few
	private static final int KIND_PERCENT = 22;

	/**
	 * Returns a schedule in which the person approves every code after ten seconds.
	 * @param setting the sizes
	 * @param steps what happens
	 * @return the schedule, with the seed 1
	 */
	static Schedule of(Setting setting, Step... steps) {
		return new Schedule(1, setting, List.of(Answer.approve(10)), List.of(steps));
	}

	Schedule withSeed(long seed) {
		return new Schedule(seed, this.setting, this.answers, this.steps);
	}

	static Schedule draw(long seed) {
		SplittableRandom random = new SplittableRandom(seed * 0x9e3779b97f4a7c15L + 1);
		Set<Step.Kind> kinds = EnumSet.noneOf(Step.Kind.class);
		for (Step.Kind kind : Step.Kind.values()) {
			if (kind.isOfCallers() || random.nextInt(100) < KIND_PERCENT) {
				kinds.add(kind);
			}
		}
		if (kinds.contains(Step.Kind.STORE_EMPTY)) {
			// Whether a login that was deleted and put back is one is for the operator to
			// say
			kinds.remove(Step.Kind.STORE_RESTORE);
		}
		return draw(seed, kinds, random);
	}

	/**
	 * Draws a schedule in which only some things happen.
	 * @param seed decides about all
	 * @param kinds what may happen
	 * @return the schedule
	 */
	static Schedule draw(long seed, Set<Step.Kind> kinds) {
		return draw(seed, kinds, new SplittableRandom(seed * 0x9e3779b97f4a7c15L + 2));
	}

	private static Schedule draw(long seed, Set<Step.Kind> kinds, SplittableRandom random) {
		Setting setting = Setting.draw(random);
		List<Step.Kind> weighted = new ArrayList<>();
		kinds.forEach((kind) -> {
			for (int i = 0; i < kind.weight(); i++) {
				weighted.add(kind);
			}
		});
		List<Answer> answers = new ArrayList<>();
		boolean willing = random.nextInt(3) > 0;
		for (int i = 0; i < 6; i++) {
			answers.add(Answer.draw(random, setting, willing));
		}
		long duration = new int[] { 300_000, 900_000, 2_400_000 }[random.nextInt(3)];
		int count = 5 + random.nextInt(20);
		List<Step> steps = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Step.Kind kind = weighted.get(random.nextInt(weighted.size()));
			long amount = 1 + random.nextLong((random.nextInt(3) > 0) ? kind.most() : Math.max(1, kind.most() / 10));
			if (kind == Step.Kind.CLOCK_JUMP && random.nextBoolean()) {
				amount = -amount;
			}
			// Often close to the last, since that is where things meet
			long at = (!steps.isEmpty() && random.nextInt(3) == 0)
					? steps.get(steps.size() - 1).at() + random.nextLong(3_000) : random.nextLong(duration);
			steps.add(Step.of(at, kind, random.nextInt(setting.replicas()), amount));
		}
		steps.add(Step.of(random.nextLong(5_000), Step.Kind.ASK, random.nextInt(setting.replicas()), 1));
		steps.sort(Comparator.comparingLong(Step::at));
		return new Schedule(seed, setting, List.copyOf(answers), List.copyOf(steps));
	}

	/**
	 * Returns a schedule without any step that is not needed to make it fail.
	 * @param fails whether a schedule fails
	 * @return the shortest that was found
	 */
	Schedule shrink(Predicate<Schedule> fails) {
		Schedule best = this;
		for (int chunk = Math.max(1, this.steps.size() / 2); chunk >= 1; chunk = chunk / 2) {
			boolean shorter = true;
			while (shorter) {
				shorter = false;
				for (int from = 0; from < best.steps.size(); from += chunk) {
					Schedule candidate = best.without(from, Math.min(best.steps.size(), from + chunk));
					if (fails.test(candidate)) {
						best = candidate;
						shorter = true;
						from -= chunk;
					}
				}
			}
		}
		return best;
	}

	private Schedule without(int from, int to) {
		List<Step> fewer = new ArrayList<>(this.steps);
		fewer.subList(from, to).clear();
		return new Schedule(this.seed, this.setting, this.answers, List.copyOf(fewer));
	}

	boolean has(Step.Kind... kinds) {
		return this.steps.stream().anyMatch((step) -> List.of(kinds).contains(step.kind()));
	}

	@Override
	public String toString() {
		StringBuilder text = new StringBuilder("seed ").append(this.seed).append("\n\t").append(this.setting);
		for (int i = 0; i < this.answers.size(); i++) {
			text.append("\n\tcode ").append(i + 1).append(": ").append(this.answers.get(i));
		}
		this.steps.forEach((step) -> text.append("\n\t").append(step).append(','));
		return text.toString();
	}

	/**
	 * What a person does about a code.
	 *
	 * @param kind what
	 * @param user who
	 * @param seconds how long after the code was shown
	 */
	record Answer(Kind kind, String user, int seconds) {

		static Answer approve(int seconds) {
			return new Answer(Kind.APPROVE, "ada", seconds);
		}

		static Answer draw(SplittableRandom random, Setting setting, boolean willing) {
			int chance = random.nextInt(10);
			Kind kind = (willing || chance < 5) ? Kind.APPROVE : (chance < 7) ? Kind.DECLINE : Kind.NEVER;
			return new Answer(kind, (random.nextInt(8) == 0) ? "bob" : "ada",
					1 + random.nextInt((random.nextInt(4) == 0) ? setting.codeSeconds() : 20));
		}

		/**
		 * What a person does.
		 */
		enum Kind {

			APPROVE, DECLINE, NEVER

		}

	}

}
