package io.github.azuredevicecode.autoconfigure;

import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeRestClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeOAuth2ClientAutoConfiguration;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * An application that has the starter and asks for no token.
 */
@Configuration(proxyBeanMethods = false)
@Import({ DeviceCodeAutoConfiguration.class, DeviceCodeOAuth2ClientAutoConfiguration.class,
		DeviceCodeRestClientAutoConfiguration.class })
public class UnusedStarterApplication {

	public static void main(String[] arguments) {
		new SpringApplicationBuilder(UnusedStarterApplication.class).web(WebApplicationType.NONE)
			.properties("azure.identity.device-code.scopes=User.Read", "logging.level.root=off",
					"spring.main.banner-mode=off")
			.run()
			.close();
		System.out.println("started");
	}

}
