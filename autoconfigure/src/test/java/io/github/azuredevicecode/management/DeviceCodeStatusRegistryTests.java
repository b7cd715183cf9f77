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

	private final DeviceCodeStatusRegistry registry = new DeviceCodeStatusRegistry(Clock.systemUTC());

	@Test
	void eachCredentialHasAStateOfItsOwn() {
		this.registry.onAuthenticated(AuthenticatedEvent.of("work", "attempt", TestOperations.ADA));
		assertThat(this.registry.tracker("work").current().account()).isEqualTo(TestOperations.ADA);
		assertThat(this.registry.tracker("default").current().account()).isNull();
	}

	@Test
	void listenersHearOfEachChangeOfAnyState() {
		List<String> heard = new ArrayList<>();
		DeviceCodeStatusTracker work = this.registry.tracker("work");
		Runnable listener = () -> heard.add(work.current().state().name());
		this.registry.addChangeListener(listener);
		work.onPrompt(PromptEvent.of(TestOperations.prompt("first")));
		this.registry.onFailed(FailedEvent.of("work", "first", TestOperations.declined()));
		this.registry.onAuthenticated(AuthenticatedEvent.of("work", "second", TestOperations.ADA));
		this.registry.onSignedOut(SignedOutEvent.of("work", TestOperations.ADA));
		this.registry.onPrompt(PromptEvent.of(TestOperations.prompt("third")));
		assertThat(heard).containsExactly("AWAITING_USER", "FAILED", "SIGNED_IN", "SIGNED_OUT", "SIGNED_OUT");
		this.registry.removeChangeListener(listener);
		work.onPrompt(PromptEvent.of(TestOperations.prompt("fourth")));
		assertThat(heard).hasSize(5);
	}

	@Test
	void listenersHearOfWhatTheCredentialIsAskedForOnlyIfItIsNew() {
		AtomicInteger changes = new AtomicInteger();
		this.registry.addChangeListener(changes::incrementAndGet);
		DeviceCodeStatusTracker tracker = this.registry.tracker("default");
		OperatedCredential credential = new OperatedCredential(tracker);
		tracker.refresh(credential);
		assertThat(changes).hasValue(0);
		credential.account = TestOperations.ADA;
		tracker.refresh(credential);
		tracker.refresh(credential);
		assertThat(changes).hasValue(1);
	}

	@Test
	void listenersHearThatACodeIsOnItsWayAndThatItIsNotAnyMore() {
		List<Boolean> starting = new ArrayList<>();
		Queue<Runnable> tasks = new ArrayDeque<>();
		DeviceCodeStatusTracker tracker = this.registry.tracker("default");
		DeviceCodeOperations operations = TestOperations.of("default", new OperatedCredential(tracker) {

			@Override
			public AuthenticationRecord authenticate() {
				throw new IllegalStateException("Unforeseen");
			}

		}, tracker, tasks::add);
		this.registry.addChangeListener(() -> starting.add(operations.isStarting()));
		operations.start();
		tasks.remove().run();
		assertThat(starting).containsExactly(true, false);
	}

}
