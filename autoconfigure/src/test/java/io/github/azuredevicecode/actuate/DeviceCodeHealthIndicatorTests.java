package io.github.azuredevicecode.actuate;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

import io.github.azuredevicecode.login.DeviceCodeLogin.State;
import io.github.azuredevicecode.login.DeviceCodeLoginState;
import io.github.azuredevicecode.login.DeviceCodeLogins;
import io.github.azuredevicecode.login.Logins;
import io.github.azuredevicecode.login.OperatedCredential;
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

	private final DeviceCodeHealthIndicator indicator = new DeviceCodeHealthIndicator(
			Logins.of(this.credential, this.state, Runnable::run));

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

	@Test
	void tellsThatTheStoreOfLoginsIsOutOfReachAndStaysUp() {
		this.state.authenticated("first", Logins.ADA);
		this.state.storeReachable(false);
		assertThat(health().getStatus()).isEqualTo(Status.UP);
		assertThat(health().getDetails()).containsKey("store");
		this.state.storeReachable(true);
		assertThat(health().getDetails()).doesNotContainKey("store");
	}

	@Test
	void isUpOnceAUserOfEachCredentialHasSignedIn() {
		DeviceCodeLoginState work = new DeviceCodeLoginState(Clock.fixed(Logins.NOW, ZoneOffset.UTC));
		DeviceCodeHealthIndicator both = new DeviceCodeHealthIndicator(
				new DeviceCodeLogins(List.of(Logins.login("default", this.credential, this.state, Runnable::run),
						Logins.login("work", this.credential, work, Runnable::run))));
		this.state.authenticated("first", Logins.ADA);
		assertThat(both.health().getStatus()).isEqualTo(Status.UNKNOWN);
		assertThat(both.health().getDetails()).containsEntry("state", State.SIGNED_IN)
			.containsEntry("credentials",
					Map.of("work", Map.of("state", State.SIGNED_OUT, "detail", "Nobody is known to be signed in")));
		work.authenticated("second", Logins.ADA);
		assertThat(both.health().getStatus()).isEqualTo(Status.UP);
	}

	private Health health() {
		return this.indicator.health();
	}

}
