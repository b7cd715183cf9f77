package io.github.azuredevicecode.autoconfigure.cache;

import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * An application that has properties for a database, as those do that share a
 * configuration, and prints one of the others.
 */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({ DeviceCodeTokenCacheAutoConfiguration.class, DeviceCodeAutoConfiguration.class })
public class WithoutJdbcApplication {

	public static void main(String[] arguments) {
		String prefix = "azure.identity.device-code.token-cache.";
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(WithoutJdbcApplication.class)
			.web(WebApplicationType.NONE)
			.properties("logging.level.root=off", "spring.main.banner-mode=off", prefix + "name=shared",
					prefix + "jdbc.table-name=LOGIN", prefix + "jdbc.initialize-schema=always",
					prefix + "jdbc.continue-on-error=false")
			.run()) {
			System.out.println(context.getBean(DeviceCodeProperties.class).getTokenCache().getName());
		}
	}

}
