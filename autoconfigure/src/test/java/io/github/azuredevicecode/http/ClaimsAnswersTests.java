package io.github.azuredevicecode.http;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClaimsAnswers}.
 */
class ClaimsAnswersTests {

	private final AtomicLong now = new AtomicLong();

	private final ClaimsAnswers answers = new ClaimsAnswers(this.now::get);

	@Test
	void manyChallengesForceOneToken() {
		assertThat(this.answers.begin("slot", "claims-0", "token")).isTrue();
		this.answers.end("slot", "claims-0", "answer");
		for (int i = 1; i < 20; i++) {
			assertThat(this.answers.begin("slot", "claims-" + i, "answer")).isFalse();
		}
		assertThat(this.answers.begin("other", "claims-0", "token")).isTrue();
		this.now.addAndGet(ClaimsAnswers.PACE.toNanos());
		assertThat(this.answers.begin("slot", "claims-20", "answer")).isTrue();
	}

	@Test
	void theSameClaimsAreNotAnsweredTwiceForTheTokenThatAnsweredThem() {
		this.answers.begin("slot", "claims", "token");
		this.answers.end("slot", "claims", "answer");
		this.now.addAndGet(10 * ClaimsAnswers.PACE.toNanos());
		assertThat(this.answers.begin("slot", "claims", "answer")).isFalse();
		// A later token may lack what the claims demand
		assertThat(this.answers.begin("slot", "claims", "renewed")).isTrue();
	}

	@Test
	void requestsWithTheSameChallengeShareTheAnswerThatIsUnderWay() {
		assertThat(this.answers.begin("slot", "claims", "token")).isTrue();
		assertThat(this.answers.begin("slot", "claims", "token")).isTrue();
		assertThat(this.answers.begin("slot", "other", "token")).isFalse();
		this.answers.end("slot", "claims", null);
		this.answers.end("slot", "claims", "answer");
		assertThat(this.answers.begin("slot", "claims", "token")).isFalse();
	}

}
