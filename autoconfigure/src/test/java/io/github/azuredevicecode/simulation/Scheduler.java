package io.github.azuredevicecode.simulation;

import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.locks.AbstractOwnableSynchronizer;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Runs tasks in lockstep on virtual time: each on a thread of its own, of which one runs
 * at a time. At a yield point a task hands over to another, which the seed chooses. Time
 * passes only while no task can run.
 * <p>
 * A task that waits for another outside a yield point, as for a lock, is set apart until
 * it goes on. Both run side by side then, until each reaches its next yield point.
 */
final class Scheduler {

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private static final ThreadLocal<Task> CURRENT = new ThreadLocal<>();

	private static final ExecutorService POOL = Executors.newCachedThreadPool((work) -> {
		Thread thread = new Thread(work, "simulated");
		thread.setDaemon(true);
		return thread;
	});

	private static final long WATCH_NANOS = 300_000;

	private static final long STABLE_NANOS = 3_000_000;

	private static final long STUCK_NANOS = Duration.ofSeconds(20).toNanos();

	private final SplittableRandom random;

	// Ordered by a key that does not depend on which of two threads came first
	private final TreeMap<Long, Task> tasks = new TreeMap<>();

	private final PriorityQueue<Event> events = new PriorityQueue<>();

	private final List<Task> outside = new ArrayList<>();

	private final Thread controller = Thread.currentThread();

	private final Root root = new Root();

	private volatile @Nullable Task running;

	private volatile boolean controllersTurn = true;

	private volatile boolean killed;

	private volatile boolean stopped;

	private volatile boolean waitedInRealTime;

	private boolean inEvent;

	private volatile long now;

	private long until;

	private long eventNumber;

	private long trace;

	private long switches;

	private long outsideWaits;

	Scheduler(long seed) {
		this.random = new SplittableRandom(seed);
	}

	long nanos() {
		return this.now;
	}

	long millis() {
		return this.now / 1_000_000;
	}

	long trace() {
		return this.trace;
	}

	/**
	 * Returns how often a task has waited for another outside a yield point. What the two
	 * do until the next one is not in lockstep.
	 * @return how often
	 */
	long outsideWaits() {
		return this.outsideWaits;
	}

	long switches() {
		return this.switches;
	}

	/**
	 * Starts a task of a process.
	 * @param process whose it is; its tasks do not run while it is paused
	 * @param name what it does
	 * @param work what it does
	 */
	void start(SimulatedProcess process, String name, Runnable work) {
		within(() -> {
			if (process.isKilled() || this.killed) {
				return;
			}
			Task parent = CURRENT.get();
			long key = (!this.inEvent && parent != null && parent.scheduler == this) ? parent.childKey()
					: this.root.childKey();
			this.tasks.put(key, new Task(this, key, process, name, work));
		});
	}

	/**
	 * Does something at a time. It must not wait, nor call the code under test.
	 * @param delayNanos how far that time is
	 * @param process whose it is, or {@code null}: dropped if that is killed
	 * @param work what to do
	 */
	void at(long delayNanos, @Nullable SimulatedProcess process, Runnable work) {
		within(() -> this.events.add(new Event(this.now + Math.max(0, delayNanos), this.eventNumber++, process, work)));
	}

	/**
	 * Lets others run.
	 */
	void yieldPoint() {
		Task task = CURRENT.get();
		if (task != null && task.scheduler == this) {
			task.give(null, Long.MAX_VALUE);
		}
	}

	/**
	 * Lets time pass for the current task.
	 * @param nanos how much
	 */
	void sleep(long nanos) {
		if (nanos > 0) {
			waitFor(() -> false, nanos);
		}
	}

	/**
	 * Lets the current task wait.
	 * @param condition for what
	 * @param nanos for how long at most
	 * @return whether the condition holds
	 */
	boolean waitFor(BooleanSupplier condition, long nanos) {
		Task task = CURRENT.get();
		if (task == null || task.scheduler != this) {
			throw new IllegalStateException("Only a simulated task may wait");
		}
		task.give(condition, (nanos == Long.MAX_VALUE) ? nanos : this.now + nanos);
		return condition.getAsBoolean();
	}

	/**
	 * Returns whether somebody has interrupted the current task.
	 * @return whether it was
	 */
	boolean isInterrupted() {
		Task task = CURRENT.get();
		return task != null && (task.interrupted || task.thread.isInterrupted());
	}

	/**
	 * Returns a condition that holds when somebody has interrupted the current task.
	 * @return the condition
	 */
	BooleanSupplier interruption() {
		Task task = CURRENT.get();
		return () -> task != null && (task.interrupted || task.thread.isInterrupted());
	}

	private void within(Runnable access) {
		Task task = CURRENT.get();
		// An event may run on the thread of a task that is at a yield point
		boolean wasInside = task != null && task.inside;
		if (task != null) {
			task.inside = true;
		}
		synchronized (this) {
			access.run();
		}
		if (task != null) {
			task.inside = wasInside;
		}
	}

	/**
	 * Runs tasks, on the thread that has made the scheduler.
	 * @param nanos until which time
	 */
	void runUntil(long nanos) {
		synchronized (this) {
			this.until = nanos;
			this.controllersTurn = false;
			dispatch();
		}
		control();
	}

	/**
	 * Ends the run: no task goes on.
	 */
	void stop() {
		this.stopped = true;
	}

	/**
	 * Returns whether a task has waited with a time-out of the real time, which says
	 * nothing about how long it has waited in virtual time.
	 * @return whether one has
	 */
	boolean hasWaitedInRealTime() {
		return this.waitedInRealTime;
	}

	boolean isStopped() {
		return this.stopped;
	}

	/**
	 * Throws all tasks out.
	 */
	void killAll() {
		synchronized (this) {
			this.killed = true;
			this.stopped = false;
			this.events.clear();
		}
		runUntil(this.now);
	}

	synchronized List<Task> tasks() {
		return new ArrayList<>(this.tasks.values());
	}

	synchronized long pendingEvents() {
		return this.events.stream().filter((event) -> event.process == null || !event.process.isKilled()).count();
	}

	/**
	 * Returns the tasks of each process, for a message.
	 * @return the text
	 */
	String describeTasks() {
		StringBuilder text = new StringBuilder();
		for (Map.Entry<Long, Task> task : new TreeMap<>(this.tasks).entrySet()) {
			text.append("\n\t").append(task.getValue().describe());
		}
		return text.toString();
	}

	private void control() {
		Task watched = null;
		long watchedSwitches = 0;
		long since = System.nanoTime();
		while (true) {
			if (this.controllersTurn) {
				Thread.yield();
			}
			else {
				LockSupport.parkNanos(this, WATCH_NANOS);
			}
			synchronized (this) {
				Task task = this.running;
				if (this.controllersTurn) {
					if (task != null || !settled()) {
						continue;
					}
					this.controllersTurn = false;
					if (!dispatch()) {
						return;
					}
				}
				else if (task != null && !task.inside && isWaiting(task)) {
					if (task == watched && watchedSwitches == this.switches) {
						// It waits for a lock or a future
						task.outsideSince = System.nanoTime();
						task.stableSince = 0;
						this.waitedInRealTime |= task.thread.getState() == Thread.State.TIMED_WAITING;
						this.outside.add(task);
						this.outsideWaits++;
						this.running = null;
						this.controllersTurn = true;
					}
				}
				else if (task != null && System.nanoTime() - since > STUCK_NANOS) {
					throw new IllegalStateException("A task does not come to an end: " + task.describe());
				}
				if (task != watched || watchedSwitches != this.switches) {
					since = System.nanoTime();
				}
				watched = task;
				watchedSwitches = this.switches;
			}
		}
	}

	private static boolean isWaiting(Task task) {
		Thread.State state = (task.thread != null) ? task.thread.getState() : Thread.State.NEW;
		return state == Thread.State.BLOCKED || state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
	}

	// Whether all who wait outside a yield point wait still
	private boolean settled() {
		for (Task task : List.copyOf(this.outside)) {
			// Looked at twice, since it may have come back meanwhile, and wait for the
			// monitor
			if (task.inside || !isWaitingStill(task) || task.inside) {
				return false;
			}
		}
		return true;
	}

	private boolean isWaitingStill(Task task) {
		if (!isWaiting(task)) {
			task.stableSince = 0;
			if (System.nanoTime() - task.outsideSince > STUCK_NANOS) {
				throw new IllegalStateException("A task does not come to an end: " + task.describe());
			}
			return false;
		}
		if (task.isKilled() && !task.thrownOut) {
			task.thrownOut = true;
			task.thread.interrupt();
			return false;
		}
		Object blocker = LockSupport.getBlocker(task.thread);
		if (blocker instanceof ForkJoinPool.ManagedBlocker future) {
			return !future.isReleasable();
		}
		ThreadInfo info = THREADS.getThreadInfo(task.thread.getId());
		LockInfo lock = (info != null) ? info.getLockInfo() : null;
		if (info != null && lock != null && info.getLockOwnerId() >= 0) {
			task.outsideSince = System.nanoTime();
			task.stableSince = 0;
			// It may have just got the lock, or wait for somebody who is not simulated
			return info.getLockOwnerId() != task.thread.getId() && this.tasks.values()
				.stream()
				.anyMatch((owner) -> owner.thread != null && owner.thread.getId() == info.getLockOwnerId());
		}
		if (blocker instanceof AbstractOwnableSynchronizer || task.thread.getState() == Thread.State.BLOCKED) {
			// It has been released
			task.stableSince = 0;
			return false;
		}
		// For what, nobody can tell: it waits if it does for some time
		task.stableSince = (task.stableSince == 0) ? System.nanoTime() : task.stableSince;
		return isWaiting(task) && System.nanoTime() - task.stableSince > STABLE_NANOS;
	}

	// Under the monitor, while nobody runs; false if there is nothing to do
	private boolean dispatch() {
		while (!this.stopped) {
			List<Task> ready = new ArrayList<>();
			long wake = Long.MAX_VALUE;
			for (Task task : this.tasks.values()) {
				if (this.outside.contains(task)) {
					continue;
				}
				if (task.isReady(this.now)) {
					ready.add(task);
				}
				else if (!task.process.isPaused()) {
					wake = Math.min(wake, task.deadline);
				}
			}
			if (!ready.isEmpty()) {
				Task next = ready.get((ready.size() > 1) ? this.random.nextInt(ready.size()) : 0);
				this.trace = mix(this.trace ^ mix(next.key ^ this.now));
				this.switches++;
				this.running = next;
				next.go();
				return true;
			}
			Event event = this.events.peek();
			long at = Math.min(wake, (event != null) ? event.at : Long.MAX_VALUE);
			if (at > this.until) {
				if (this.until > this.now) {
					this.now = this.until;
				}
				break;
			}
			this.now = Math.max(this.now, at);
			if (event != null && event.at <= this.now) {
				this.events.remove();
				if (event.process == null || !event.process.isKilled()) {
					if (event.process != null && event.process.isPaused()) {
						event.process.whenResumed(event.work);
					}
					else {
						run(event.work);
					}
				}
			}
		}
		this.running = null;
		this.controllersTurn = true;
		LockSupport.unpark(this.controller);
		return false;
	}

	private void run(Runnable event) {
		this.inEvent = true;
		try {
			event.run();
		}
		finally {
			this.inEvent = false;
		}
	}

	private static long mix(long value) {
		long mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
		return mixed ^ (mixed >>> 31);
	}

	/**
	 * Something at a time.
	 */
	private record Event(long at, long number, @Nullable SimulatedProcess process,
			Runnable work) implements Comparable<Event> {

		@Override
		public int compareTo(Event other) {
			return (this.at != other.at) ? Long.compare(this.at, other.at) : Long.compare(this.number, other.number);
		}

	}

	/**
	 * Starts what no task has started.
	 */
	private static final class Root {

		private long children;

		long childKey() {
			return mix(++this.children);
		}

	}

	/**
	 * Thrown at a yield point of a task that must not go on.
	 */
	static final class Killed extends Error {

		private static final long serialVersionUID = 1L;

		Killed() {
			super("The process was killed", null, false, false);
		}

	}

	/**
	 * A task and its thread.
	 */
	static final class Task {

		private final Scheduler scheduler;

		private final long key;

		private final SimulatedProcess process;

		private final String name;

		private final Runnable work;

		private long children;

		private @Nullable BooleanSupplier condition;

		private long deadline = Long.MAX_VALUE;

		private boolean begun;

		private volatile Thread thread;

		private volatile boolean go;

		private volatile boolean parked;

		private volatile boolean inside = true;

		private volatile boolean done;

		private volatile boolean interrupted;

		private volatile long outsideSince;

		private long stableSince;

		private boolean thrownOut;

		private Task(Scheduler scheduler, long key, SimulatedProcess process, String name, Runnable work) {
			this.scheduler = scheduler;
			this.key = key;
			this.process = process;
			this.name = name;
			this.work = work;
		}

		private long childKey() {
			return mix(this.key + 0x9e3779b97f4a7c15L * ++this.children);
		}

		private boolean isKilled() {
			return this.process.isKilled() || this.scheduler.killed;
		}

		private boolean isReady(long now) {
			if (isKilled()) {
				return true;
			}
			return !this.process.isPaused()
					&& (this.condition == null || this.deadline <= now || this.condition.getAsBoolean());
		}

		private void go() {
			if (!this.begun) {
				this.begun = true;
				POOL.execute(this::run);
			}
			else if (Thread.currentThread() == this.thread) {
				this.go = true;
			}
			else {
				this.go = true;
				LockSupport.unpark(this.thread);
			}
		}

		private void run() {
			CURRENT.set(this);
			this.thread = Thread.currentThread();
			Thread.interrupted();
			this.inside = false;
			try {
				if (!isKilled()) {
					this.work.run();
				}
			}
			catch (Killed ex) {
				// As it should be
			}
			finally {
				this.inside = true;
				CURRENT.remove();
				Thread.interrupted();
				synchronized (this.scheduler) {
					this.done = true;
					this.scheduler.tasks.remove(this.key);
					leave();
				}
			}
		}

		private void give(@Nullable BooleanSupplier condition, long deadline) {
			if (isKilled()) {
				throw new Killed();
			}
			this.inside = true;
			this.go = false;
			this.condition = condition;
			this.deadline = deadline;
			synchronized (this.scheduler) {
				this.parked = true;
				leave();
			}
			while (!this.go) {
				LockSupport.park(this.scheduler);
				if (Thread.currentThread().isInterrupted()) {
					this.interrupted = true;
					Thread.interrupted();
				}
			}
			this.parked = false;
			this.inside = false;
			if (isKilled()) {
				throw new Killed();
			}
			if (this.interrupted) {
				this.interrupted = false;
				Thread.currentThread().interrupt();
			}
		}

		// Under the monitor
		private void leave() {
			Scheduler all = this.scheduler;
			if (all.running == this) {
				all.running = null;
				if (all.outside.isEmpty()) {
					all.dispatch();
				}
				else {
					all.controllersTurn = true;
					LockSupport.unpark(all.controller);
				}
			}
			else {
				// It has waited outside, and is back
				all.outside.remove(this);
			}
		}

		SimulatedProcess process() {
			return this.process;
		}

		String describe() {
			StringBuilder text = new StringBuilder(this.name).append(" of ").append(this.process);
			text.append(this.scheduler.outside.contains(this) ? ", outside a yield point" : "");
			if (this.thread != null && !this.done) {
				for (StackTraceElement frame : this.thread.getStackTrace()) {
					if (text.length() < 3000) {
						text.append("\n\t\tat ").append(frame);
					}
				}
			}
			return text.toString();
		}

	}

}
