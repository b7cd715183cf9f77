package io.github.azuredevicecode.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The sample application. With the profile {@code local}, the default, it signs in at a
 * stand-in for Microsoft Entra that it starts beside itself; with the profile
 * {@code entra} at the real one.
 */
@SpringBootApplication
public class SampleApplication {

	/**
	 * Start the application.
	 * @param arguments the arguments, as Spring Boot knows them
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
