package io.github.azuredevicecode.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.actuate.DeviceCodeHealthIndicator;
import io.github.azuredevicecode.autoconfigure.azuresdk.DeviceCodeAzureSdkAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.cache.DeviceCodeTokenCacheAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeRestClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeWebClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.management.DeviceCodeActuatorAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeOAuth2ClientAutoConfiguration;
import io.github.azuredevicecode.http.DeviceCodeRestClientConfigurer;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is processed ahead of time.
 */
class AheadOfTimeTests {

	private static final String PREFIX = "azure.identity.device-code.";

	private static final TestPropertyValues PROPERTIES = TestPropertyValues.of(PREFIX + "client-id=client",
			PREFIX + "scopes=User.Read", PREFIX + "warm-up-on-startup=true", PREFIX + "prompt.output=none",
			PREFIX + "credentials.work.tenant-id=contoso.example", "management.info.devicecode.enabled=true");

	@Test
	@CompileWithForkedClassLoader
	void anApplicationHasTheSameBeansAsOneThatIsProcessedAtItsStart() {
		List<String> atStart;
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			PROPERTIES.applyTo(context);
			context.register(Application.class);
			context.refresh();
			atStart = beans(context);
		}
		assertThat(atStart).contains("deviceCodeCredential", "work", "deviceCodeHealthIndicator");
		processAheadOfTime((initializer, hints) -> {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				PROPERTIES.applyTo(context);
				initializer.initialize(context);
				context.refresh();
				assertThat(beans(context)).isEqualTo(atStart);
				assertThat(context.getBean("work", DeviceCodeCredential.class).toString()).contains("contoso.example");
				assertThat(context.getBean(DeviceCodeCredential.class).toString()).contains("clientId=client");
				assertThat(context.getBean(DeviceCodeOperationsRegistry.class).all()).containsOnlyKeys("default",
						"work");
				assertThat(context.getBean(DeviceCodeHealthIndicator.class).health()).isNotNull();
				assertThat(context.getBean(DeviceCodeRestClientConfigurer.class)).isNotNull();
			}
		});
	}

	@Test
	void allPropertiesCanBeBoundByReflection() {
		RuntimeHints hints = hints();
		for (Class<?> type : List.of(DeviceCodeCredentialProperties.class, DeviceCodeCredentialProperties.Http.class)) {
			Arrays.stream(type.getDeclaredMethods())
				.filter((method) -> method.getName().startsWith("set"))
				.forEach((setter) -> assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(setter))
					.as(setter.toString())
					.accepts(hints));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "cache/jdbc/schema-h2.sql", "cache/jdbc/schema-mariadb.sql", "cache/jdbc/schema-mysql.sql",
			"cache/jdbc/schema-oracle.sql", "cache/jdbc/schema-postgresql.sql", "cache/jdbc/schema-sqlserver.sql",
			"page/script.js", "page/style.css" })
	void resourcesAreInTheImage(String name) {
		String resource = "io/github/azuredevicecode/" + name;
		assertThat(getClass().getClassLoader().getResource(resource)).isNotNull();
		assertThat(RuntimeHintsPredicates.resource().forResource(resource)).accepts(hints());
	}

	private static RuntimeHints hints() {
		RuntimeHints hints = new RuntimeHints();
		AotServices.factories()
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter((registrar) -> registrar.getClass().getName().startsWith("io.github.azuredevicecode"))
			.forEach((registrar) -> registrar.registerHints(hints, AheadOfTimeTests.class.getClassLoader()));
		return hints;
	}

	@SuppressWarnings("unchecked")
	private static void processAheadOfTime(
			BiConsumer<ApplicationContextInitializer<GenericApplicationContext>, RuntimeHints> use) {
		TestGenerationContext generated = new TestGenerationContext();
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			PROPERTIES.applyTo(context);
			context.register(Application.class);
			String initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, generated).toString();
			generated.writeGeneratedContent();
			TestCompiler.forSystem()
				.with(generated)
				.compile(
						(compiled) -> use.accept(compiled.getInstance(ApplicationContextInitializer.class, initializer),
								generated.getRuntimeHints()));
		}
	}

	private static List<String> beans(GenericApplicationContext context) {
		return Arrays.stream(context.getBeanDefinitionNames())
			.filter((name) -> context.getType(name).getName().startsWith("io.github.azuredevicecode"))
			.filter((name) -> !context.getType(name).getName().contains("AheadOfTimeTests"))
			.sorted()
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, DeviceCodeTokenCacheAutoConfiguration.class,
			DeviceCodeAutoConfiguration.class, DeviceCodeOAuth2ClientAutoConfiguration.class,
			DeviceCodeRestClientAutoConfiguration.class, DeviceCodeWebClientAutoConfiguration.class,
			DeviceCodeAzureSdkAutoConfiguration.class, DeviceCodeActuatorAutoConfiguration.class })
	static class Application {

	}

}
