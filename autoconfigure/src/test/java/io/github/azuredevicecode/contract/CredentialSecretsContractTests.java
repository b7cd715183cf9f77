package io.github.azuredevicecode.contract;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.AppenderBase;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import mockwebserver3.MockResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Runs the flows without Spring, with secrets that can be recognised, and looks for them
 * in every log event, in failures with their causes, and in the string forms of all that
 * the API hands out.
 */
@Tag("contract-1.12")
class CredentialSecretsContractTests extends ContractFixture {

	// A scope of its own for each, since a recent failure is not tried again
	private int failures;

	private static final String CANARY = "canary";

	private static final String SUBJECT = "subject-" + CANARY;

	private final List<String> seen = new CopyOnWriteArrayList<>();

	private final List<String> logged = new CopyOnWriteArrayList<>();

	private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

	private final Level levelBefore = this.root.getLevel();

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

		@Override
		protected void append(ILoggingEvent event) {
			CredentialSecretsContractTests.this.logged
				.add(event.getLoggerName() + " " + event.getFormattedMessage() + ((event.getThrowableProxy() != null)
						? ThrowableProxyUtil.asString(event.getThrowableProxy()) : ""));
		}

	};

	@BeforeEach
	void logEverything() {
		this.appender.start();
		this.root.addAppender(this.appender);
		this.root.setLevel(Level.TRACE);
	}

	@AfterEach
	void logAsBefore() {
		this.root.setLevel(this.levelBefore);
		this.root.detachAppender(this.appender);
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void noSecretIsShownByTheCredential(boolean supportLogging) {
		try (DeviceCodeCredential credential = credential().listener(listener())
			.enableSupportLogging(supportLogging)
			.readTimeout(Duration.ofSeconds(5))
			.build()) {
			signInAndRefresh(credential);
			refreshesThatFail(credential);
			signInsThatFail(credential);
			look(credential);
		}
		this.prompts.prompts().forEach(this::look);
		assertThat(this.entra.refreshRequests()).isNotEmpty()
			.allSatisfy((request) -> assertThat(request.form().get("refresh_token")).contains(CANARY));
		assertThat(this.logged).anyMatch((line) -> line.startsWith("com.microsoft.aad.msal4j"))
			.noneMatch((line) -> line.contains(CANARY) || line.contains(idTokenPayload()));
		assertThat(this.seen).isNotEmpty()
			.noneMatch((text) -> text.contains(CANARY) || text.contains(idTokenPayload()));
	}

	private void signInAndRefresh(DeviceCodeCredential credential) {
		deviceCode().pending()
			.onToken(ScriptedEntra.body(503, "text/html", "<html>" + CANARY + "</html>"))
			.onToken(token("access-" + CANARY));
		look(credential.getToken("scope"));
		this.entra.onToken(token("access-2-" + CANARY));
		look(credential.getToken(TokenRequest.of("other").withClaims("{\"access_token\":{}}")));
		look(credential.authenticationRecord().isPresent());
	}

	private void refreshesThatFail(DeviceCodeCredential credential) {
		String refreshToken = "refresh-of-access-2-" + CANARY;
		for (MockResponse answer : List.of(
				ScriptedEntra.error("server_error", "AADSTS1: " + refreshToken + " is not liked"),
				ScriptedEntra.error("invalid_scope", "AADSTS70011: '" + refreshToken + "'"),
				ScriptedEntra.body(200, "text/html", "<html>" + CANARY + "</html>"),
				ScriptedEntra.json(200, "{\"access_token\":\"" + CANARY + "\""),
				ScriptedEntra.json(200, "{\"" + CANARY + "\":1,\"" + CANARY + "\":2}"), ScriptedEntra.reset())) {
			this.entra.onToken(answer);
			fail(credential, "another-" + this.failures++);
		}
		this.entra.onToken(
				ScriptedEntra.json(200, "{\"access_token\":\"" + CANARY + "\",\"expires_in\":\"" + CANARY + "\"}"));
		look(credential.getToken("another"));
	}

	private void signInsThatFail(DeviceCodeCredential credential) {
		credential.signOut();
		for (String error : List.of("authorization_declined", "bad_verification_code", "expired_token")) {
			deviceCode().tokenError(error, "AADSTS70018: device-code-" + CANARY + " is not liked");
			fail(credential, "scope-" + this.failures++);
		}
		deviceCode().onToken(ScriptedEntra.json(200,
				ScriptedEntra.tokenBody("access-" + CANARY, 3600, "{\"sub\":\"someone\"}", "{}")));
		look(credential.getToken("nobody"));
		credential.signOut();
		this.entra.onDeviceCode(ScriptedEntra.json(200, "{\"device_code\":\"" + CANARY + "\",\"user_code\":\"x\"}"));
		fail(credential, "scope-" + this.failures++);
		this.entra.onDeviceCode(ScriptedEntra.body(500, "text/html", "<html>" + CANARY + "</html>"));
		fail(credential, "scope-" + this.failures++);
	}

	private ScriptedEntra deviceCode() {
		return this.entra
			.onDeviceCode(ScriptedEntra.json(200, ScriptedEntra.deviceCodeBody("device-code-" + CANARY, 900)));
	}

	private MockResponse token(String accessToken) {
		return ScriptedEntra.json(200,
				ScriptedEntra.tokenBody(accessToken, 3600, idTokenClaims(), "{\"uid\":\"u\",\"utid\":\"t\"}"));
	}

	private String idTokenClaims() {
		return "{\"iss\":\"" + this.entra.authority() + "/tid/v2.0\",\"aud\":\"client-id\",\"tid\":\"tid\","
				+ "\"preferred_username\":\"ada\",\"sub\":\"" + SUBJECT + "\"}";
	}

	// How the id token looks where it is shown as it came
	private String idTokenPayload() {
		return ScriptedEntra.encode(idTokenClaims());
	}

	private void fail(DeviceCodeCredential credential, String scope) {
		assertThatExceptionOfType(ClientAuthenticationException.class).isThrownBy(() -> credential.getToken(scope))
			.satisfies(this::look);
	}

	private DeviceCodeListener listener() {
		return new DeviceCodeListener() {

			@Override
			public void onPrompt(PromptEvent event) {
				look(event);
				look(event.prompt());
				look(event.prompt().message() + event.prompt().toDisplayText("app"));
			}

			@Override
			public void onAuthenticated(AuthenticatedEvent event) {
				look(event);
				look(event.attemptId());
				look(event.authenticationRecord());
			}

			@Override
			public void onFailed(FailedEvent event) {
				look(event);
				look(event.exception());
			}

		};
	}

	private void look(Object object) {
		this.seen.add(String.valueOf(object));
		if (object instanceof Throwable throwable) {
			StringWriter trace = new StringWriter();
			throwable.printStackTrace(new PrintWriter(trace));
			this.seen.add(trace.toString());
			if (throwable instanceof ClientAuthenticationException exception) {
				this.seen.add(String.valueOf(exception.getServiceError()));
			}
		}
	}

}
