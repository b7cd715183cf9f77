package io.github.azuredevicecode.simulation;

import java.util.ArrayList;
import java.util.List;

/**
 * Process that is simulated: its tasks run, or not.
 */
class SimulatedProcess {

	private final String name;

	private final List<Runnable> late = new ArrayList<>();

	private volatile boolean paused;

	private volatile boolean killed;

	SimulatedProcess(String name) {
		this.name = name;
	}

	boolean isPaused() {
		return this.paused && !this.killed;
	}

	boolean isKilled() {
		return this.killed;
	}

	void pause() {
		this.paused = true;
	}

	void resume() {
		this.paused = false;
		List<Runnable> all = List.copyOf(this.late);
		this.late.clear();
		all.forEach(Runnable::run);
	}

	void kill() {
		this.killed = true;
		this.late.clear();
	}

	void whenResumed(Runnable work) {
		this.late.add(work);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
