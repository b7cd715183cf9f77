package io.github.azuredevicecode.simulation;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

import org.jspecify.annotations.Nullable;

/**
 * A run of a schedule.
 */
final class World {

	/**
	 * Far ahead of the real time, by which MSAL4J judges: what it holds has always
	 * expired here, however fast the machine is.
	 */
	static final Instant START = Instant.parse("2100-01-01T00:00:00Z");

	private static final long MILLI = 1_000_000;

	private final Schedule schedule;

	private final Scheduler scheduler;

	private final Invariants invariants;

	private final ModelStore store;

	private final ModelEntra entra;

	private final Replica[] replicas;

	private final int[] starts;

	private final long[] clockOffsets;

	private final Map<Replica.Place, Long> faultyUntil = new EnumMap<>(Replica.Place.class);

	private boolean healed;

	private boolean quiet;

	private World(Schedule schedule) {
		this.schedule = schedule;
		SplittableRandom random = new SplittableRandom(schedule.seed());
		this.scheduler = new Scheduler(random.nextLong());
		this.invariants = new Invariants(this);
		this.store = new ModelStore(this, random.split());
		this.entra = new ModelEntra(this, random.split());
		int count = schedule.setting().replicas();
		this.replicas = new Replica[count];
		this.starts = new int[count];
		this.clockOffsets = new long[count];
		for (int i = 0; i < count; i++) {
			this.clockOffsets[i] = schedule.setting().clocks() ? random.nextLong(-600_000, 600_000) : 0;
			this.replicas[i] = new Replica(this, i, 0);
		}
	}

	/**
	 * Runs a schedule.
	 * @param schedule what happens
	 * @return what came of it
	 */
	static Outcome run(Schedule schedule) {
		World world = new World(schedule);
		String leak = "";
		try {
			world.play();
		}
		catch (IllegalStateException ex) {
			world.invariants.violated(Invariant.SIMULATION, String.valueOf(ex.getMessage()));
		}
		finally {
			world.scheduler.killAll();
			leak = world.scheduler.describeTasks();
		}
		if (!leak.isEmpty()) {
			world.invariants.violated(Invariant.NO_TASK_IS_LEFT, "Tasks that cannot be ended:" + leak);
		}
		return new Outcome(schedule, world.invariants.violation(), world.invariants.log(), world.scheduler.trace(),
				world.scheduler.switches(), world.scheduler.outsideWaits());
	}

	private void play() {
		long end = 0;
		for (Step step : this.schedule.steps()) {
			this.scheduler.at(step.at() * MILLI, null, () -> take(step));
			end = Math.max(end, step.at());
		}
		if (!run(end + 1)) {
			return;
		}
		heal();
		long codes = this.schedule.setting().codeSeconds() * 1000L;
		// Time for two codes, and for what comes late
		if (!run(2 * codes + 600_000)) {
			return;
		}
		this.invariants.requireOutcomes();
		this.quiet = true;
		if (!askAll() || !run(2 * codes + 300_000)) {
			return;
		}
		this.invariants.requireOutcomes();
		agree();
		close();
	}

	private boolean askAll() {
		for (Replica replica : this.replicas) {
			replica.ask(0);
			if (!run(30_000)) {
				return false;
			}
		}
		return true;
	}

	private void agree() {
		// Once more, since one may have signed in after another had asked
		if (!askAll()) {
			return;
		}
		this.invariants.requireOutcomes();
		String[] accounts = new String[this.replicas.length];
		for (int i = 0; i < accounts.length; i++) {
			int index = i;
			this.scheduler.start(this.replicas[i], "agree", () -> accounts[index] = this.replicas[index].account());
		}
		if (run(60_000)) {
			this.invariants.requireAgreement(accounts);
		}
	}

	private void close() {
		for (Replica replica : this.replicas) {
			replica.close(() -> {
			});
		}
		if (run(this.schedule.setting().codeSeconds() * 1000L + 3_600_000)) {
			this.invariants.requireNothingLeft();
		}
	}

	// Whether all has gone well
	private boolean run(long millis) {
		this.scheduler.runUntil(this.scheduler.nanos() + millis * MILLI);
		return this.invariants.violation() == null;
	}

	private void heal() {
		this.invariants.note("all faults end");
		this.healed = true;
		this.store.heal();
		this.entra.heal();
		this.faultyUntil.clear();
		for (Replica replica : this.replicas) {
			resume(replica);
		}
	}

	private void take(Step step) {
		Replica replica = this.replicas[step.replica()];
		this.invariants.note(step.kind() + " " + replica + " " + step.amount());
		long amount = step.amount();
		int scope = (int) (amount % this.schedule.setting().scopes());
		switch (step.kind()) {
			case ASK -> replica.ask(scope);
			case BURST -> replica.ask(scope, amount, 100);
			case TRAFFIC -> replica.ask(scope, amount, 30_000);
			case AUTHENTICATE -> replica.authenticate();
			case RECORD -> replica.record();
			case SIGN_OUT -> replica.signOut();
			case SIGN_OUT_TWICE -> {
				replica.signOut();
				replica.signOut();
			}
			case CANCEL_SIGN_IN -> replica.cancelSignIn();
			case RENEW -> replica.renewCode();
			case GIVE_UP -> replica.giveUp();
			case CRASH -> end(replica, amount);
			case RESTART -> replica.close(() -> end(replica, amount));
			case PAUSE -> pause(replica, amount);
			case CLOCK_JUMP -> {
				this.clockOffsets[replica.index()] += amount * 1000;
				this.invariants.clockJumped();
			}
			case STORE_CLOCK_JUMP -> {
				this.store.jump(amount);
				this.invariants.clockJumped();
			}
			case STORE_DOWN -> this.store.trouble(ModelStore.Trouble.DOWN, amount);
			case STORE_HANG -> this.store.trouble(ModelStore.Trouble.HANG, amount);
			case STORE_READ_ONLY -> this.store.trouble(ModelStore.Trouble.READ_ONLY, amount);
			case STORE_SLOW -> this.store.trouble(ModelStore.Trouble.SLOW, amount);
			case STORE_LOSES_ANSWERS -> this.store.trouble(ModelStore.Trouble.LOSES_ANSWERS, amount);
			case PARTITION -> this.store.partition(replica.index(), amount);
			case STORE_EMPTY -> this.store.empty();
			case STORE_RESTORE -> this.store.restore(amount);
			case STORE_FOREIGN -> this.store.foreign(amount);
			case WRONG_KEY -> this.store.wrongKey(replica.index(), amount);
			case NOTIFY -> this.store.notifyAllOfThem();
			case ENTRA_DOWN -> this.entra.trouble(ModelEntra.Trouble.DOWN, amount);
			case ENTRA_5XX -> this.entra.trouble(ModelEntra.Trouble.UNAVAILABLE, amount);
			case ENTRA_429 -> this.entra.trouble(ModelEntra.Trouble.TOO_MANY, amount);
			case ENTRA_SLOW -> this.entra.trouble(ModelEntra.Trouble.SLOW, amount);
			case ENTRA_LOSES_ANSWERS -> this.entra.trouble(ModelEntra.Trouble.LOSES_ANSWERS, amount);
			case ENTRA_SLOW_DOWN -> this.entra.trouble(ModelEntra.Trouble.SLOW_DOWN, amount);
			case REVOKE -> this.entra.revokeAll();
			case LISTENER_THROWS -> fault(Replica.Place.LISTENER, amount);
			case HANDLER_THROWS -> fault(Replica.Place.HANDLER, amount);
			case HANDLER_BLOCKS -> fault(Replica.Place.HANDLER_BLOCKS, amount);
			case DECORATOR_THROWS -> fault(Replica.Place.DECORATOR, amount);
			default -> throw new IllegalStateException("Unknown " + step);
		}
	}

	private void fault(Replica.Place place, long millis) {
		this.faultyUntil.merge(place, millis() + millis, Math::max);
	}

	boolean throwsAt(Replica.Place place) {
		return millis() < this.faultyUntil.getOrDefault(place, 0L);
	}

	/**
	 * Returns whether code of others has thrown or blocked at some time.
	 * @param place where
	 * @param since from then on
	 * @return whether it has
	 */
	boolean hasThrownAt(Replica.Place place, long since) {
		return since < this.faultyUntil.getOrDefault(place, -1L);
	}

	private void end(Replica replica, long downMillis) {
		if (this.replicas[replica.index()] != replica || replica.isKilled()) {
			return;
		}
		replica.kill();
		this.invariants.ended(replica);
		// A replica that is down does nothing, and what is asked of it is lost
		this.scheduler.at(downMillis * MILLI, null, () -> {
			this.invariants.note("replica " + replica.index() + " starts again");
			this.replicas[replica.index()] = new Replica(this, replica.index(), ++this.starts[replica.index()]);
		});
	}

	private void pause(Replica replica, long millis) {
		if (!replica.isPaused() && !replica.isKilled()) {
			replica.pause();
			this.scheduler.at(millis * MILLI, null, () -> resume(replica));
		}
	}

	private void resume(Replica replica) {
		if (replica.isPaused()) {
			this.invariants.resumed(replica);
			replica.resume();
		}
	}

	/**
	 * Shows a code to the person.
	 * @param replica who shows it
	 * @param userCode the code
	 */
	void prompted(Replica replica, String userCode) {
		for (ModelEntra.Code code : this.entra.codes().values()) {
			if (code.userCode().equals(userCode)) {
				this.invariants.shown(replica, code);
				if (code.showFirst(millis())) {
					List<Schedule.Answer> answers = this.schedule.answers();
					Schedule.Answer answer = this.quiet ? Schedule.Answer.approve(5)
							: answers.get((code.number() - 1) % answers.size());
					this.scheduler.at(answer.seconds() * 1000 * MILLI, null, () -> {
						this.invariants.note("the person answers code " + code.number() + ": " + answer.kind());
						code.answer(answer);
					});
				}
			}
		}
	}

	long millis() {
		return this.scheduler.millis();
	}

	boolean isHealed() {
		return this.healed;
	}

	boolean isQuiet() {
		return this.quiet;
	}

	Schedule schedule() {
		return this.schedule;
	}

	Setting setting() {
		return this.schedule.setting();
	}

	Scheduler scheduler() {
		return this.scheduler;
	}

	Invariants invariants() {
		return this.invariants;
	}

	ModelStore store() {
		return this.store;
	}

	ModelEntra entra() {
		return this.entra;
	}

	Replica replica(int index) {
		return this.replicas[index];
	}

	List<Replica> replicas() {
		return new ArrayList<>(List.of(this.replicas));
	}

	long clockOffsetMillis(int replica) {
		return this.clockOffsets[replica];
	}

	/**
	 * What came of a run.
	 *
	 * @param schedule what was run
	 * @param violation what went wrong, or {@code null}
	 * @param log what has happened
	 * @param trace the same for two runs in which the same happens in the same order
	 * @param switches how often a task went on
	 * @param outsideWaits how often a task has waited outside a yield point
	 */
	record Outcome(Schedule schedule, Invariants.@Nullable Violation violation, String log, long trace, long switches,
			long outsideWaits) {

		boolean isViolated() {
			return this.violation != null;
		}

	}

}
