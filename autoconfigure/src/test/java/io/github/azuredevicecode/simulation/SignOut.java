package io.github.azuredevicecode.simulation;

import java.util.Set;

/**
 * A sign-out by a person.
 */
final class SignOut {

	final Replica replica;

	final Set<Integer> grants;

	final long calledAt;

	long doneAt;

	boolean isVoid;

	SignOut(Replica replica, Set<Integer> grants, long calledAt) {
		this.replica = replica;
		this.grants = grants;
		this.calledAt = calledAt;
	}

}
