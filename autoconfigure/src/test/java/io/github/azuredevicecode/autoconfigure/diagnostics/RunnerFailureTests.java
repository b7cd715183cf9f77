package io.github.azuredevicecode.autoconfigure.diagnostics;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.entra.AuthenticationFailures;
import io.github.azuredevicecode.entra.http.EntraResponse;
import io.github.azuredevicecode.http.TestConfigurers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * What runners throw is explained in some lines and without a stack trace.
 */
@ExtendWith(OutputCaptureExtension.class)
class RunnerFailureTests {

	private static final ClientAuthenticationException REFUSED = new ClientAuthenticationException(
			"Authentication failed: AADSTS50034: the user does not exist",
			new ServiceError("invalid_grant", "AADSTS50034: the user does not exist", "AADSTS50034",
					"Check azure.identity.device-code.tenant-id.", "c0rrelation", null),
			new IllegalStateException("deep below"));

	@Test
	void aSignInThatFails(CapturedOutput output) {
		run((arguments) -> {
			throw REFUSED;
		});
		assertExplained(output, "No token could be obtained. Authentication failed: AADSTS50034", "Error: AADSTS50034",
				"Correlation id: c0rrelation", "Check azure.identity.device-code.tenant-id.");
		assertThat(output.getAll()).containsOnlyOnce("Check azure.identity.device-code.tenant-id.");
	}

	@ParameterizedTest
	@MethodSource("failures")
	void aFailureIsToldWithWhatToDoAboutIt(Exception failure, String what, String action, CapturedOutput output) {
		run((arguments) -> {
			throw failure;
		});
		assertExplained(output, what, action);
	}

	static Stream<Arguments> failures() {
		URI authority = URI.create("https://login.microsoftonline.com/tenant");
		return Stream.of(
				Arguments.of(AuthenticationFailures.unreachable(authority, new UnknownHostException("host")),
						"host not found: host", "Correct the cause that is named above"),
				Arguments.of(AuthenticationFailures.unreachable(authority, new ConnectException("refused")),
						"connection refused: refused", "Correct the cause that is named above"),
				Arguments.of(AuthenticationFailures.unreachable(authority, new SSLException("no trust")),
						"the TLS connection failed: no trust", "Correct the cause that is named above"),
				Arguments.of(AuthenticationFailures.unreachable(authority, new HttpTimeoutException("late")),
						"no answer in time: late", "Correct the cause that is named above"),
				Arguments.of(
						AuthenticationFailures.unusable(authority, new EntraResponse(503, Map.of(), ""), Instant.EPOCH,
								"couldn't begin authentication"),
						"HTTP Error: 503 from login.microsoftonline.com", "Start the application again later"),
				Arguments.of(AuthenticationFailures.timedOut(Duration.ofSeconds(90), null),
						"within the timeout of 1 minute 30 seconds", "Start the application again"),
				Arguments.of(AuthenticationFailures.codeExpired(Duration.ofMinutes(15), null),
						"the code expired unused after 15 minutes", "Start the sign-in again"),
				Arguments.of(
						new ClientAuthenticationException("The table of the logins is missing", null,
								new TokenCacheException("missing", null)),
						"The table of the logins is missing", "azure.identity.device-code.token-cache.type=memory"),
				Arguments.of(new ClientAuthenticationException(
						"The table is missing. Set azure.identity.device-code.token-cache.jdbc.initialize-schema=always",
						null, new TokenCacheException("missing", null)), "The table is missing",
						"Correct the cause that is named above"),
				Arguments.of(new TokenCacheException("The Redis cannot be used", null), "The Redis cannot be used",
						"azure.identity.device-code.token-cache.type"));
	}

	@Test
	void theSameByWayOfSpringSecurity(CapturedOutput output) {
		run((arguments) -> {
			throw new ClientAuthorizationException(new OAuth2Error("invalid_grant"), "device-code", REFUSED);
		});
		assertExplained(output, "Error: AADSTS50034", "Correlation id: c0rrelation");
	}

	@Test
	void scopesThatCannotBeAskedFor(CapturedOutput output) {
		run((arguments) -> {
			throw new ClientAuthorizationException(new OAuth2Error("invalid_scope", "scopes of two resources", null),
					"work", new IllegalArgumentException("scopes of two resources"));
		});
		assertExplained(output, "The scopes of the client registration 'work' cannot be asked for",
				"azure.identity.device-code.scopes");
	}

	@Test
	void aHostThatIsNotAllowed(CapturedOutput output) {
		RestClient client = RestClient.builder().apply(TestConfigurers.restClient("api.example")).build();
		run((arguments) -> client.get()
			.uri(URI.create("https://user:canary@other.example"))
			.retrieve()
			.toBodilessEntity());
		assertExplained(output, "The token for [User.Read] must not go to https://other.example");
		assertThat(output.getAll()).doesNotContain("canary");
	}

	@Test
	void aHostThatIsNotAllowedSaysWhatToDo(CapturedOutput output) {
		RestClient client = RestClient.builder().apply(TestConfigurers.restClient("api.example")).build();
		run((arguments) -> client.get().uri("https://other.example").retrieve().toBodilessEntity());
		assertExplained(output, "[api.example:443]", "do not apply it to the builder of that client",
				"azure.identity.device-code.allowed-hosts");
	}

	@Test
	void aRegistrationThatIsUnknown(CapturedOutput output) {
		run((arguments) -> TestConfigurers.restClient("api.example").forRegistration("nobodys"));
		assertExplained(output, "There is no client registration 'nobodys' with the device_code grant",
				"Configure a credential with that name");
	}

	@Test
	void twoPromptHandlers(CapturedOutput output) {
		assertThatException().isThrownBy(
				() -> new SpringApplicationBuilder(Application.class, TwoHandlers.class).web(WebApplicationType.NONE)
					.run("--azure.identity.device-code.authenticate-on-startup=true",
							"--azure.identity.device-code.scopes=scope"));
		assertExplained(output, "More than one DeviceCodePromptHandler bean is defined: [first, second]", "@Primary");
	}

	@ParameterizedTest
	@ValueSource(strings = { "3.5.6", "2.7.18", "4.0.9", "4.0.0-SNAPSHOT" })
	void aVersionOfSpringBootThatIsTooOldIsNamed(String version) {
		assertThatException().isThrownBy(() -> SpringBootVersionCheck.check(version))
			.withMessageContaining("needs Spring Boot 4.1, this is " + version)
			.satisfies((ex) -> assertThat(new UnsupportedSpringBootVersionFailureAnalyzer().analyze(ex).getAction())
				.contains("Upgrade"));
	}

	@Test
	void otherVersionsAreAccepted() {
		Stream.of("4.1.0", "4.1.0-RC1", "4.2.3", "4.10.0", "5.0.0", "unknown", null)
			.forEach((version) -> assertThatNoException().as(version)
				.isThrownBy(() -> SpringBootVersionCheck.check(version)));
	}

	private static void assertExplained(CapturedOutput output, String... words) {
		assertThat(output.getAll()).contains("APPLICATION FAILED TO START").contains(words).doesNotContain("\tat ");
		String report = output.getAll().substring(output.getAll().indexOf("Description:"));
		assertThat(report.lines().filter((line) -> !line.isBlank()).limit(20).count()).isLessThanOrEqualTo(8);
	}

	private static void run(ApplicationRunner runner) {
		assertThatException()
			.isThrownBy(() -> new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
				.initializers((context) -> context.getBeanFactory().registerSingleton("runner", runner))
				.run());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(DeviceCodeAutoConfiguration.class)
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoHandlers {

		@Bean
		DeviceCodePromptHandler first() {
			return (prompt) -> {
			};
		}

		@Bean
		DeviceCodePromptHandler second() {
			return (prompt) -> {
			};
		}

		@Bean
		ApplicationRunner signIn(ObjectProvider<DeviceCodeCredential> credential) {
			return (arguments) -> credential.getObject();
		}

	}

}
