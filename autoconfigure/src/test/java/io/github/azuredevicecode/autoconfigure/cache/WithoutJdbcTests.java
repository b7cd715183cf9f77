package io.github.azuredevicecode.autoconfigure.cache;

import java.io.IOException;

import io.github.azuredevicecode.autoconfigure.ApplicationProcess;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs an application that lacks Spring Boot's JDBC support, or Spring's too.
 */
class WithoutJdbcTests {

	@Test
	void theApplicationStartsWithoutJdbc() throws IOException {
		assertThat(ApplicationProcess.run(WithoutJdbcApplication.class, "spring-boot-jdbc", "spring-boot-sql",
				"spring-jdbc"))
			.containsExactly("shared");
	}

	@Test
	void theApplicationStartsWithSpringJdbcAlone() throws IOException {
		assertThat(ApplicationProcess.run(WithoutJdbcApplication.class, "spring-boot-jdbc", "spring-boot-sql"))
			.containsExactly("shared");
	}

	@Test
	void theApplicationStartsWithJdbc() throws IOException {
		assertThat(ApplicationProcess.run(WithoutJdbcApplication.class)).containsExactly("shared");
	}

}
