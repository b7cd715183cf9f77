package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.Moment;
import io.github.azuredevicecode.credential.signin.ExpectedUsers;
import io.github.azuredevicecode.entra.TokenResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Whose login a credential uses that expects certain users.
 */
class ExpectedUserTests {

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private final SharedStore store = new SharedStore();

	private final CredentialFixture fixture = fixture();

	@Test
	void aLoginInTheStoreOfAnotherUserIsNotUsed() {
		signInAda(this.fixture.credential());
		for (Consumer<DeviceCodeCredential.Builder> expectation : List.<Consumer<DeviceCodeCredential.Builder>>of(
				(builder) -> builder.expectedUsernames("bob@contoso.example"),
				(builder) -> builder.expectedTenantIds("another-tenant"),
				(builder) -> builder.expectedObjectIds("oid-bob"))) {
			CredentialFixture other = fixture();
			DefaultDeviceCodeCredential credential = other.credential(expectation::accept);
			other.transport.deviceCode();
			CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
			assertThat(token).isNotDone();
			assertThat(other.prompts).hasSize(1);
			assertThat(credential.authenticationRecord()).isEmpty();
			credential.cancelSignIn();
		}
	}

	@Test
	void aLoginInTheStoreOfAnExpectedUserIsUsed() {
		signInAda(this.fixture.credential());
		DefaultDeviceCodeCredential credential = fixture().credential((builder) -> builder.expectedObjectIds("OID-ada")
			.expectedUsernames("ADA@contoso.example")
			.expectedTenantIds("tenant-guid"));
		assertThat(credential.getToken(REQUEST).value()).isEqualTo("token-1");
	}

	@Test
	void aRecordOfAnotherUserDoesNotHelp() {
		DefaultDeviceCodeCredential before = this.fixture.credential();
		signInAda(before);
		AuthenticationRecord ada = before.authenticationRecord().orElseThrow();
		DefaultDeviceCodeCredential credential = fixture().credential((builder) -> builder.authenticationRecord(ada)
			.expectedUsernames("bob@contoso.example")
			.disableAutomaticAuthentication(true));
		assertThat(credential.getTokenAsync(REQUEST)).isCompletedExceptionally();
	}

	@Test
	void aTokenThatIsRenewedForAnotherUserIsDropped() {
		DefaultDeviceCodeCredential credential = this.fixture
			.credential((builder) -> builder.expectedUsernames("ada@contoso.example"));
		signInAda(credential);
		this.fixture.transport.answer(200,
				ScriptedTransport.tokenBody("token-2", 3600, "bob@contoso.example", "oid-bob"));
		assertThatExceptionOfType(ClientAuthenticationException.class).isThrownBy(() -> credential.getToken("other"))
			.withMessageContaining("not expected");
	}

	@Test
	void aTokenThatIsRenewedForAnotherUserIsDroppedHoweverTheServiceTellsOfTheUser() {
		String idToken = ScriptedTransport.idToken("bob@contoso.example", "oid-bob");
		for (String renewal : List.of(renewal(idToken, "", ""), renewal("", "oid-bob", "tenant-guid"),
				renewal("none", "oid-bob", "tenant-guid"), renewal(idToken, "oid-bob", "tenant-guid"))) {
			CredentialFixture other = new CredentialFixture(new VirtualTime(Instant.now()), new SharedStore().view());
			DefaultDeviceCodeCredential credential = other
				.credential((builder) -> builder.expectedObjectIds("oid-ada"));
			signInAda(other, credential);
			other.transport.answer(200, renewal);
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("other"))
				.withMessageContaining("not expected");
		}
	}

	@Test
	void aTokenOfWhichNothingElseIsToldIsThatOfTheUser() {
		DefaultDeviceCodeCredential credential = this.fixture
			.credential((builder) -> builder.expectedObjectIds("oid-ada")
				.expectedUsernames("ada@contoso.example")
				.expectedTenantIds("tenant-guid"));
		signInAda(credential);
		this.fixture.transport.answer(200, renewal("", "", ""));
		assertThat(credential.getToken("other").value()).isEqualTo("token-2");
		this.fixture.transport.answer(200, renewal("", "oid-ada", "tenant-guid").replace("token-2", "token-3"));
		assertThat(credential.getToken("third").value()).isEqualTo("token-3");
	}

	@Test
	void theHomeTenantOfAGuestIsNotTheTenantThatTheGuestIsIn() {
		ExpectedUsers guests = new ExpectedUsers(List.of("tenant-guid"), List.of(), List.of("oid-ada"));
		TokenResponse answer = TokenResponse.parse(renewal("", "oid-ada", "home"),
				Moment.now(new VirtualTime(Instant.now())));
		assertThat(guests.test(answer)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\u200Bda@contoso.example", "ada\u3164@contoso.example", "\\u001B[31mada@contoso.example",
			"\u200B" })
	void aNameThatOnlyLooksExpectedIsRefused(String username) {
		DefaultDeviceCodeCredential credential = this.fixture
			.credential((builder) -> builder.expectedUsernames("ada@contoso.example"));
		this.fixture.transport.deviceCode()
			.answer(200, ScriptedTransport.tokenBody("token-1", 3600, username + "\",\"name\":\"ada@contoso.example",
					"oid-ada"));
		assertThat(signIn(credential)).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(ClientAuthenticationException.class)
			.withMessageContaining("not expected");
	}

	@ParameterizedTest
	@CsvSource({ "oid\u200B-ada, tenant-guid", "oid-ada, tenant\u3164-guid" })
	void anIdThatOnlyLooksExpectedIsRefused(String uid, String tenantId) {
		DefaultDeviceCodeCredential credential = this.fixture
			.credential((builder) -> builder.expectedObjectIds("oid-ada").expectedTenantIds("tenant-guid"));
		String claims = ScriptedTransport.encode("{\"oid\":\"" + uid + "\",\"tid\":\"" + tenantId + "\"}");
		this.fixture.transport.deviceCode().answer(200, renewal("header." + claims + ".", "", ""));
		assertThat(signIn(credential)).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withCauseInstanceOf(ClientAuthenticationException.class)
			.withMessageContaining("not expected");
	}

	@ParameterizedTest
	@CsvSource({ "ada@contoso.example, true", "ADA@CONTOSO.EXAMPLE, true", "kate@contoso.example, false" })
	void namesAreComparedWithoutTheCaseOfAsciiLetters(String expected, boolean matches) {
		AuthenticationRecord user = new AuthenticationRecord("login.microsoftonline.com", "client", "oid.tenant",
				"tenant", "ada@contoso.example");
		assertThat(new ExpectedUsers(List.of(), List.of(expected), List.of()).test(user)).isEqualTo(matches);
	}

	@Test
	void aLetterThatLooksLikeAnotherIsAnotherLetter() {
		// The Kelvin sign, which is a k without case in Unicode
		AuthenticationRecord user = new AuthenticationRecord("login.microsoftonline.com", "client", "oid.tenant",
				"tenant", "\u212Aate@contoso.example");
		assertThat(new ExpectedUsers(List.of(), List.of("kate@contoso.example"), List.of()).test(user)).isFalse();
	}

	private static String renewal(String idToken, String uid, String utid) {
		return """
				{"token_type":"Bearer","expires_in":3600,"access_token":"token-2","id_token":"%s","client_info":"%s"}"""
			.formatted(idToken, uid.isEmpty() ? ""
					: ScriptedTransport.encode("{\"uid\":\"" + uid + "\",\"utid\":\"" + utid + "\"}"));
	}

	private void signInAda(DefaultDeviceCodeCredential credential) {
		signInAda(this.fixture, credential);
	}

	private static void signInAda(CredentialFixture fixture, DefaultDeviceCodeCredential credential) {
		fixture.transport.deviceCode().tokens("token-1", 3600);
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		fixture.time.advance(Duration.ofSeconds(5));
		assertThat(token).isCompleted();
	}

	private CompletableFuture<AccessToken> signIn(DefaultDeviceCodeCredential credential) {
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		this.fixture.time.advance(Duration.ofSeconds(5));
		return token;
	}

	private CredentialFixture fixture() {
		return new CredentialFixture(new VirtualTime(Instant.now()), this.store.view());
	}

}
