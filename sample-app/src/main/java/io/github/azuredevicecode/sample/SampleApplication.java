package io.github.azuredevicecode.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The sample application. With the profile {@code local}, which is the default, it starts
 * a stand-in for Microsoft Entra and signs in there. With the profile {@code entra}, it
 * signs in at the real service.
 */
@SpringBootApplication
public class SampleApplication {

	/**
	 * Starts the application.
	 * @param arguments the arguments of Spring Boot
	 */
	public static void main(String[] arguments) {
		start(arguments);
	}

	static ConfigurableApplicationContext start(String... arguments) {
		SpringApplication application = new SpringApplication(SampleApplication.class);
		application.addListeners(new LocalStandIn());
		return application.run(arguments);
	}

}
