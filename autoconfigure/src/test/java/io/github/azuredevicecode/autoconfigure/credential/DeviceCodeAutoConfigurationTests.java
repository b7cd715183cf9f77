package io.github.azuredevicecode.autoconfigure.credential;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import io.github.azuredevicecode.SignInOutcome;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeRestClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeOAuth2ClientAutoConfiguration;
import io.github.azuredevicecode.event.ApplicationEventDeviceCodeListener;
import io.github.azuredevicecode.event.DeviceCodeAuthenticatedEvent;
import io.github.azuredevicecode.event.DeviceCodeAuthenticationFailedEvent;
import io.github.azuredevicecode.event.DeviceCodeEvent;
import io.github.azuredevicecode.event.DeviceCodePromptEvent;
import io.github.azuredevicecode.event.DeviceCodeSignedOutEvent;
import io.github.azuredevicecode.http.DeviceCodeRestClientConfigurer;
import io.github.azuredevicecode.http.TestConfigurers;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientProvider;
import io.github.azuredevicecode.prompt.ConsoleDeviceCodePromptHandler;
import io.github.azuredevicecode.prompt.LoggingDeviceCodePromptHandler;
import io.github.azuredevicecode.prompt.NoOpDeviceCodePromptHandler;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProvider;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceCodeAutoConfiguration} and its companions.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeviceCodeAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(DeviceCodeAutoConfiguration.class, DeviceCodeOAuth2ClientAutoConfiguration.class,
					DeviceCodeRestClientAutoConfiguration.class, SslAutoConfiguration.class));

	@Test
	void everythingIsThereWithoutAnyProperty() {
		this.contextRunner.run((context) -> assertThat(context).hasSingleBean(DeviceCodeCredential.class)
			.hasSingleBean(DeviceCodePromptHandler.class)
			.hasBean("deviceCodeApplicationEventListener")
			.hasSingleBean(DeviceCodeOAuth2AuthorizedClientProvider.class)
			.hasSingleBean(OAuth2AuthorizedClientManager.class)
			.hasSingleBean(DeviceCodeRestClientConfigurer.class));
	}

	@Test
	void nothingOfOursIsThereWhenDisabled() {
		this.contextRunner
			.withPropertyValues("azure.identity.device-code.enabled=false",
					"azure.identity.device-code.authenticate-on-startup=true")
			.run((context) -> assertThat(Arrays.stream(context.getBeanDefinitionNames())
				.filter((name) -> context.getType(name).getName().startsWith("io.github.azuredevicecode"))).isEmpty());
	}

	@Test
	void nothingOfOursIsThereWhenDisabledEvenWithACredentialOfTheApplication() {
		this.contextRunner.withPropertyValues("azure.identity.device-code.enabled=false")
			.withUserConfiguration(CredentialConfiguration.class)
			.run((context) -> assertThat(context).doesNotHaveBean(DeviceCodeOAuth2AuthorizedClientProvider.class)
				.doesNotHaveBean(OAuth2AuthorizedClientManager.class)
				.doesNotHaveBean(DeviceCodeRestClientConfigurer.class)
				.doesNotHaveBean(DeviceCodePromptHandler.class));
	}

	@Test
	void nothingOfOursIsThereWhenDisabledEvenWithAClientProviderOfTheApplication() {
		this.contextRunner.withPropertyValues("azure.identity.device-code.enabled=false")
			.withBean("custom", DeviceCodeOAuth2AuthorizedClientProvider.class,
					() -> new DeviceCodeOAuth2AuthorizedClientProvider(new FakeDeviceCodeCredential()))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(DeviceCodeRestClientConfigurer.class)
				.doesNotHaveBean(DeviceCodeCredential.class));
	}

	@Test
	void credentialBacksOff() {
		this.contextRunner.withUserConfiguration(CredentialConfiguration.class)
			.run((context) -> assertThat(context).getBean(DeviceCodeCredential.class)
				.isInstanceOf(FakeDeviceCodeCredential.class));
	}

	@Test
	void credentialIsClosedWithTheContext() {
		FakeDeviceCodeCredential credential = new FakeDeviceCodeCredential();
		this.contextRunner.withBean(DeviceCodeCredential.class, () -> credential).run((context) -> {
			context.close();
			assertThat(credential.isClosed()).isTrue();
		});
	}

	@Test
	void promptHandlerBacksOff() {
		DeviceCodePromptHandler handler = (prompt) -> {
		};
		this.contextRunner.withBean("custom", DeviceCodePromptHandler.class, () -> handler)
			.run((context) -> assertThat(context).getBean(DeviceCodePromptHandler.class).isSameAs(handler));
	}

	@Test
	void eventListenerBacksOff() {
		this.contextRunner.withBean("custom", ApplicationEventDeviceCodeListener.class,
				() -> new ApplicationEventDeviceCodeListener((event) -> {
				}))
			.run((context) -> assertThat(context).hasSingleBean(ApplicationEventDeviceCodeListener.class)
				.hasBean("custom"));
	}

	@Test
	void clientProviderBacksOff() {
		this.contextRunner
			.withBean("custom", DeviceCodeOAuth2AuthorizedClientProvider.class,
					() -> new DeviceCodeOAuth2AuthorizedClientProvider(new FakeDeviceCodeCredential()))
			.run((context) -> assertThat(context).hasSingleBean(DeviceCodeOAuth2AuthorizedClientProvider.class)
				.hasBean("custom"));
	}

	@Test
	void managerBacksOff() {
		OAuth2AuthorizedClientManager manager = (request) -> null;
		this.contextRunner.withBean("custom", OAuth2AuthorizedClientManager.class, () -> manager)
			.run((context) -> assertThat(context).getBean(OAuth2AuthorizedClientManager.class).isSameAs(manager));
	}

	@Test
	void restClientConfigurerBacksOff() {
		this.contextRunner
			.withBean("custom", DeviceCodeRestClientConfigurer.class, () -> TestConfigurers.restClient("host"))
			.run((context) -> assertThat(context).hasSingleBean(DeviceCodeRestClientConfigurer.class)
				.hasBean("custom"));
	}

	@Test
	void credentialWorksWithoutSpringSecurity() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(DeviceCodeCredential.class)
				.doesNotHaveBean("deviceCodeAuthorizedClientManager")
				.doesNotHaveBean("deviceCodeRestClientConfigurer"));
	}

	@Test
	void managerWorksWithoutRestClient() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(RestClient.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(OAuth2AuthorizedClientProvider.class)
				.doesNotHaveBean("deviceCodeRestClientConfigurer"));
	}

	@Test
	void outputIsChosenByProperty() {
		this.contextRunner.run((context) -> assertThat(context).getBean(DeviceCodePromptHandler.class)
			.isInstanceOf(ConsoleDeviceCodePromptHandler.class));
		this.contextRunner.withPropertyValues("azure.identity.device-code.prompt.output=log")
			.run((context) -> assertThat(context).getBean(DeviceCodePromptHandler.class)
				.isInstanceOf(LoggingDeviceCodePromptHandler.class));
		this.contextRunner.withPropertyValues("azure.identity.device-code.prompt.output=none")
			.run((context) -> assertThat(context).getBean(DeviceCodePromptHandler.class)
				.isInstanceOf(NoOpDeviceCodePromptHandler.class));
	}

	@Test
	void theDefaultClientIdIsWarnedAboutOnce(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			assertThat(output).doesNotContain("client-id is not set");
			context.getBean(DeviceCodeCredential.class);
			assertThat(output).containsOnlyOnce("client-id is not set");
		});
	}

	@Test
	void aClientIdOfTheApplicationIsNotWarnedAbout(CapturedOutput output) {
		this.contextRunner.withPropertyValues("azure.identity.device-code.client-id=mine").run((context) -> {
			context.getBean(DeviceCodeCredential.class);
			assertThat(output).doesNotContain("client-id is not set");
		});
	}

	@Test
	void aSignInIsPromptedAndToldAsEvents(CapturedOutput output) {
		try (ScriptedEntra entra = new ScriptedEntra()) {
			entra.deviceCode().pending().token("token-1", 3600);
			runner(entra).run((context) -> {
				assertThat(context.getBean(DeviceCodeCredential.class).getToken("scope").value()).isEqualTo("token-1");
				assertThat(output).contains("the-app asks you to sign in.")
					.contains("https://microsoft.com/devicelogin")
					.contains("    Code:    USERCODE1" + System.lineSeparator())
					.contains("Only continue if you started this sign-in in the-app.");
				context.getBean(DeviceCodeCredential.class).signOut();
				List<DeviceCodeEvent> events = context.getBean(EventConfiguration.class).events;
				assertThat(events).hasExactlyElementsOfTypes(DeviceCodePromptEvent.class,
						DeviceCodeAuthenticatedEvent.class, DeviceCodeSignedOutEvent.class);
				DeviceCodePromptEvent prompt = (DeviceCodePromptEvent) events.get(0);
				DeviceCodeAuthenticatedEvent authenticated = (DeviceCodeAuthenticatedEvent) events.get(1);
				assertThat(prompt.getPrompt().userCode()).isEqualTo("USERCODE1");
				assertThat(prompt.getPrompt().attemptId()).isEqualTo(authenticated.getAttemptId());
				assertThat(authenticated.getAuthenticationRecord().username()).isEqualTo("ada@contoso.example");
				assertThat(((DeviceCodeSignedOutEvent) events.get(2)).getAuthenticationRecord())
					.isEqualTo(authenticated.getAuthenticationRecord());
			});
		}
	}

	@Test
	void aListenerOfTheApplicationHearsBesideTheEvents() {
		List<DeviceCodePrompt> prompts = new ArrayList<>();
		DeviceCodeListener listener = new DeviceCodeListener() {

			@Override
			public void onPrompt(PromptEvent event) {
				prompts.add(event.prompt());
				throw new IllegalStateException("a fault of the application");
			}

		};
		try (ScriptedEntra entra = new ScriptedEntra()) {
			entra.deviceCode().token("token-1", 3600);
			runner(entra).withBean("applicationListener", DeviceCodeListener.class, () -> listener).run((context) -> {
				context.getBean(DeviceCodeCredential.class).getToken("scope");
				assertThat(prompts).hasSize(1);
				assertThat(context.getBean(EventConfiguration.class).events).hasSize(2);
			});
		}
	}

	@Test
	void closingTheContextEndsAPendingSignInWithAnEvent() {
		try (ScriptedEntra entra = new ScriptedEntra()) {
			entra.deviceCodeThatIsNotPolled(900);
			runner(entra)
				.withPropertyValues("azure.identity.device-code.scopes=scope",
						"azure.identity.device-code.authenticate-on-startup=true")
				.run((context) -> {
					List<DeviceCodeEvent> events = context.getBean(EventConfiguration.class).events;
					Awaitility.await().until(() -> !events.isEmpty());
					assertThat(events.get(0)).isInstanceOf(DeviceCodePromptEvent.class);
					context.getBean(DeviceCodeCredential.class).close();
					assertThat(events.get(1)).isInstanceOfSatisfying(DeviceCodeAuthenticationFailedEvent.class,
							(failed) -> assertThat(failed.getOutcome()).isEqualTo(SignInOutcome.CANCELLED));
				});
		}
	}

	@Test
	void theModeOfContinuousAccessEvaluationIsThatOfEveryRequestOfTheStarter() {
		FakeDeviceCodeCredential credential = new FakeDeviceCodeCredential();
		this.contextRunner.withBean(DeviceCodeCredential.class, () -> credential)
			.withPropertyValues("azure.identity.device-code.enable-cae=true",
					"azure.identity.device-code.scopes=User.Read",
					"azure.identity.device-code.authenticate-on-startup=true")
			.run((context) -> {
				context.getBean(OAuth2AuthorizedClientManager.class)
					.authorize(
							OAuth2AuthorizeRequest.withClientRegistrationId("device-code").principal("anyone").build());
				assertThat(credential.requests()).hasSize(2)
					.allMatch(TokenRequest.of("User.Read").withCae(true)::equals);
			});
	}

	private ApplicationContextRunner runner(ScriptedEntra entra) {
		DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("entra",
				SslBundle.of(SslStoreBundle.of(null, null, entra.trustStore())));
		return this.contextRunner.withUserConfiguration(EventConfiguration.class)
			.withBean(DefaultSslBundleRegistry.class, () -> bundles)
			.withPropertyValues("spring.application.name=the-app",
					"azure.identity.device-code.client-id=" + ScriptedEntra.CLIENT_ID,
					"azure.identity.device-code.authority=" + entra.authority(),
					"azure.identity.device-code.disable-instance-discovery=true",
					"azure.identity.device-code.ssl.bundle=entra");
	}

	@Configuration(proxyBeanMethods = false)
	static class CredentialConfiguration {

		@Bean
		DeviceCodeCredential customCredential() {
			return new FakeDeviceCodeCredential();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class EventConfiguration {

		private final List<DeviceCodeEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(DeviceCodeEvent event) {
			this.events.add(event);
		}

	}

}
