package io.github.azuredevicecode.sample;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.stereotype.Component;

/**
 * Runner that calls the API and greets the user. The first call prompts, and waits until
 * a user has signed in.
 */
@Component
class Greeter implements ApplicationRunner {

	private final GraphClient graph;

	private final Environment environment;

	Greeter(GraphClient graph, Environment environment) {
		this.graph = graph;
		this.environment = environment;
	}

	@Override
	public void run(ApplicationArguments arguments) {
		String home = "http://localhost:" + this.environment.getProperty("local.server.port");
		System.out.println("The home page is at " + home + " (Ctrl+C ends the application)");
		System.out.println("The sign-in page is at " + home + "/device-code");
		try {
			System.out.println("Hello, " + this.graph.me().displayName());
		}
		catch (ClientAuthorizationException ex) {
			System.out.println("Nobody has signed in: " + ex.getError().getDescription());
		}
	}

}
