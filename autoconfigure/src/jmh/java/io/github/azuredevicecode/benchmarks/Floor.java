package io.github.azuredevicecode.benchmarks;

import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The least that handing out a token that expires can cost.
 */
@State(Scope.Benchmark)
public class Floor {

	private volatile Held held = new Held(Tokens.VALUE, System.currentTimeMillis() + 24 * 60 * 60 * 1000L);

	String token() {
		Held current = this.held;
		if (System.currentTimeMillis() >= current.expiresAt()) {
			this.held = null;
		}
		return current.token();
	}

	private record Held(String token, long expiresAt) {
	}

}
