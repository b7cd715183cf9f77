package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.Executor;

import io.github.azuredevicecode.concurrent.Cancellable;
import io.github.azuredevicecode.concurrent.TimeSource;

/**
 * Time that stands still until a test moves it.
 */
public final class VirtualTime implements TimeSource {

	private final PriorityQueue<Task> tasks = new PriorityQueue<>(
			Comparator.comparingLong(Task::at).thenComparingLong(Task::number));

	private long nanos;

	private long wallOffsetMillis;

	private long number;

	/**
	 * Far ahead of the real time, by which MSAL4J judges: what it holds has always
	 * expired here.
	 */
	public VirtualTime() {
		this(Instant.parse("2100-01-01T00:00:00Z"));
	}

	public VirtualTime(Instant start) {
		this.wallOffsetMillis = start.toEpochMilli();
	}

	@Override
	public synchronized long millis() {
		return this.wallOffsetMillis + this.nanos / 1_000_000;
	}

	@Override
	public synchronized long nanoTime() {
		return this.nanos;
	}

	@Override
	public synchronized void schedule(Duration delay, Executor executor, Runnable task) {
		this.tasks.add(new Task(this.nanos + delay.toNanos(), this.number++, executor, task));
	}

	@Override
	public synchronized Cancellable scheduleCancellable(Duration delay, Executor executor, Runnable task) {
		Task scheduled = new Task(this.nanos + delay.toNanos(), this.number++, executor, task);
		this.tasks.add(scheduled);
		return () -> cancel(scheduled);
	}

	private synchronized void cancel(Task task) {
		this.tasks.removeIf((candidate) -> candidate == task);
	}

	synchronized Duration elapsed() {
		return Duration.ofNanos(this.nanos);
	}

	public synchronized void jumpWallClock(Duration by) {
		this.wallOffsetMillis += by.toMillis();
	}

	public synchronized int pending() {
		return this.tasks.size();
	}

	public void advance(Duration by) {
		long until = nanoTime() + by.toNanos();
		while (true) {
			Task next;
			synchronized (this) {
				next = this.tasks.peek();
				if (next == null || next.at() > until) {
					this.nanos = until;
					return;
				}
				this.tasks.remove();
				this.nanos = Math.max(this.nanos, next.at());
			}
			next.executor().execute(next.task());
		}
	}

	private record Task(long at, long number, Executor executor, Runnable task) {
	}

}
