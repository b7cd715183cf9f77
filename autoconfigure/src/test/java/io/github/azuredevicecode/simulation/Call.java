package io.github.azuredevicecode.simulation;

import java.util.concurrent.Future;

import org.jspecify.annotations.Nullable;

/**
 * A caller.
 */
final class Call {

	final Replica replica;

	final String what;

	final long askedAt;

	final long sequence;

	private @Nullable Future<?> future;

	int grant;

	volatile boolean done;

	Call(Replica replica, String what, long askedAt, long sequence) {
		this.replica = replica;
		this.what = what;
		this.askedAt = askedAt;
		this.sequence = sequence;
	}

	void future(Future<?> future) {
		this.future = future;
	}

	void cancel() {
		if (this.future != null && !this.done) {
			this.future.cancel(true);
		}
	}

	boolean isDone() {
		return this.done;
	}

}
