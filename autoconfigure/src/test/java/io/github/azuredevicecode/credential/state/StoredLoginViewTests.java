package io.github.azuredevicecode.credential.state;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.AuthenticationRequiredException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.credential.CredentialFixture;
import io.github.azuredevicecode.credential.DefaultDeviceCodeCredential;
import io.github.azuredevicecode.credential.ScriptedTransport;
import io.github.azuredevicecode.credential.VirtualTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which login a credential finds that another has left in the store.
 */
@Tag("contract-1.4")
@Tag("contract-1.11")
class StoredLoginViewTests {

	// The real time, by which MSAL4J judges whether a token that it holds is valid
	private final CredentialFixture fixture = new CredentialFixture(new VirtualTime(Instant.now()));

	private AuthenticationRecord record;

	@BeforeEach
	void signIn() {
		DefaultDeviceCodeCredential credential = this.fixture.credential();
		this.fixture.transport.deviceCode().tokens("token-1", 3600);
		credential.getTokenAsync(TokenRequest.of("scope"));
		this.fixture.time.advance(Duration.ofSeconds(5));
		this.record = credential.authenticationRecord().orElseThrow();
	}

	@Test
	void withoutARecordTheLoginIsUsedSilently() {
		assertThat(next((builder) -> {
		}).getToken("scope").value()).isEqualTo("token-1");
		assertThat(this.fixture.prompts).hasSize(1);
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(1);
	}

	@Test
	@Tag("contract-3.12")
	void aUserWhoWasRenamedIsNotAskedAgain() {
		AuthenticationRecord renamed = new AuthenticationRecord(this.record.authority(), this.record.clientId(),
				this.record.homeAccountId(), this.record.tenantId(), "ada.lovelace@contoso.example");
		assertThat(next((builder) -> builder.authenticationRecord(renamed)).getToken("scope").value())
			.isEqualTo("token-1");
	}

	@Test
	@Tag("contract-3.14")
	void theRecordOfTheLoginFindsItsTokenWithoutARequest() {
		assertThat(next((builder) -> builder.authenticationRecord(this.record)).getToken("scope").value())
			.isEqualTo("token-1");
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(1);
	}

	@Test
	@Tag("contract-3.14")
	void aTokenThatWasFiledUnderTheTenantOfTheRecordIsFoundWithoutTheRecord() {
		DefaultDeviceCodeCredential withRecord = next((builder) -> builder.authenticationRecord(this.record));
		this.fixture.transport.answer(200,
				ScriptedTransport.tokenBody("token-2", 3600, "ada@contoso.example", "oid-ada")
					.replace("\"scope\":\"scope\"", "\"scope\":\"other\""));
		withRecord.getToken("other");
		assertThat(next((builder) -> {
		}).getToken("other").value()).isEqualTo("token-2");
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(2);
	}

	@Test
	void aTokenOfAnotherTenantIsNotTakenForOne() {
		this.fixture.transport.tokens("token-2", 3600);
		assertThat(next((builder) -> {
		}).getToken(TokenRequest.of("scope").withTenantId("other-tenant")).value()).isEqualTo("token-2");
	}

	@Test
	void theLoginOfAnotherAccountIsNotUsed() {
		AuthenticationRecord other = new AuthenticationRecord(this.record.authority(), this.record.clientId(),
				"oid-bob.tenant-guid", this.record.tenantId(), this.record.username());
		assertThatExceptionOfType(AuthenticationRequiredException.class)
			.isThrownBy(() -> next((builder) -> builder.authenticationRecord(other)).getToken("scope"));
		assertThat(this.fixture.transport.requestsTo("token")).hasSize(1);
	}

	private DefaultDeviceCodeCredential next(Consumer<DeviceCodeCredential.Builder> customizer) {
		return this.fixture.credential((builder) -> {
			builder.disableAutomaticAuthentication(true);
			customizer.accept(builder);
		});
	}

}
