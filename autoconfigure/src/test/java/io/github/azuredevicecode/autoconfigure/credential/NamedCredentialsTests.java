package io.github.azuredevicecode.autoconfigure.credential;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeRestClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeWebClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.management.DeviceCodeActuatorAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeOAuth2ClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeReactiveOAuth2ClientAutoConfiguration;
import io.github.azuredevicecode.event.DeviceCodeAuthenticatedEvent;
import io.github.azuredevicecode.event.DeviceCodeEvent;
import io.github.azuredevicecode.event.DeviceCodePromptEvent;
import io.github.azuredevicecode.event.DeviceCodeSignedOutEvent;
import io.github.azuredevicecode.http.DeviceCodeRestClientConfigurer;
import io.github.azuredevicecode.http.DeviceCodeWebClientConfigurer;
import io.github.azuredevicecode.http.TestConfigurers;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;
import io.github.azuredevicecode.management.DeviceCodeStatus.State;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import io.github.azuredevicecode.testsupport.ResourceServer;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for credentials that are configured by name.
 */
@ExtendWith(OutputCaptureExtension.class)
class NamedCredentialsTests {

	private static final String PREFIX = "azure.identity.device-code.";

	private static final String SYSTEM_ENVIRONMENT = StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME;

	private static final String WORK = PREFIX + "credentials.work.";

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeviceCodeAutoConfiguration.class,
				DeviceCodeActuatorAutoConfiguration.class, DeviceCodeOAuth2ClientAutoConfiguration.class,
				DeviceCodeRestClientAutoConfiguration.class, DeviceCodeWebClientAutoConfiguration.class,
				DeviceCodeReactiveOAuth2ClientAutoConfiguration.class, SslAutoConfiguration.class));

	@Test
	void eachIsABeanOfItsNameAndTheDefaultCredentialIsInjectedWithoutAQualifier() {
		this.contextRunner
			.withPropertyValues(WORK + "tenant-id=contoso.example", PREFIX + "credentials.home.tenant-id=consumers")
			.withUserConfiguration(Injected.class)
			.run((context) -> {
				assertThat(context.getBeanNamesForType(DeviceCodeCredential.class))
					.containsExactlyInAnyOrder("deviceCodeCredential", "work", "home");
				assertThat(context.getBean(DeviceCodeCredential.class))
					.isSameAs(context.getBean("deviceCodeCredential"));
				assertThat(context.getBean("work").toString()).contains("contoso.example");
				assertThat(context.getBean("home").toString()).contains("consumers");
				Injected injected = context.getBean(Injected.class);
				assertThat(injected.unqualified).isSameAs(context.getBean("deviceCodeCredential"));
				assertThat(injected.work).isSameAs(context.getBean("work"));
				assertThat(injected.home).isSameAs(context.getBean("home"));
			});
	}

	@Test
	void unsetPropertiesAreInheritedFromTheDefaultCredential() {
		this.contextRunner
			.withPropertyValues(PREFIX + "client-id=shared", PREFIX + "tenant-id=contoso.example",
					PREFIX + "authority=login.microsoftonline.us", PREFIX + "scopes=User.Read,Mail.Read",
					PREFIX + "timeout=30", PREFIX + "authenticate-on-startup=false", PREFIX + "token-cache.name=mine",
					WORK + "client-id=own", WORK + "scopes=Files.Read")
			.run((context) -> {
				CredentialDefinition work = context.getBean(CredentialSettings.class).get("work");
				assertThat(work.settings().authority().clientId()).isEqualTo("own");
				assertThat(work.settings().authority().tenantId()).isEqualTo("contoso.example");
				assertThat(work.settings().authority().authorityHost()).isEqualTo("login.microsoftonline.us");
				assertThat(work.settings().signIn().timeout()).hasSeconds(30);
				assertThat(work.settings().observability().credentialName()).isEqualTo("work");
				assertThat(work.request().scopes()).containsExactly("Files.Read");
				assertThat(work.registrationId()).isEqualTo("work");
				assertThat(work.settings().cache().key().name()).isEqualTo("mine/work");
				assertThat(
						context.getBean(CredentialSettings.class).defaultCredential().settings().cache().key().name())
					.isEqualTo("mine");
			});
	}

	@Test
	void namesMayBeSpelledAsTheEnvironmentSpellsThem() {
		this.contextRunner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-" + SYSTEM_ENVIRONMENT,
						Map.of("AZURE_IDENTITY_DEVICECODE_CREDENTIALS_WORK_TENANTID", "contoso.example"))))
			.withPropertyValues("azure.identity.deviceCode.credentials.My_App.tenantId=fabrikam.example",
					"azure.identity.device-code.credentials.[my.app].tenant-id=wingtip.example")
			.run((context) -> {
				assertThat(context.getBean("work").toString()).contains("contoso.example");
				assertThat(context.getBean("My_App").toString()).contains("fabrikam.example");
				assertThat(context.getBean("my.app").toString()).contains("wingtip.example");
			});
	}

	@Test
	void aCredentialOfTheApplicationWithThatNameIsUsed() {
		FakeDeviceCodeCredential own = new FakeDeviceCodeCredential();
		this.contextRunner.withPropertyValues(WORK + "scopes=User.Read")
			.withBean("work", DeviceCodeCredential.class, () -> own)
			.run((context) -> assertThat(context).getBean("work").isSameAs(own));
	}

	@Test
	void aBeanOfAnotherKindWithThatNameStopsTheStartUp() {
		this.contextRunner.withPropertyValues(WORK + "tenant-id=contoso.example")
			.withBean("work", String.class, () -> "work")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("credentials.work"));
	}

	@Test
	void theNameOfTheDefaultCredentialCannotBeGiven() {
		this.contextRunner.withPropertyValues(PREFIX + "credentials.default.tenant-id=contoso.example")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("credentials.default"));
	}

	@Test
	void aNameWithABracketIsRefusedAsAName() {
		this.contextRunner.withPropertyValues(PREFIX + "credentials.wo]rk.tenant-id=contoso.example")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(InvalidConfigurationPropertyValueException.class)
				.hasMessageContaining("'wo]rk' cannot be the name of a further credential")
				.hasMessageContaining("contain a bracket"));
	}

	@Test
	void aValueThatCannotBeIsNamedWhereItStands() {
		this.contextRunner.withPropertyValues(WORK + "tenant-id=con/toso")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageNotContaining(PREFIX + "tenant-id"));
		this.contextRunner.withPropertyValues(WORK + "tenant-id=con/toso")
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(WORK + "tenant-id"));
	}

	@Test
	void twoCannotHaveOneRegistration() {
		this.contextRunner.withPropertyValues(PREFIX + "scopes=User.Read", WORK + "oauth2.registration-id=device-code")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining(WORK + "oauth2.registration-id"));
	}

	@Test
	void anUnknownPropertyOfOneStopsTheStartUp() {
		this.contextRunner.withPropertyValues(WORK + "tenant=contoso.example")
			.run((context) -> assertThat(context).hasFailed());
	}

	@Test
	void whoHasOthersIsNotWarnedOfTheOneThatAsksForNothing(CapturedOutput output) {
		this.contextRunner.withPropertyValues(WORK + "client-id=own").run((context) -> {
			assertThat(context.getBeansOfType(DeviceCodeCredential.class)).hasSize(2);
			assertThat(output).doesNotContain("client-id is not set");
		});
		this.contextRunner.withPropertyValues(PREFIX + "client-id=own", WORK + "client-id=")
			.run((context) -> assertThat(context).hasFailed());
		this.contextRunner.withPropertyValues(WORK + "scopes=User.Read").run((context) -> {
			assertThat(context.getBeansOfType(DeviceCodeCredential.class)).hasSize(2);
			assertThat(output).contains(WORK + "client-id is not set");
		});
	}

	@Test
	void allAreWarmedUp() {
		this.contextRunner.withPropertyValues(PREFIX + "warm-up-on-startup=true", WORK + "client-id=own")
			.run((context) -> assertThat(context).hasSingleBean(WarmUp.class).hasNotFailed());
	}

	@Test
	void nothingIsThereWhenDisabled() {
		this.contextRunner.withPropertyValues(PREFIX + "enabled=false", WORK + "client-id=own")
			.run((context) -> assertThat(context).doesNotHaveBean("work"));
	}

	@Test
	void eachHasItsOwnUserTokenEventsAndLogin() {
		try (ScriptedEntra entra = new ScriptedEntra()) {
			signsIn(entra, "ada").run((context) -> {
				context.getBean(DeviceCodeCredential.class).getToken("User.Read");
				script(entra, "bob");
				DeviceCodeCredential work = context.getBean("work", DeviceCodeCredential.class);
				assertThat(work.getToken("User.Read").value()).isEqualTo("token-of-bob");
				assertThat(context.getBean(DeviceCodeCredential.class).getToken("User.Read").value())
					.isEqualTo("token-of-ada");
				DeviceCodeOperationsRegistry operationsRegistry = context.getBean(DeviceCodeOperationsRegistry.class);
				assertThat(operationsRegistry.all().keySet()).containsExactly("default", "work");
				assertThat(operationsRegistry.all().values())
					.extracting((operations) -> operations.current().account().username())
					.containsExactly("ada@contoso.example", "bob@contoso.example");
				work.signOut();
				assertThat(operationsRegistry.defaultOperations().current().state()).isEqualTo(State.SIGNED_IN);
				assertThat(operationsRegistry.find("work").orElseThrow().current().state()).isEqualTo(State.SIGNED_OUT);
				List<DeviceCodeEvent> events = context.getBean(Events.class).events;
				assertThat(events).hasExactlyElementsOfTypes(DeviceCodePromptEvent.class,
						DeviceCodeAuthenticatedEvent.class, DeviceCodePromptEvent.class,
						DeviceCodeAuthenticatedEvent.class, DeviceCodeSignedOutEvent.class);
				assertThat(events).extracting(DeviceCodeEvent::getCredentialName)
					.containsExactly("default", "default", "work", "work", "work");
			});
		}
	}

	@Test
	void eachHasARegistrationWhoseTokenGoesWhereItsPropertiesSay() {
		try (ScriptedEntra entra = new ScriptedEntra();
				ResourceServer one = new ResourceServer();
				ResourceServer other = new ResourceServer()) {
			signsIn(entra, "ada")
				.withPropertyValues(PREFIX + "scopes=User.Read", PREFIX + "allowed-hosts=" + one.host(),
						WORK + "scopes=Files.Read", WORK + "allowed-hosts=" + other.host())
				.run((context) -> {
					DeviceCodeRestClientConfigurer deviceCode = context.getBean(DeviceCodeRestClientConfigurer.class);
					assertThat(get(deviceCode, one)).isEqualTo("ok");
					script(entra, "bob");
					assertThat(get(deviceCode.forRegistration("work"), other)).isEqualTo("ok");
					assertThat(one.authorizations()).containsExactly("Bearer token-of-ada");
					assertThat(other.authorizations()).containsExactly("Bearer token-of-bob");
					assertThatIllegalStateException().isThrownBy(() -> get(deviceCode, other));
					assertThatIllegalStateException().isThrownBy(() -> get(deviceCode.forRegistration("work"), one));
				});
		}
	}

	@Test
	void eachHasAWebClientToo() {
		try (ScriptedEntra entra = new ScriptedEntra();
				ResourceServer one = new ResourceServer();
				ResourceServer other = new ResourceServer()) {
			signsIn(entra, "ada")
				.withPropertyValues(PREFIX + "scopes=User.Read", PREFIX + "allowed-hosts=" + one.host(),
						WORK + "scopes=Files.Read", WORK + "allowed-hosts=" + other.host())
				.run((context) -> {
					DeviceCodeWebClientConfigurer deviceCode = context.getBean(DeviceCodeWebClientConfigurer.class);
					assertThat(get(deviceCode, one)).isEqualTo("ok");
					script(entra, "bob");
					assertThat(get(deviceCode.forRegistration("work"), other)).isEqualTo("ok");
					assertThat(one.authorizations()).containsExactly("Bearer token-of-ada");
					assertThat(other.authorizations()).containsExactly("Bearer token-of-bob");
					assertThatIllegalStateException().isThrownBy(() -> get(deviceCode, other));
					assertThatIllegalArgumentException().isThrownBy(() -> deviceCode.forRegistration("home"))
						.withMessageContaining("[device-code, work]");
				});
		}
	}

	@Test
	void eachHasAReactiveClientToo() {
		try (ScriptedEntra entra = new ScriptedEntra()) {
			signsIn(entra, "bob").withPropertyValues(WORK + "scopes=User.Read")
				.run((context) -> assertThat(context.getBean(ReactiveOAuth2AuthorizedClientManager.class)
					.authorize(OAuth2AuthorizeRequest.withClientRegistrationId("work").principal("anyone").build())
					.block()
					.getAccessToken()
					.getTokenValue()).isEqualTo("token-of-bob"));
		}
	}

	@Test
	void oneMayAskItsUserAsTheApplicationStarts() {
		try (ScriptedEntra entra = new ScriptedEntra()) {
			signsIn(entra, "bob").withPropertyValues(WORK + "scopes=User.Read", WORK + "authenticate-on-startup=true")
				.run((context) -> Awaitility.await()
					.until(() -> context.getBean(DeviceCodeOperationsRegistry.class)
						.find("work")
						.orElseThrow()
						.current()
						.account() != null));
		}
	}

	@Test
	void whoAsksAtStartUpMustSayForWhat() {
		this.contextRunner.withPropertyValues(WORK + "client-id=own", WORK + "authenticate-on-startup=true")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining(WORK + "scopes must be set too"));
	}

	private static String get(DeviceCodeRestClientConfigurer deviceCode, ResourceServer server) {
		return RestClient.builder()
			.apply(deviceCode.withSettings(TestConfigurers.SETTINGS))
			.build()
			.get()
			.uri(server.url("/"))
			.retrieve()
			.body(String.class);
	}

	private static String get(DeviceCodeWebClientConfigurer deviceCode, ResourceServer server) {
		return WebClient.builder()
			.apply(deviceCode.withSettings(TestConfigurers.SETTINGS))
			.build()
			.get()
			.uri(server.url("/"))
			.retrieve()
			.bodyToMono(String.class)
			.block();
	}

	private ApplicationContextRunner signsIn(ScriptedEntra entra, String user) {
		script(entra, user);
		DefaultSslBundleRegistry bundles = new DefaultSslBundleRegistry("entra",
				SslBundle.of(SslStoreBundle.of(null, null, entra.trustStore())));
		return this.contextRunner.withBean(DefaultSslBundleRegistry.class, () -> bundles)
			.withBean(Events.class)
			.withPropertyValues(PREFIX + "client-id=" + ScriptedEntra.CLIENT_ID,
					PREFIX + "authority=" + entra.authority(), PREFIX + "disable-instance-discovery=true",
					PREFIX + "ssl.bundle=entra", PREFIX + "prompt.output=none", WORK + "enable-support-logging=false");
	}

	private static void script(ScriptedEntra entra, String user) {
		entra.deviceCode()
			.onToken(ScriptedEntra.json(200, entra.tokenBody("token-of-" + user, 3600, user + "@contoso.example")));
	}

	static class Events {

		final List<DeviceCodeEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(DeviceCodeEvent event) {
			this.events.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Injected {

		final DeviceCodeCredential unqualified;

		final DeviceCodeCredential work;

		final DeviceCodeCredential home;

		Injected(DeviceCodeCredential unqualified, @Qualifier("work") DeviceCodeCredential work,
				@Qualifier("home") DeviceCodeCredential home) {
			this.unqualified = unqualified;
			this.work = work;
			this.home = home;
		}

	}

}
