package io.github.azuredevicecode;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.SQLException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TokenCacheException}.
 */
class TokenCacheExceptionTests {

	@ParameterizedTest
	@ValueSource(strings = { "No suitable driver found for jdbc:nosuch://host/db?user=ada&password=canary",
			"No driver takes jdbc:oracle:thin:ada/canary@//host:1521/db", "Cannot open redis://ada:canary@host:6379/0",
			"Wrong property password=canary;user=ada", "Cannot open redis://ada:can/canary@host:6379",
			"Cannot open redis://ada:can@canary@host", "No login: {\"password\":\"canary\"}",
			"No login, password: canary", "No login, passphrase = canary" })
	void noPasswordOfAStoreIsShown(String message) {
		SQLException driver = new SQLException(message, new IllegalStateException("also " + message));
		TokenCacheException exception = new TokenCacheException("Cannot read the login",
				new IllegalStateException("Failed to connect", driver));
		StringWriter trace = new StringWriter();
		exception.printStackTrace(new PrintWriter(trace));
		assertThat(trace.toString()).doesNotContain("canary")
			.contains("Cannot read the login", "java.lang.IllegalStateException: Failed to connect",
					"java.sql.SQLException: " + message.substring(0, 10), "(not shown)",
					"TokenCacheExceptionTests.java");
	}

	@Test
	void aSuppressedExceptionWithAPasswordIsNotShownEither() {
		IllegalStateException cause = new IllegalStateException("Failed to connect");
		cause.addSuppressed(new SQLException("jdbc:x://host?password=canary"));
		StringWriter trace = new StringWriter();
		new TokenCacheException("Cannot read the login", cause).printStackTrace(new PrintWriter(trace));
		assertThat(trace.toString()).doesNotContain("canary").contains("Failed to connect");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Access denied for user 'ada'@'host' (using password: YES)",
			"jdbc:h2:mem:logins is closed", "Connection refused: redis://host:6379", "" })
	void anyOtherCauseStaysAsItIs(String message) {
		SQLException cause = new SQLException(message);
		assertThat(new TokenCacheException("Cannot read the login", cause)).hasCause(cause);
		assertThat(new TokenCacheException("Cannot read the login", null)).hasNoCause();
	}

	@Test
	void theMessageThatACauseEndsShowsNoneEither() {
		assertThat(TokenCacheException.of("The token cache failed with ",
				new IllegalStateException("jdbc:x://host/db?user=ada&password=canary")))
			.hasMessage("The token cache failed with java.lang.IllegalStateException: jdbc:(not shown)");
	}

	@Test
	void aLongMessageIsCut() {
		String message = "jdbc:".repeat(100_000);
		assertThat(new TokenCacheException("Cannot read the login", new SQLException(message)).getCause().toString())
			.hasSizeLessThan(10_000);
	}

	@Test
	void causesThatGoRoundEnd() {
		IllegalStateException first = new IllegalStateException("first");
		first.initCause(new IllegalStateException("second password=canary", first));
		assertThat(new TokenCacheException("Cannot read the login", first))
			.hasRootCauseMessage("java.lang.IllegalStateException: first");
	}

}
