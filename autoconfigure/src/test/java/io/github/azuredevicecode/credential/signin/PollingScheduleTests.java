package io.github.azuredevicecode.credential.signin;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.concurrent.Moment;
import io.github.azuredevicecode.credential.VirtualTime;
import io.github.azuredevicecode.entra.http.EntraResponse;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PollingSchedule}.
 */
@Tag("contract-1.5")
class PollingScheduleTests {

	private static final Moment NOW = new Moment(0, Instant.EPOCH);

	private static final Duration LIFETIME = Duration.ofMinutes(15);

	@Test
	void theFirstPollComesOneIntervalAfterThePrompt() {
		PollingSchedule polling = polling(7, null);
		assertThat(polling.first(seconds(3))).isEqualTo(waitFor(7));
		assertThat(polling.afterWait(seconds(10))).isEqualTo(new PollingSchedule.Step.Poll());
	}

	@Test
	void aMissingOrZeroIntervalIsFiveSeconds() {
		assertThat(new PollingSchedule(null, LIFETIME, null).first(Duration.ZERO)).isEqualTo(waitFor(5));
		assertThat(polling(0, null).first(Duration.ZERO)).isEqualTo(waitFor(5));
		assertThat(polling(-1, null).first(Duration.ZERO)).isEqualTo(waitFor(5));
	}

	@Test
	void anAbsurdIntervalIsCapped() {
		assertThat(polling(86400, null).first(Duration.ZERO)).isEqualTo(waitFor(300));
	}

	@Test
	void slowDownAddsFiveSecondsForThisAndAllLaterPolls() {
		PollingSchedule polling = polling(5, null);
		assertThat(polling.next(slowDown(null), seconds(5))).isEqualTo(waitFor(10));
		assertThat(polling.next(pending(null), seconds(15))).isEqualTo(waitFor(10));
		assertThat(polling.next(slowDown(null), seconds(25))).isEqualTo(waitFor(15));
	}

	@Test
	void slowDownWithALargerIntervalOfTheServerTakesThat() {
		PollingSchedule polling = polling(5, null);
		assertThat(polling.next(slowDown(30), seconds(5))).isEqualTo(waitFor(30));
		assertThat(polling.next(slowDown(1), seconds(35))).isEqualTo(waitFor(35));
	}

	@Test
	void faultsDoubleTheDelayUntilTheServiceAnswersAgain() {
		PollingSchedule polling = polling(5, null);
		assertThat(polling.next(unavailable(null), seconds(5))).isEqualTo(waitFor(10));
		assertThat(polling.next(unavailable(null), seconds(15))).isEqualTo(waitFor(20));
		assertThat(polling.next(unavailable(null), seconds(35))).isEqualTo(waitFor(30));
		assertThat(polling.next(unavailable(null), seconds(65))).isEqualTo(waitFor(30));
		assertThat(polling.next(pending(null), seconds(95))).isEqualTo(waitFor(5));
		assertThat(polling.next(unavailable(null), seconds(100))).isEqualTo(waitFor(10));
	}

	@Test
	void faultsNeverMakePollsFasterThanTheInterval() {
		PollingSchedule polling = polling(60, null);
		assertThat(polling.next(unavailable(null), seconds(60))).isEqualTo(waitFor(60));
	}

	@Test
	void retryAfterIsHonoured() {
		PollingSchedule polling = polling(5, null);
		assertThat(polling.next(unavailable(60), seconds(5))).isEqualTo(waitFor(60));
		assertThat(polling.next(pending(30), seconds(65))).isEqualTo(waitFor(30));
		assertThat(polling.next(pending(1), seconds(95))).isEqualTo(waitFor(5));
	}

	@Test
	void aWaitEndsWithTheCodeAndIsNotFollowedByAPoll() {
		PollingSchedule polling = polling(5, null);
		assertThat(polling.next(pending(null), seconds(898))).isEqualTo(waitFor(2));
		assertThat(polling.afterWait(seconds(900))).isEqualTo(new PollingSchedule.Step.Expire(false));
		assertThat(polling.next(pending(null), seconds(901))).isEqualTo(new PollingSchedule.Step.Expire(false));
	}

	@Test
	void theShorterOfTimeoutAndLifetimePrevails() {
		assertThat(polling(5, 60).afterWait(seconds(60))).isEqualTo(new PollingSchedule.Step.Expire(true));
		assertThat(polling(5, 60).afterWait(seconds(59))).isEqualTo(new PollingSchedule.Step.Poll());
		assertThat(polling(5, 3600).afterWait(seconds(900))).isEqualTo(new PollingSchedule.Step.Expire(false));
	}

	@Test
	void anyOtherErrorStopsAtOnce() {
		ServiceError error = new ServiceError("authorization_declined", null, null, null, null, null);
		assertThat(polling(5, null).next(new PollOutcome.Refused(error), seconds(5)))
			.isEqualTo(new PollingSchedule.Step.Fail(error));
	}

	@Test
	void answersAreToldApart() {
		assertThat(outcome(400, "{\"error\":\"authorization_pending\"}")).isEqualTo(pending(null));
		assertThat(outcome(400, "{\"error\":\"slow_down\",\"interval\":\"9\"}")).isEqualTo(slowDown(9));
		assertThat(outcome(400, "{\"error\":\"expired_token\"}")).isInstanceOf(PollOutcome.Refused.class);
		assertThat(outcome(401, "{\"error\":\"invalid_client\"}")).isInstanceOf(PollOutcome.Refused.class);
		assertThat(outcome(500, "{\"error\":\"server_error\"}")).isInstanceOf(PollOutcome.Unavailable.class);
		assertThat(outcome(503, "<html>")).isInstanceOf(PollOutcome.Unavailable.class);
		assertThat(outcome(429, "")).isInstanceOf(PollOutcome.Unavailable.class);
		assertThat(outcome(200, "<html>captive portal</html>")).isInstanceOf(PollOutcome.Unavailable.class);
		assertThat(outcome(200, "{\"access_token\":\"t\"")).isInstanceOf(PollOutcome.Unavailable.class);
		assertThat(outcome(302, "")).isInstanceOf(PollOutcome.Unavailable.class);
		assertThat(outcome(200, "{\"access_token\":\"t\",\"expires_in\":\"3600\"}"))
			.isInstanceOfSatisfying(PollOutcome.Tokens.class, (tokens) -> {
				assertThat(tokens.answer().expiresIn()).isEqualTo(Duration.ofHours(1));
				assertThat(tokens.answer().toAccessToken(Set.of(), new VirtualTime()).tokenType()).isEqualTo("Bearer");
			});
	}

	@Test
	void theDeviceCodeIsNotRepeatedByAnError() {
		EntraResponse answer = new EntraResponse(400, Map.of(),
				"{\"error\":\"bad_verification_code\",\"error_description\":\"unknown code the-secret\"}");
		assertThat(PollOutcome.of(answer, "the-secret", NOW)).isInstanceOfSatisfying(PollOutcome.Refused.class,
				(refused) -> assertThat(refused.error().description()).isEqualTo("unknown code ***"));
	}

	private static PollingSchedule polling(int interval, @Nullable Integer timeoutAt) {
		return new PollingSchedule(seconds(interval), LIFETIME, (timeoutAt != null) ? seconds(timeoutAt) : null);
	}

	private static PollingSchedule.Step waitFor(int seconds) {
		return new PollingSchedule.Step.Wait(seconds(seconds));
	}

	private static PollOutcome pending(@Nullable Integer retryAfter) {
		return new PollOutcome.Pending(nullable(retryAfter));
	}

	private static PollOutcome slowDown(@Nullable Integer interval) {
		return new PollOutcome.SlowDown(nullable(interval), null);
	}

	private static PollOutcome unavailable(@Nullable Integer retryAfter) {
		return new PollOutcome.Unavailable(nullable(retryAfter), "a fault");
	}

	private static PollOutcome outcome(int status, String body) {
		return PollOutcome.of(new EntraResponse(status, Map.of(), body), "device-code", NOW);
	}

	private static @Nullable Duration nullable(@Nullable Integer seconds) {
		return (seconds != null) ? seconds(seconds) : null;
	}

	private static Duration seconds(int seconds) {
		return Duration.ofSeconds(seconds);
	}

}
