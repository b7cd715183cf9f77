package io.github.azuredevicecode.autoconfigure;

import java.util.Arrays;

import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.management.DeviceCodeActuatorAutoConfiguration;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application that prints what operators see of the login.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ DeviceCodeAutoConfiguration.class, DeviceCodeActuatorAutoConfiguration.class })
public class WithoutActuatorApplication {

	public static void main(String[] arguments) {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(WithoutActuatorApplication.class)
			.web(WebApplicationType.NONE)
			.properties("logging.level.root=off", "spring.main.banner-mode=off", "spring.jmx.enabled=true",
					"management.endpoints.jmx.exposure.include=devicecode", "management.info.devicecode.enabled=true")
			.run()) {
			Arrays.stream(context.getBeanDefinitionNames())
				.filter((name) -> context.getType(name).getName().startsWith("io.github.azuredevicecode.actuate."))
				.sorted()
				.forEach(System.out::println);
		}
	}

}
