package io.github.azuredevicecode.credential.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import java.util.stream.Stream;

import io.github.azuredevicecode.concurrent.Moment;
import io.github.azuredevicecode.entra.http.EntraResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for {@link PollingSchedule} whatever the network and the service send: it
 * never polls faster than allowed, never after the end, and always ends with the right
 * outcome.
 */
class PollingSchedulePropertyTests {

	private static final int SEEDS = 2000;

	private static final int MAX_POLLS = 20_000;

	@ParameterizedTest(name = "seed {0}")
	@MethodSource("seeds")
	void neverTooFastNeverTooLateAndAlwaysToTheRightEnd(long seed) {
		RandomGenerator random = new SplittableRandom(seed);
		List<Answer> answers = answers(random);
		int interval = between(0, 30, random);
		int lifetime = between(1, 3600, random);
		int timeout = between(0, 7200, random);
		Duration end = Duration.ofSeconds((timeout > 0) ? Math.min(timeout, lifetime) : lifetime);
		PollingSchedule polling = new PollingSchedule((interval > 0) ? Duration.ofSeconds(interval) : null,
				Duration.ofSeconds(lifetime), (timeout > 0) ? Duration.ofSeconds(timeout) : null);
		Duration allowed = Duration.ofSeconds((interval > 0) ? interval : 5);
		Duration now = Duration.ZERO;
		Duration lastPoll = Duration.ZERO;
		PollingSchedule.Step step = polling.first(now);
		for (int polls = 0;; polls++) {
			assertThat(polls).as("polls until the end").isLessThan(MAX_POLLS);
			if (step instanceof PollingSchedule.Step.Wait wait) {
				now = now.plus(wait.delay());
				step = polling.afterWait(now);
			}
			if (step instanceof PollingSchedule.Step.Expire expire) {
				assertThat(now).as("time of the end").isGreaterThanOrEqualTo(end);
				assertThat(expire.timeout()).isEqualTo(timeout > 0 && timeout < lifetime);
				return;
			}
			if (!(step instanceof PollingSchedule.Step.Poll)) {
				assertThat(step).isInstanceOfAny(PollingSchedule.Step.Finish.class, PollingSchedule.Step.Fail.class);
				assertThat(answers.get((polls - 1) % answers.size()).ends()).isTrue();
				return;
			}
			assertThat(now).as("time of a poll").isLessThan(end);
			assertThat(now.minus(lastPoll)).as("time since the last poll").isGreaterThanOrEqualTo(allowed);
			lastPoll = now;
			Answer answer = answers.get(polls % answers.size());
			now = now.plusMillis(answer.latencyMillis());
			allowed = answer.nextAllowed(allowed);
			step = polling.next(PollOutcome.of(answer.toHttpAnswer(), "device-code", new Moment(0, Instant.EPOCH)),
					now);
		}
	}

	static LongStream seeds() {
		return LongStream.rangeClosed(1, SEEDS);
	}

	private static List<Answer> answers(RandomGenerator random) {
		return Stream.generate(() -> answer(random)).limit(between(1, 40, random)).toList();
	}

	private static Answer answer(RandomGenerator random) {
		List<Kind> kinds = (random.nextInt(21) > 0) ? Kind.pending() : List.of(Kind.values());
		return new Answer(kinds.get(random.nextInt(kinds.size())),
				(random.nextDouble() < 0.3) ? between(0, 90, random) : null,
				(random.nextDouble() < 0.5) ? between(-5, 60, random) : null, between(0, 30_000, random));
	}

	// The limits more often than chance would have them, since errors are found there
	private static int between(int min, int max, RandomGenerator random) {
		return switch (random.nextInt(20)) {
			case 0 -> min;
			case 1 -> max;
			default -> random.nextInt(min, max + 1);
		};
	}

	/**
	 * What an answer can be.
	 */
	enum Kind {

		PENDING(400, "{\"error\":\"authorization_pending\",\"error_description\":\"AADSTS70016\"}"),

		PENDING_WITHOUT_DESCRIPTION(400, "{\"error\":\"authorization_pending\"}"),

		SLOW_DOWN(400, "{\"error\":\"slow_down\"%s}"),

		TOO_MANY_REQUESTS(429, ""), SERVER_ERROR(500, "{\"error\":\"server_error\"}"),

		BAD_GATEWAY(502, "<html>bad gateway</html>"), UNAVAILABLE(503, ""),

		CAPTIVE_PORTAL(200, "<html>sign in to the hotel</html>"), EMPTY(200, ""),

		TRUNCATED(200, "{\"access_token\":\"t\",\"expires_in\":36"), REDIRECT(302, ""), NOT_FOUND_PAGE(404, "<html>"),

		DECLINED(400, "{\"error\":\"authorization_declined\"}"), EXPIRED(400, "{\"error\":\"expired_token\"}"),

		TOKENS(200, "{\"access_token\":\"t\",\"expires_in\":3600}");

		private final int status;

		private final String body;

		Kind(int status, String body) {
			this.status = status;
			this.body = body;
		}

		static List<Kind> pending() {
			return List.of(PENDING, PENDING_WITHOUT_DESCRIPTION, SLOW_DOWN, TOO_MANY_REQUESTS, SERVER_ERROR,
					BAD_GATEWAY, UNAVAILABLE, CAPTIVE_PORTAL, EMPTY, TRUNCATED, REDIRECT, NOT_FOUND_PAGE);
		}

	}

	/**
	 * An answer.
	 *
	 * @param kind what it is
	 * @param retryAfter its {@code Retry-After} in seconds, or {@code null}
	 * @param interval its new interval, if it is a {@code slow_down}, or {@code null}
	 * @param latencyMillis how long it takes
	 */
	record Answer(Kind kind, @Nullable Integer retryAfter, @Nullable Integer interval, int latencyMillis) {

		EntraResponse toHttpAnswer() {
			return new EntraResponse(this.kind.status,
					(this.retryAfter != null) ? Map.of("Retry-After", List.of(this.retryAfter.toString())) : Map.of(),
					this.kind.body.replace("%s", (this.interval != null) ? ",\"interval\":" + this.interval : ""));
		}

		boolean ends() {
			return this.kind == Kind.DECLINED || this.kind == Kind.EXPIRED || this.kind == Kind.TOKENS;
		}

		Duration nextAllowed(Duration allowed) {
			Duration next = allowed;
			if (this.kind == Kind.SLOW_DOWN) {
				next = allowed.plusSeconds(5);
				if (this.interval != null && Duration.ofSeconds(this.interval).compareTo(next) > 0) {
					next = Duration.ofSeconds(this.interval);
				}
				// An authority that asks for more than five minutes does not get it
				next = (next.compareTo(PollingSchedule.MAX_INTERVAL) > 0) ? PollingSchedule.MAX_INTERVAL : next;
			}
			return next;
		}

	}

}
