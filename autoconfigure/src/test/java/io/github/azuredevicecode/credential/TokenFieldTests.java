package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.testsupport.FieldCase;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Token responses: {@code body} is what the service sends beside the tokens, in which
 * {@code now+1234} is a time; {@code id-token} and {@code client-info} are the JSON of
 * these two. {@code authority}, {@code client-id}, {@code home-account-id},
 * {@code tenant-id} and {@code username} are the record of the sign-in,
 * {@code lifetime-seconds} the lifetime of the token. {@code asked-tenant-id} is the
 * tenant of the credential.
 */
class TokenFieldTests {

	private static final String TOKENS = "\"access_token\":\"token-1\",\"refresh_token\":\"refresh-token-1\"";

	private static final Instant START = new VirtualTime().instant();

	private final CredentialFixture fixture = new CredentialFixture();

	static Stream<FieldCase> tokens() {
		return FieldCase.of("token", "body", "id-token", "client-info", "asked-tenant-id", "authority", "client-id",
				"home-account-id", "tenant-id", "username", "lifetime-seconds");
	}

	@ParameterizedTest
	@MethodSource("tokens")
	void aSignInThatBroughtTokensIsUsedAndRefreshed(FieldCase token) {
		String tenantId = token.get("asked-tenant-id");
		DefaultDeviceCodeCredential credential = this.fixture
			.credential((builder) -> builder.tenantId((tenantId != null) ? tenantId : "organizations"));
		this.fixture.transport.deviceCode().answer(200, body(token));
		CompletableFuture<AccessToken> signedIn = credential.getTokenAsync(TokenRequest.of("scope"));
		this.fixture.time.advance(Duration.ofSeconds(5));
		assertThat(signedIn).isCompletedWithValueMatching((value) -> value.value().equals("token-1"));
		assertThat(signedIn.join().expiresAt())
			.isEqualTo(now().plusSeconds(Long.parseLong(token.required("lifetime-seconds"))));
		assertThat(credential.authenticationRecord())
			.contains(new AuthenticationRecord(token.required("authority"), token.required("client-id"),
					token.required("home-account-id"), token.required("tenant-id"), token.required("username")));
		this.fixture.transport.answer(200, body(token).replace("token-1", "token-2"))
			.answer(200, body(token).replace("token-1", "token-3"));
		assertThat(credential.getToken("other").value()).isEqualTo("token-2");
		assertThat(credential.getToken("another").value()).isEqualTo("token-3");
		assertThat(this.fixture.transport.requestsTo("token").get(2).form()).containsEntry("refresh_token",
				"refresh-token-2");
		assertThat(this.fixture.prompts).hasSize(1);
	}

	private Instant now() {
		return this.fixture.time.instant();
	}

	private String body(FieldCase token) {
		StringBuilder body = new StringBuilder("{").append(TOKENS);
		append(body, token.get("body"));
		String idToken = token.get("id-token");
		append(body, (idToken != null)
				? "\"id_token\":\"" + encode("{\"alg\":\"none\"}") + "." + encode(idToken) + ".\"" : null);
		String clientInfo = token.get("client-info");
		append(body, (clientInfo != null) ? "\"client_info\":\"" + encode(clientInfo) + "\"" : null);
		return Pattern.compile("now\\+(\\d+)")
			.matcher(body.append('}'))
			.replaceAll((match) -> String.valueOf(START.getEpochSecond() + 5 + Long.parseLong(match.group(1))));
	}

	private static void append(StringBuilder body, @Nullable String member) {
		if (member != null) {
			body.append(',').append(member);
		}
	}

	private static String encode(String json) {
		return ScriptedTransport.encode(json);
	}

}
