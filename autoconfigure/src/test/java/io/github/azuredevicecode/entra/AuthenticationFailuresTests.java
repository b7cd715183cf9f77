package io.github.azuredevicecode.entra;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import javax.net.ssl.SSLHandshakeException;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.SignInDeclinedException;
import io.github.azuredevicecode.SignInTimedOutException;
import io.github.azuredevicecode.entra.http.EntraResponse;
import io.github.azuredevicecode.entra.http.NetworkFailures;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AuthenticationFailures}.
 */
@Tag("contract-1.9")
class AuthenticationFailuresTests {

	private static final URI ENDPOINT = URI.create("https://login.example:8443/tenant/oauth2/v2.0/token");

	@Test
	void aFailureOfOursStaysAsItIs() {
		SignInCancelledException failure = new SignInCancelledException("why");
		assertThat(AuthenticationFailures.of(new CompletionException(failure))).isSameAs(failure);
		assertThat(AuthenticationFailures.unreachable(ENDPOINT, new CompletionException(failure))).isSameAs(failure);
	}

	@Test
	void anyOtherFailureIsTheCause() {
		IOException failure = new IOException("broken\npipe");
		assertThat(AuthenticationFailures.of(new CompletionException(failure)))
			.hasMessage("Authentication failed: broken pipe")
			.hasCause(failure);
		assertThat(AuthenticationFailures.unreachable(ENDPOINT, failure))
			.hasMessage("Authentication failed: no answer from login.example:8443: broken pipe")
			.hasCause(failure);
	}

	@ParameterizedTest
	@MethodSource
	void theSettingToLookAtIsNamed(Throwable failure, String description) {
		assertThat(AuthenticationFailures.describe(failure)).isEqualTo(description);
	}

	static Stream<Arguments> theSettingToLookAtIsNamed() {
		String tls = "the TLS connection failed: no path (check azure.identity.device-code.authority and "
				+ "azure.identity.device-code.ssl.bundle)";
		String dns = " (check azure.identity.device-code.authority and the name resolution, or set "
				+ "azure.identity.device-code.http.proxy)";
		return Stream.of(Arguments.arguments(new SSLHandshakeException("no path"), tls),
				Arguments.arguments(new IOException("no path", new SSLHandshakeException("inner")), tls),
				Arguments.arguments(new HttpConnectTimeoutException("timed out"), "no connection in time: timed out "
						+ "(check azure.identity.device-code.http.proxy and azure.identity.device-code.http.connect-timeout)"),
				Arguments.arguments(new HttpTimeoutException("timed out"),
						"no answer in time: timed out (check azure.identity.device-code.http.read-timeout)"),
				Arguments.arguments(new ConnectException("refused"),
						"connection refused: refused (check azure.identity.device-code.authority and the firewall, or set "
								+ "azure.identity.device-code.http.proxy)"),
				Arguments.arguments(NetworkFailures.proxyRefused("proxy.example:3128"),
						"the proxy proxy.example:3128 cannot be reached (check azure.identity.device-code.http.proxy)"),
				Arguments.arguments(new UnknownHostException("host"), "host not found: host" + dns),
				Arguments.arguments(new UnresolvedAddressException(), "host not found" + dns),
				Arguments.arguments(new IOException(), "IOException"), Arguments.arguments(null, "no answer"));
	}

	@Test
	void whatCannotBeUsedIsNamedWithItsHost() {
		assertThat(AuthenticationFailures.unusable(ENDPOINT, new EntraResponse(502, Map.of(), "<html>"), Instant.EPOCH,
				"problem"))
			.hasMessageStartingWith("Authentication failed: HTTP Error: 502 from login.example:8443: problem")
			.hasMessageContaining("azure.identity.device-code.http.proxy and azure.identity.device-code.authority");
		assertThat(AuthenticationFailures.invalidJson(ENDPOINT, new EntraResponse(200, Map.of(), "<html>"), "problem"))
			.hasMessageStartingWith(
					"Authentication failed: JSON is invalid: the answer of login.example:8443 (HTTP status 200)")
			.hasMessageContaining("problem. Something else may have answered")
			.hasMessageContaining("azure.identity.device-code.http.proxy and azure.identity.device-code.authority");
	}

	@Test
	void theAnswerOfAWebFilterTellsWhereItComesFrom() {
		EntraResponse redirect = new EntraResponse(302,
				Map.of("location", List.of("https://user:secret@filter.example:8443/block?token=secret")), "");
		assertThat(AuthenticationFailures.unusable(ENDPOINT, redirect, Instant.EPOCH, "problem"))
			.hasMessageContaining("302")
			.hasMessageContaining("redirects to filter.example:8443.")
			.hasMessageNotContaining("secret");
		EntraResponse page = new EntraResponse(403,
				Map.of("Content-Type", List.of("text/html"), "Content-Encoding", List.of("gzip")), "x");
		assertThat(AuthenticationFailures.unusable(ENDPOINT, page, Instant.EPOCH, "problem"))
			.hasMessageContaining("403")
			.hasMessageContaining("type text/html")
			.hasMessageContaining("encoded as gzip");
	}

	@Test
	void durationsAreInWords() {
		assertThat(Durations.inWords(Duration.ofMinutes(15))).isEqualTo("15 minutes");
		assertThat(Durations.inWords(Duration.ofSeconds(4))).isEqualTo("4 seconds");
		assertThat(Durations.inWords(Duration.ofSeconds(3661))).isEqualTo("1 hour 1 minute 1 second");
		assertThat(Durations.inWords(Duration.ofMillis(200))).isEqualTo("200 milliseconds");
		assertThat(Durations.inWords(Duration.ofDays(2))).isEqualTo("2 days");
	}

	@ParameterizedTest
	@ValueSource(strings = { "authorization_declined", "access_denied" })
	void aUserWhoDeclines(String code) {
		assertThat(refused(code)).isInstanceOf(SignInDeclinedException.class)
			.hasMessage("Authentication failed: AADSTS70000: text");
	}

	@ParameterizedTest
	@ValueSource(strings = { "expired_token", "code_expired" })
	void aCodeThatHasExpired(String code) {
		assertThat(refused(code))
			.isInstanceOfSatisfying(SignInTimedOutException.class,
					(failure) -> assertThat(failure.isCodeExpired()).isTrue())
			.hasMessageContaining("the code expired unused. AADSTS70000: text")
			.hasMessageContaining("Conditional Access");
	}

	@Test
	void anyOtherRefusal() {
		assertThat(refused("invalid_client")).isExactlyInstanceOf(ClientAuthenticationException.class)
			.hasMessage("Authentication failed: AADSTS70000: text");
	}

	@Test
	void theTimeoutOfTheApplicationIsNotThatOfTheCode() {
		SignInTimedOutException timedOut = AuthenticationFailures.timedOut(Duration.ofSeconds(90), null);
		assertThat(timedOut.isCodeExpired()).isFalse();
		assertThat(timedOut).hasMessageStartingWith("Timed out waiting for user to authenticate: ")
			.hasMessageEndingWith("timeout of 1 minute 30 seconds (azure.identity.device-code.timeout).");
		SignInTimedOutException expired = AuthenticationFailures.codeExpired(Duration.ofMinutes(15), "HTTP 503");
		assertThat(expired.isCodeExpired()).isTrue();
		assertThat(expired).hasMessageContaining("expired unused after 15 minutes")
			.hasMessageContaining("Conditional Access")
			.hasMessageContaining(" The last poll brought HTTP 503.");
		assertThat(timedOut.getAdvice()).isNull();
	}

	private static ClientAuthenticationException refused(String code) {
		return AuthenticationFailures.refused(ServiceErrorParser.parse(new EntraResponse(400, Map.of(),
				"{\"error\":\"" + code + "\",\"error_description\":\"AADSTS70000: text\"}")));
	}

}
