package io.github.azuredevicecode.http;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Limits how often a resource can force a new token by claims challenges. Each forced
 * token costs a request to the authority and can prompt the user, and a resource that
 * turns hostile must not decide about that at its own pace. Thread safe.
 */
final class ClaimsAnswers {

	static final Duration PACE = Duration.ofSeconds(10);

	private static final int MAX_SLOTS = 256;

	private final LongSupplier nanoTime;

	private final Map<Object, Answer> answers = new LinkedHashMap<>(16, 0.75F, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Object, Answer> eldest) {
			return size() > MAX_SLOTS;
		}

	};

	/**
	 * Creates limits that no challenge has used up.
	 */
	ClaimsAnswers() {
		this(System::nanoTime);
	}

	ClaimsAnswers(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Returns whether a challenge may be answered with a token for its claims. If so,
	 * {@link #end} must be called when the token is there, or is known not to come.
	 * @param slot what the token is for, such as the registration and the scopes
	 * @param claims the claims of the challenge
	 * @param refused the token that was challenged
	 * @return {@code false} if the token was already given for the same claims, or if
	 * another challenge for the same slot was answered some seconds ago
	 */
	synchronized boolean begin(Object slot, String claims, String refused) {
		long now = this.nanoTime.getAsLong();
		Answer last = this.answers.get(slot);
		if (last != null && last.pending > 0 && last.claims.equals(claims)) {
			last.pending++;
			return true;
		}
		if (last != null && ((last.claims.equals(claims) && refused.equals(last.token))
				|| now - last.begunAt < PACE.toNanos())) {
			return false;
		}
		this.answers.put(slot, new Answer(claims, now));
		return true;
	}

	/**
	 * Ends what {@link #begin} has permitted.
	 * @param slot what the token is for
	 * @param claims the claims of the challenge
	 * @param token the token for the claims, or {@code null} if there is none
	 */
	synchronized void end(Object slot, String claims, @Nullable String token) {
		Answer last = this.answers.get(slot);
		if (last != null && last.claims.equals(claims)) {
			last.pending--;
			last.token = (token != null) ? token : last.token;
		}
	}

	private static final class Answer {

		private final String claims;

		private final long begunAt;

		private int pending = 1;

		private @Nullable String token;

		Answer(String claims, long begunAt) {
			this.claims = claims;
			this.begunAt = begunAt;
		}

	}

}
