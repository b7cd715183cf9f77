package io.github.azuredevicecode.autoconfigure;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs applications that lack some or all jars of the actuator.
 */
class WithoutActuatorTests {

	private static final String HEALTH = "deviceCodeHealthIndicator";

	private static final String ENDPOINT = "deviceCodeEndpoint";

	private static final String INFO = "deviceCodeInfoContributor";

	private static final String SANITIZING = "deviceCodeSanitizingFunction";

	@Test
	void everythingIsThereWithAllJars() throws IOException {
		assertThat(run()).containsExactly(ENDPOINT, HEALTH, INFO, SANITIZING);
	}

	@Test
	void healthIsThereWithoutTheActuator() throws IOException {
		assertThat(run("spring-boot-actuator")).containsExactly(HEALTH);
	}

	@Test
	void theEndpointIsThereWithoutHealthAndMetrics() throws IOException {
		assertThat(run("spring-boot-health", "micrometer-core")).containsExactly(ENDPOINT, INFO, SANITIZING);
	}

	@Test
	void theApplicationStartsWithoutAnyOfThem() throws IOException {
		assertThat(run("spring-boot-actuator", "spring-boot-health", "micrometer-core")).isEmpty();
	}

	private static List<String> run(String... withoutJars) throws IOException {
		return ApplicationProcess.run(WithoutActuatorApplication.class, withoutJars);
	}

}
