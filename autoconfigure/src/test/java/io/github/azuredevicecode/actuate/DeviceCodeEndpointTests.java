package io.github.azuredevicecode.actuate;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.CredentialUnavailableException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeListener.FailedEvent;
import io.github.azuredevicecode.DeviceCodeListener.PromptEvent;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;
import io.github.azuredevicecode.management.DeviceCodeStatus.State;
import io.github.azuredevicecode.management.DeviceCodeStatusTracker;
import io.github.azuredevicecode.management.OperatedCredential;
import io.github.azuredevicecode.management.TestOperations;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.Show;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DeviceCodeEndpoint} and what it does in the background.
 */
class DeviceCodeEndpointTests {

	private final DeviceCodeStatusTracker tracker = new DeviceCodeStatusTracker(
			Clock.fixed(TestOperations.NOW, ZoneOffset.UTC));

	private final OperatedCredential credential = new OperatedCredential(this.tracker);

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final DeviceCodeEndpoint endpoint = endpoint(this.credential, Show.NEVER);

	@Test
	void startReturnsBeforeTheUserHasAnsweredAndIsAskedOnce() throws Exception {
		assertThat(this.endpoint.start().done()).isTrue();
		assertThat(this.endpoint.start().done()).isFalse();
		assertThat(this.tasks).hasSize(1);
		Thread signIn = runInBackground();
		this.credential.awaitAsked();
		assertThat(this.endpoint.status().state()).isEqualTo(State.AWAITING_USER);
		this.credential.account = TestOperations.ADA;
		this.credential.answer(TestOperations.ADA);
		signIn.join();
		assertThat(this.endpoint.status().state()).isEqualTo(State.SIGNED_IN);
		assertThat(this.endpoint.start().done()).isTrue();
	}

	@Test
	void cancelEndsTheSignIn() throws Exception {
		this.endpoint.start();
		Thread signIn = runInBackground();
		this.credential.awaitAsked();
		assertThat(this.endpoint.act("cancel").done()).isTrue();
		signIn.join();
		assertThat(this.endpoint.status().state()).isEqualTo(State.SIGNED_OUT);
		assertThat(this.endpoint.status().lastError().reason()).isEqualTo("cancelled");
		assertThat(this.endpoint.act("cancel").done()).isFalse();
		assertThat(this.endpoint.start().done()).isTrue();
	}

	@Test
	void renewHasAnotherCodeShown() {
		assertThat(this.endpoint.act("renew").done()).isFalse();
		this.tracker.onPrompt(PromptEvent.of(TestOperations.prompt("elsewhere")));
		assertThat(this.endpoint.act("renew").done()).isTrue();
		assertThat(this.credential.renewals()).isEqualTo(1);
	}

	@Test
	void whoAsksForTooManyCodesIsToldToWait() {
		this.tracker.onPrompt(PromptEvent.of(TestOperations.prompt("elsewhere")));
		for (int i = 0; i < 10; i++) {
			assertThat(this.endpoint.act("renew").done()).isTrue();
		}
		assertThat(this.endpoint.act("renew").detail()).contains("in a minute");
		assertThat(this.endpoint.start().detail()).contains("in a minute");
		assertThat(this.credential.renewals()).isEqualTo(10);
	}

	@Test
	void theOthersAreShownBesideTheDefaultCredentialAndAreOperatedByName() {
		DeviceCodeStatusTracker work = new DeviceCodeStatusTracker(Clock.fixed(TestOperations.NOW, ZoneOffset.UTC));
		OperatedCredential workCredential = new OperatedCredential(work);
		DeviceCodeEndpoint endpoint = new DeviceCodeEndpoint(new DeviceCodeOperationsRegistry(
				List.of(TestOperations.of("default", this.credential, this.tracker, this.tasks::add),
						TestOperations.of("work", workCredential, work, this.tasks::add))),
				Show.NEVER);
		workCredential.account = TestOperations.ADA;
		assertThat(endpoint.status().state()).isEqualTo(State.SIGNED_OUT);
		assertThat(endpoint.status().credentials()).hasEntrySatisfying("work", (descriptor) -> {
			assertThat(descriptor.state()).isEqualTo(State.SIGNED_IN);
			assertThat(descriptor.account().username()).isEqualTo("a***@contoso.example");
		});
		assertThat(endpoint.act("work", "sign-out").done()).isTrue();
		assertThat(endpoint.status().credentials().get("work").state()).isEqualTo(State.SIGNED_OUT);
		assertThat(this.credential.calls()).isEqualTo(3);
		assertThatExceptionOfType(InvalidEndpointRequestException.class).isThrownBy(() -> endpoint.act("play", "start"))
			.satisfies((ex) -> assertThat(ex.getReason()).contains("default", "work"));
	}

	@Test
	void cancelSaysWhereNothingIsUnderWay() {
		assertThat(this.endpoint.act("cancel").detail()).isEqualTo("No sign-in is under way");
	}

	@Test
	void aSignOutThatOthersDoNotKnowYetIsDone() {
		OperatedCredential outage = new OperatedCredential(this.tracker) {

			@Override
			public void signOut() {
				throw new ClientAuthenticationException("Signed out here, but the token cache is unreachable");
			}

		};
		assertThat(endpoint(outage, Show.NEVER).act("sign-out")).satisfies((result) -> {
			assertThat(result.done()).isTrue();
			assertThat(result.detail()).contains("the token cache is unreachable");
		});
	}

	@Test
	void signOutForgetsTheUser() {
		this.credential.account = TestOperations.ADA;
		assertThat(this.endpoint.status().state()).isEqualTo(State.SIGNED_IN);
		assertThat(this.endpoint.act("sign-out").done()).isTrue();
		assertThat(this.endpoint.status().state()).isEqualTo(State.SIGNED_OUT);
	}

	@Test
	void anUnknownActionDoesNothingAndNamesTheActions() {
		assertThatExceptionOfType(InvalidEndpointRequestException.class).isThrownBy(() -> this.endpoint.act("sign-in"))
			.satisfies((ex) -> assertThat(ex.getReason()).contains("'start'", "'cancel'", "'renew'", "'sign-out'"));
		assertThat(this.credential.calls()).isZero();
	}

	@Test
	void aSignInThatCannotEvenBeAttemptedIsTheLastError() {
		this.endpoint.start();
		this.credential.refuse(new CredentialUnavailableException("There are no scopes"));
		this.tasks.remove().run();
		assertThat(this.tracker.current().lastFailure().message()).isEqualTo("There are no scopes");
	}

	@Test
	void aFailureThatTheCredentialHasToldIsNotToldTwice() {
		OperatedCredential telling = new OperatedCredential(this.tracker) {

			@Override
			public AuthenticationRecord authenticate() {
				DeviceCodeEndpointTests.this.tracker
					.onFailed(FailedEvent.of("default", "told", TestOperations.blocked()));
				throw TestOperations.blocked();
			}

		};
		DeviceCodeEndpoint endpoint = endpoint(telling, Show.NEVER);
		endpoint.start();
		this.tasks.remove().run();
		assertThat(this.tracker.current().attemptId()).isEqualTo("told");
	}

	@Test
	void namesAreMaskedUnlessValuesMayBeShown() {
		this.credential.account = TestOperations.ADA;
		assertThat(this.endpoint.status().account())
			.isEqualTo(new DeviceCodeDescriptor.Account("a***@contoso.example", "u***"));
		assertThat(endpoint(this.credential, Show.ALWAYS).status().account())
			.isEqualTo(new DeviceCodeDescriptor.Account("ada@contoso.example", "uid.utid"));
	}

	@Test
	void whereNothingIsKnownOfTheCallerValuesAreShownOnlyIfAlways() {
		this.tracker.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		assertThat(this.endpoint.status().prompt().userCode()).isNull();
		assertThat(endpoint(this.credential, Show.WHEN_AUTHORIZED).status().prompt()).isNull();
		assertThat(endpoint(this.credential, Show.ALWAYS).status().prompt().userCode()).isEqualTo("USERCODE1");
	}

	private DeviceCodeEndpoint endpoint(DeviceCodeCredential credential, Show showValues) {
		return new DeviceCodeEndpoint(TestOperations.registry(credential, this.tracker, this.tasks::add), showValues);
	}

	private Thread runInBackground() {
		Thread thread = new Thread(this.tasks.remove());
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

}
