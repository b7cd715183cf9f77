package io.github.azuredevicecode.management;

import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.azuredevicecode.AuthenticationRecord;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceCodeStatusRegistry}.
 */
class DeviceCodeStatusRegistryTests {

	private final DeviceCodeStatusRegistry states = new DeviceCodeStatusRegistry(Clock.systemUTC());

	@Test
	void eachCredentialHasAStateOfItsOwn() {
		this.states.forCredential("work").authenticated("attempt", TestOperations.ADA);
		assertThat(this.states.forCredential("work").current().account()).isEqualTo(TestOperations.ADA);
		assertThat(this.states.forCredential("default").current().account()).isNull();
	}

	@Test
	void listenersHearOfEachChangeOfAnyState() {
		List<String> heard = new ArrayList<>();
		DeviceCodeStatusTracker work = this.states.forCredential("work");
		Runnable listener = () -> heard.add(work.current().state().name());
		this.states.addChangeListener(listener);
		work.prompted(TestOperations.prompt("first"));
		work.failed("first", TestOperations.declined());
		work.authenticated("second", TestOperations.ADA);
		work.signedOut(TestOperations.ADA);
		this.states.forCredential("default").prompted(TestOperations.prompt("third"));
		assertThat(heard).containsExactly("AWAITING_USER", "FAILED", "SIGNED_IN", "SIGNED_OUT", "SIGNED_OUT");
		this.states.removeChangeListener(listener);
		work.prompted(TestOperations.prompt("fourth"));
		assertThat(heard).hasSize(5);
	}

	@Test
	void listenersHearOfWhatTheCredentialIsAskedForOnlyIfItIsNew() {
		AtomicInteger changes = new AtomicInteger();
		this.states.addChangeListener(changes::incrementAndGet);
		DeviceCodeStatusTracker state = this.states.forCredential("default");
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
		DeviceCodeStatusTracker state = this.states.forCredential("default");
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
