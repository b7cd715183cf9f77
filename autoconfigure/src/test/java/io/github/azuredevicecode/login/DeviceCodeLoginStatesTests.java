package io.github.azuredevicecode.login;

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
 * Tests for {@link DeviceCodeLoginStates}.
 */
class DeviceCodeLoginStatesTests {

	private final DeviceCodeLoginStates states = new DeviceCodeLoginStates(Clock.systemUTC());

	@Test
	void eachCredentialHasAStateOfItsOwn() {
		this.states.forCredential("work").authenticated("attempt", Logins.ADA);
		assertThat(this.states.forCredential("work").current().account()).isEqualTo(Logins.ADA);
		assertThat(this.states.forCredential("default").current().account()).isNull();
	}

	@Test
	void listenersHearOfEachChangeOfAnyState() {
		List<String> heard = new ArrayList<>();
		DeviceCodeLoginState work = this.states.forCredential("work");
		Runnable listener = () -> heard.add(work.current().state().name());
		this.states.addChangeListener(listener);
		work.prompted(Logins.prompt("first"));
		work.failed("first", Logins.declined());
		work.authenticated("second", Logins.ADA);
		work.signedOut(Logins.ADA);
		this.states.forCredential("default").prompted(Logins.prompt("third"));
		assertThat(heard).containsExactly("AWAITING_USER", "FAILED", "SIGNED_IN", "SIGNED_OUT", "SIGNED_OUT");
		this.states.removeChangeListener(listener);
		work.prompted(Logins.prompt("fourth"));
		assertThat(heard).hasSize(5);
	}

	@Test
	void listenersHearOfWhatTheCredentialIsAskedForOnlyIfItIsNew() {
		AtomicInteger changes = new AtomicInteger();
		this.states.addChangeListener(changes::incrementAndGet);
		DeviceCodeLoginState state = this.states.forCredential("default");
		OperatedCredential credential = new OperatedCredential(state);
		state.refresh(credential);
		assertThat(changes).hasValue(0);
		credential.account = Logins.ADA;
		state.refresh(credential);
		state.refresh(credential);
		assertThat(changes).hasValue(1);
	}

	@Test
	void listenersHearThatACodeIsOnItsWayAndThatItIsNotAnyMore() {
		List<Boolean> starting = new ArrayList<>();
		Queue<Runnable> tasks = new ArrayDeque<>();
		DeviceCodeLoginState state = this.states.forCredential("default");
		OperatedLogin login = Logins.login("default", new OperatedCredential(state) {

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
