package io.github.azuredevicecode.credential.signin;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.PendingSignIn;
import io.github.azuredevicecode.concurrent.Moment;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The code that is displayed.
 */
class DeviceAuthorizationResponseTests {

	@Test
	void whatAnotherProcessHasStoredIsDisplayedWithoutWhatSteersATerminal() {
		PendingSignIn stored = new PendingSignIn("attempt", "device-code", "ABC\u001B[2J\u202E-123",
				URI.create("https://microsoft.com/devicelogin\u202E"), "Enter\r\nABC-123\u0007", Instant.EPOCH, 5,
				"tenant", Set.of(), null, "owner", Instant.EPOCH);
		DeviceAuthorizationResponse shown = SignInAttempt.authorization(stored, Duration.ofMinutes(1),
				new Moment(0, Instant.EPOCH));
		assertThat(shown.userCode()).isEqualTo("ABC-123");
		assertThat(shown.message()).isEqualTo("Enter ABC-123");
		assertThat(shown.verificationUri()).hasToString("https://microsoft.com/devicelogin%E2%80%AE");
	}

	@Test
	void theNameOfARecordIsDisplayedWithoutWhatSteersATerminal() {
		AuthenticationRecord record = AuthenticationRecord.deserialize("{\"authority\":\"a\",\"clientId\":\"c\","
				+ "\"homeAccountId\":\"h\",\"tenantId\":\"t\",\"username\":\"ada\\u001b[2J\\r\\n\\u202egrace\"}");
		assertThat(record.username()).isEqualTo("ada[2Jgrace");
	}

}
