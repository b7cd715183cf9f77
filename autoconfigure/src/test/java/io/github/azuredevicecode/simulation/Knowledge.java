package io.github.azuredevicecode.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What a process knows, and what it has done within the last minute.
 */
final class Knowledge {

	final Set<Integer> known = new LinkedHashSet<>();

	final Map<Integer, Dead> dead = new HashMap<>();

	final Deque<Long> asks = new ArrayDeque<>();

	final Deque<Long> accesses = new ArrayDeque<>();

	final Deque<Long> requests = new ArrayDeque<>();

	int count(Deque<Long> times, long now) {
		return count(times, now, 1);
	}

	int count(Deque<Long> times, long now, int more) {
		while (!times.isEmpty() && times.peekFirst() < now - 60_000) {
			times.removeFirst();
		}
		if (more > 0) {
			times.addLast(now);
		}
		return times.size();
	}

	/**
	 * Since when a process knows that a login is signed out.
	 *
	 * @param sequence who asks after that must not get a token of it
	 * @param since likewise
	 */
	record Dead(long sequence, long since) {
	}

}
