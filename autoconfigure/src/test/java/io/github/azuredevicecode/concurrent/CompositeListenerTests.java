package io.github.azuredevicecode.concurrent;

import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.SignInDeclinedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CompositeListener} and {@link CredentialEventPublisher}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CompositeListenerTests {

	private static final AuthenticationRecord ADA = new AuthenticationRecord("login.microsoftonline.com", "client",
			"uid.utid", "tenant", "ada@contoso.example");

	private final List<String> heard = new ArrayList<>();

	@Test
	void everyListenerIsCalledInOrderWithTheSameEvents() {
		publishAll(new CompositeListener(List.of(new Recording("first"), new Recording("second"))));
		assertThat(this.heard).containsExactly("first PromptEvent[credentialName=work, attemptId=attempt]",
				"second PromptEvent[credentialName=work, attemptId=attempt]",
				"first AuthenticatedEvent[credentialName=work, attemptId=attempt]",
				"second AuthenticatedEvent[credentialName=work, attemptId=attempt]",
				"first FailedEvent[credentialName=work, attemptId=attempt, outcome=DECLINED]",
				"second FailedEvent[credentialName=work, attemptId=attempt, outcome=DECLINED]",
				"first TokenAcquiredEvent[credentialName=work, expiresAt=1970-01-01T00:00:00Z]",
				"second TokenAcquiredEvent[credentialName=work, expiresAt=1970-01-01T00:00:00Z]",
				"first RenewalRefusedEvent[credentialName=work]", "second RenewalRefusedEvent[credentialName=work]",
				"first TokenCacheAvailabilityEvent[credentialName=work, available=false]",
				"second TokenCacheAvailabilityEvent[credentialName=work, available=false]",
				"first SignedOutEvent[credentialName=work]", "second SignedOutEvent[credentialName=work]");
	}

	static Stream<Throwable> faults() {
		return Stream.of(new IllegalStateException("canary"), new IOException("canary"), new AssertionError("canary"),
				new NoSuchMethodError("canary"), new OutOfMemoryError("canary"));
	}

	@ParameterizedTest
	@MethodSource("faults")
	void aFaultIsLoggedOnceForEachCallAndKeptFromTheOthers(Throwable fault, CapturedOutput output) {
		publishAll(new CompositeListener(List.of(new Failing(fault), new Recording("second"))));
		assertThat(this.heard).hasSize(7);
		assertThat(output.getOut().split("A listener of the device code credential failed", -1)).hasSize(8);
		assertThat(output).contains(fault.getClass().getName() + ": canary");
	}

	private static void publishAll(DeviceCodeListener listener) {
		CredentialEventPublisher events = new CredentialEventPublisher(
				new Observability("work", listener, DeviceCodeInstrumentation.NONE, false));
		events.prompt(new DeviceCodePrompt("attempt", URI.create("https://microsoft.com/devicelogin"), true,
				"USERCODE1", Instant.EPOCH, "Enter USERCODE1.", "client", "tenant", Set.of("User.Read"), "work"));
		events.authenticated("attempt", ADA);
		events.failed("attempt", new SignInDeclinedException("ada@contoso.example declined"));
		events.tokenAcquired(null, Instant.EPOCH);
		events.renewalRefused(ADA, new ClientAuthenticationException("refused"));
		events.tokenCacheLost("down");
		events.signedOut(ADA);
	}

	private abstract static class AllEvents implements DeviceCodeListener {

		abstract void on(Event event);

		@Override
		public void onPrompt(PromptEvent event) {
			on(event);
		}

		@Override
		public void onAuthenticated(AuthenticatedEvent event) {
			on(event);
		}

		@Override
		public void onFailed(FailedEvent event) {
			on(event);
		}

		@Override
		public void onTokenAcquired(TokenAcquiredEvent event) {
			on(event);
		}

		@Override
		public void onRenewalRefused(RenewalRefusedEvent event) {
			on(event);
		}

		@Override
		public void onTokenCacheAvailability(TokenCacheAvailabilityEvent event) {
			on(event);
		}

		@Override
		public void onSignedOut(SignedOutEvent event) {
			on(event);
		}

	}

	private final class Recording extends AllEvents {

		private final String name;

		Recording(String name) {
			this.name = name;
		}

		@Override
		void on(Event event) {
			CompositeListenerTests.this.heard.add(this.name + " " + event);
		}

	}

	private static final class Failing extends AllEvents {

		private final Throwable fault;

		Failing(Throwable fault) {
			this.fault = fault;
		}

		@Override
		void on(Event event) {
			throwUnchecked(this.fault);
		}

		@SuppressWarnings("unchecked")
		private static <T extends Throwable> void throwUnchecked(Throwable fault) throws T {
			throw (T) fault;
		}

	}

}
