package io.github.azuredevicecode.event;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeListener.AuthenticatedEvent;
import io.github.azuredevicecode.DeviceCodeListener.FailedEvent;
import io.github.azuredevicecode.DeviceCodeListener.PromptEvent;
import io.github.azuredevicecode.DeviceCodeListener.SignedOutEvent;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.SignInDeclinedException;
import io.github.azuredevicecode.SignInOutcome;
import io.github.azuredevicecode.SignInTimedOutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ApplicationEventDeviceCodeListener} and its events.
 */
class DeviceCodeEventTests {

	private static final AuthenticationRecord RECORD = new AuthenticationRecord("login.microsoftonline.com",
			"client-id", "canary-account.tenant", "tenant", "canary@contoso.example");

	private final List<Object> events = new ArrayList<>();

	private final ApplicationEventDeviceCodeListener listener = new ApplicationEventDeviceCodeListener(
			this.events::add);

	@Test
	void aPromptIsAnEvent() {
		DeviceCodePrompt prompt = new DeviceCodePrompt("attempt", URI.create("https://microsoft.com/devicelogin"), true,
				"CANARYCODE", Instant.now(), "Enter CANARYCODE.", "client-id", "tenant", Set.of("User.Read"),
				"default");
		this.listener.onPrompt(PromptEvent.of(prompt));
		assertThat(this.events).singleElement().isInstanceOfSatisfying(DeviceCodePromptEvent.class, (event) -> {
			assertThat(event.getPrompt()).isSameAs(prompt);
			assertThat(event.getAttemptId()).isEqualTo("attempt");
			assertThat(event.getCredentialName()).isEqualTo("default");
			assertThat(event.getSource()).isSameAs(this.listener);
			assertThat(event.toString()).contains("attempt").doesNotContain("CANARYCODE");
		});
	}

	@Test
	void aSignInIsAnEvent() {
		this.listener.onAuthenticated(AuthenticatedEvent.of("default", "attempt", RECORD));
		assertThat(this.events).singleElement().isInstanceOfSatisfying(DeviceCodeAuthenticatedEvent.class, (event) -> {
			assertThat(event.getAttemptId()).isEqualTo("attempt");
			assertThat(event.getAuthenticationRecord()).isSameAs(RECORD);
			assertThat(event.toString()).contains("attempt").doesNotContain("canary");
		});
	}

	@Test
	void aSignOutIsAnEventWhetherOrNotSomebodyWasSignedIn() {
		this.listener.onSignedOut(SignedOutEvent.of("default", null));
		this.listener.onSignedOut(SignedOutEvent.of("default", RECORD));
		assertThat(this.events).hasExactlyElementsOfTypes(DeviceCodeSignedOutEvent.class,
				DeviceCodeSignedOutEvent.class);
		assertThat(((DeviceCodeSignedOutEvent) this.events.get(0)).getAuthenticationRecord()).isNull();
		assertThat(((DeviceCodeSignedOutEvent) this.events.get(1)).getAuthenticationRecord()).isSameAs(RECORD);
		assertThat(this.events.get(1).toString()).doesNotContain("canary");
	}

	@Test
	void anEventNamesItsCredential() {
		this.listener.onSignedOut(SignedOutEvent.of("default", null));
		this.listener.onAuthenticated(AuthenticatedEvent.of("work", "attempt", RECORD));
		this.listener.onFailed(FailedEvent.of("work", "attempt", new SignInDeclinedException("declined")));
		this.listener.onSignedOut(SignedOutEvent.of("work", RECORD));
		assertThat(this.events).extracting((event) -> ((DeviceCodeEvent) event).getCredentialName())
			.containsExactly("default", "work", "work", "work");
	}

	static Stream<Arguments> failures() {
		return Stream.of(Arguments.of(new SignInDeclinedException("canary"), SignInOutcome.DECLINED),
				Arguments.of(new SignInTimedOutException("canary", true, null, null), SignInOutcome.EXPIRED),
				Arguments.of(new SignInTimedOutException("canary", false, null, null), SignInOutcome.TIMED_OUT),
				Arguments.of(new SignInCancelledException("canary"), SignInOutcome.CANCELLED),
				Arguments.of(new ClientAuthenticationException("canary"), SignInOutcome.ERROR));
	}

	@ParameterizedTest
	@MethodSource("failures")
	void aFailureIsAnEventWithItsOutcome(ClientAuthenticationException exception, SignInOutcome outcome) {
		this.listener.onFailed(FailedEvent.of("default", "attempt", exception));
		assertThat(this.events).singleElement()
			.isInstanceOfSatisfying(DeviceCodeAuthenticationFailedEvent.class, (event) -> {
				assertThat(event.getAttemptId()).isEqualTo("attempt");
				assertThat(event.getOutcome()).isEqualTo(outcome);
				assertThat(event.getException()).isSameAs(exception);
				assertThat(event.toString()).contains(outcome.name()).doesNotContain("canary");
			});
	}

}
