package io.github.azuredevicecode.management;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodeListener.AuthenticatedEvent;
import io.github.azuredevicecode.DeviceCodeListener.FailedEvent;
import io.github.azuredevicecode.DeviceCodeListener.PromptEvent;
import io.github.azuredevicecode.DeviceCodeListener.SignedOutEvent;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceCodeStatusRegistry}.
 */
class DeviceCodeStatusRegistryTests {

	private final DeviceCodeStatusRegistry states = new DeviceCodeStatusRegistry(Clock.systemUTC());

	@Test
	void eachCredentialHasAStateOfItsOwn() {
		this.states.onAuthenticated(AuthenticatedEvent.of("work", "attempt", TestOperations.ADA));
		assertThat(this.states.tracker("work").current().account()).isEqualTo(TestOperations.ADA);
		assertThat(this.states.tracker("default").current().account()).isNull();
	}

	@Test
	void listenersHearOfEachChangeOfAnyState() {
		List<String> heard = new ArrayList<>();
		DeviceCodeStatusTracker work = this.states.tracker("work");
		Runnable listener = () -> heard.add(work.current().state().name());
		this.states.addChangeListener(listener);
		work.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		this.states.onFailed(FailedEvent.of("work", "first", TestOperations.declined()));
		this.states.onAuthenticated(AuthenticatedEvent.of("work", "second", TestOperations.ADA));
		this.states.onSignedOut(SignedOutEvent.of("work", TestOperations.ADA));
		this.states.onPrompt(PromptEvent.of(TestOperations.prompt("third")));
		assertThat(heard).containsExactly("AWAITING_USER", "FAILED", "SIGNED_IN", "SIGNED_OUT", "SIGNED_OUT");
		this.states.removeChangeListener(listener);
		work.onPrompt(PromptEvent.of(TestOperations.prompt("fourth")));
		assertThat(heard).hasSize(5);
	}

	@Test
	void listenersHearOfWhatTheCredentialIsAskedForOnlyIfItIsNew() {
		AtomicInteger changes = new AtomicInteger();
		this.states.addChangeListener(changes::incrementAndGet);
		DeviceCodeStatusTracker state = this.states.tracker("default");
		OperatedCredential credential = new OperatedCredential(state);
		state.refresh(credential);
		assertThat(changes).hasValue(0);
		credential.account = TestOperations.ADA;
		state.refresh(credential);
		state.refresh(credential);
		assertThat(changes).hasValue(1);
	}

	@Test
	void listenersHearThatACodeIsOnItsWayAndThatItIsNotAnyMore() {
		List<Boolean> starting = new ArrayList<>();
		Queue<Runnable> tasks = new ArrayDeque<>();
		DeviceCodeStatusTracker state = this.states.tracker("default");
		DeviceCodeOperations login = TestOperations.login("default", new OperatedCredential(state) {

			@Override
			public AuthenticationRecord authenticate() {
				throw new IllegalStateException("Unforeseen");
			}

		}, state, tasks::add);
		this.states.addChangeListener(() -> starting.add(login.isStarting()));
		login.start();
		tasks.remove().run();
		assertThat(starting).containsExactly(true, false);
	}

}
