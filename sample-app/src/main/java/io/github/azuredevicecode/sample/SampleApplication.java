package io.github.azuredevicecode.sample;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The sample application. With the profile {@code local}, which is the default, it starts
 * a stand-in for Microsoft Entra and signs in there. With the profile {@code entra}, it
 * signs in at the real service. With {@code --stand-in.only}, it starts the stand-in
 * alone, for other applications.
 */
@SpringBootApplication
public class SampleApplication {

	/**
	 * Starts the application.
	 * @param arguments the arguments of Spring Boot
	 */
	public static void main(String[] arguments) {
		ConfigurableEnvironment environment = StandInAlone.environment(arguments);
		if (StandInAlone.isRequested(environment)) {
			StandInAlone.start(environment);
		}
		else {
			start(arguments);
		}
	}

	static ConfigurableApplicationContext start(String... arguments) {
		SpringApplication application = new SpringApplication(SampleApplication.class);
		application.addListeners(new LocalStandIn());
		return application.run(arguments);
	}

}
