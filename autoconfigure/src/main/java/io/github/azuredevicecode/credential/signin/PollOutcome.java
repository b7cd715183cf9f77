package io.github.azuredevicecode.credential.signin;

import java.time.Duration;
import java.util.Map;

import io.github.azuredevicecode.DeviceCodeInstrumentation.ActivityOutcome;
import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.concurrent.Moment;
import io.github.azuredevicecode.entra.JsonValues;
import io.github.azuredevicecode.entra.ServiceErrorParser;
import io.github.azuredevicecode.entra.TokenResponse;
import io.github.azuredevicecode.entra.http.EntraResponse;
import io.github.azuredevicecode.json.JsonObjects;
import org.jspecify.annotations.Nullable;

/**
 * The meaning of the answer to a poll (RFC 8628 section 3.5).
 */
sealed interface PollOutcome {

	/**
	 * Returns what it means in one word.
	 * @return the word
	 */
	ActivityOutcome outcome();

	/**
	 * Reads an answer. Whatever is neither tokens nor an OAuth error, such as the page of
	 * a proxy, is taken for a fault of the network.
	 * @param answer the answer
	 * @param deviceCode the secret, not to be shown
	 * @param now the current moment
	 * @return what it means
	 */
	static PollOutcome of(EntraResponse answer, String deviceCode, Moment now) {
		Duration retryAfter = answer.retryAfter(now.instant());
		ServiceError error = ServiceErrorParser.parse(answer, deviceCode);
		if (error != null) {
			switch (error.errorCode()) {
				case "authorization_pending":
					return new Pending(retryAfter);
				case "slow_down":
					return new SlowDown(interval(answer), retryAfter);
				case "temporarily_unavailable":
					return new Unavailable(retryAfter, error.text());
				default:
					return answer.isTransient() ? new Unavailable(retryAfter, error.text()) : new Refused(error);
			}
		}
		if (answer.status() != 200) {
			return new Unavailable(retryAfter, "HTTP status " + answer.status());
		}
		try {
			return new Tokens(TokenResponse.parse(answer.body(), answer.issuedAt(now)));
		}
		catch (IllegalArgumentException ex) {
			return new Unavailable(retryAfter, "an answer that cannot be used: " + ex.getMessage());
		}
	}

	private static @Nullable Duration interval(EntraResponse answer) {
		Map<String, @Nullable Object> json = JsonObjects.parse(answer.body());
		return JsonValues.seconds(json, "interval");
	}

	/**
	 * The user has signed in.
	 *
	 * @param answer the tokens
	 */
	record Tokens(TokenResponse answer) implements PollOutcome {

		@Override
		public ActivityOutcome outcome() {
			return ActivityOutcome.SUCCESS;
		}

	}

	/**
	 * The user has not answered yet.
	 *
	 * @param retryAfter when the service wants to be asked again, or {@code null}
	 */
	record Pending(@Nullable Duration retryAfter) implements PollOutcome {

		@Override
		public ActivityOutcome outcome() {
			return ActivityOutcome.PENDING;
		}

	}

	/**
	 * The polls come too fast.
	 *
	 * @param interval the new interval, or {@code null} if the service names none
	 * @param retryAfter when the service wants to be asked again, or {@code null}
	 */
	record SlowDown(@Nullable Duration interval, @Nullable Duration retryAfter) implements PollOutcome {

		@Override
		public ActivityOutcome outcome() {
			return ActivityOutcome.SLOW_DOWN;
		}

	}

	/**
	 * The service or the network is not able to answer.
	 *
	 * @param retryAfter when the service wants to be asked again, or {@code null}
	 * @param problem what happened
	 */
	record Unavailable(@Nullable Duration retryAfter, String problem) implements PollOutcome {

		@Override
		public ActivityOutcome outcome() {
			return ActivityOutcome.UNAVAILABLE;
		}

	}

	/**
	 * The sign-in is over.
	 *
	 * @param error what the service said
	 */
	record Refused(ServiceError error) implements PollOutcome {

		@Override
		public ActivityOutcome outcome() {
			return ActivityOutcome.ERROR;
		}

	}

}
