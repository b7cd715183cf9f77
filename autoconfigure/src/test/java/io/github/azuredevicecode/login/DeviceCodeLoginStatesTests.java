package io.github.azuredevicecode.login;

import java.time.Clock;

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

}
