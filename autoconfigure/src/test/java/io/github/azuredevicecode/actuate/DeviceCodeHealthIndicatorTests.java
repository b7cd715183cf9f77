package io.github.azuredevicecode.actuate;

import java.time.Clock;
import java.time.ZoneOffset;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceCodeHealthIndicator}.
 */
class DeviceCodeHealthIndicatorTests {

	private final DeviceCodeLoginState state = new DeviceCodeLoginState(Clock.fixed(Logins.NOW, ZoneOffset.UTC));

	private final OperatedCredential credential = new OperatedCredential(this.state);

	private final DeviceCodeHealthIndicator indicator = new DeviceCodeHealthIndicator(this.state);

	@AfterEach
	void theCredentialIsNeverCalled() {
		assertThat(this.credential.calls()).isZero();
	}

	@Test
	void isUnknownWhileNobodyHasSignedIn() {
		assertThat(health().getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(health().getDetails()).containsEntry("detail", "Nobody is known to be signed in");
	}

	@Test
	void isUnknownWhileAPersonIsNeededAndShowsNoCode() {
		this.state.prompted(Logins.prompt("first"));
		assertThat(health().getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(health().getDetails()).containsEntry("detail", "A person is asked to sign in")
			.containsEntry("expiresAt", Logins.EXPIRY);
		assertThat(health().toString()).doesNotContain("USERCODE1");
	}

	@Test
	void isUpOnceAUserHasSignedInAndNamesNobody() {
		this.state.authenticated("first", Logins.ADA);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().toString()).doesNotContain("ada");
	}

	@Test
	void isUnknownWithTheReasonWhenTheUserHasDeclined() {
		this.state.prompted(Logins.prompt("first"));
		this.state.failed("first", Logins.declined());
		assertThat(health().getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(health().getDetails()).containsEntry("reason", "declined").doesNotContainKeys("advice", "code");
	}

	@Test
	void isUnknownWithTheAdviceWhenTheServiceRefuses() {
		this.state.prompted(Logins.prompt("first"));
		this.state.failed("first", Logins.blocked());
		assertThat(health().getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(health().getDetails()).containsEntry("reason", "error")
			.containsEntry("code", "AADSTS53003")
			.containsEntry("advice", Logins.ADVICE);
		assertThat(health().toString()).doesNotContain("ada@contoso.example");
	}

	@Test
	void isUnknownAfterASignOut() {
		this.state.authenticated("first", Logins.ADA);
		this.state.signedOut(Logins.ADA);
		assertThat(health().getStatus()).isEqualTo(Status.UNKNOWN);
	}

	private Health health() {
		return this.indicator.health();
	}

}
