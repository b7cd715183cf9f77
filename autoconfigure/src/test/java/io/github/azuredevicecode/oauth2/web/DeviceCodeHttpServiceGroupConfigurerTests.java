package io.github.azuredevicecode.oauth2.web;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeHttpServiceAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeRestClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeOAuth2ClientAutoConfiguration;
import io.github.azuredevicecode.http.TestConfigurers;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import io.github.azuredevicecode.testsupport.ResourceServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.annotation.ClientRegistrationId;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.client.support.OAuth2RestClientHttpServiceGroupConfigurer;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.web.client.support.RestClientHttpServiceGroupConfigurer;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link DeviceCodeHttpServiceGroupConfigurer}, as the application gets it.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeviceCodeHttpServiceGroupConfigurerTests {

	private final ResourceServer resource = new ResourceServer();

	private final List<String> askedOfSpringSecurity = new ArrayList<>();

	private final ApplicationContextRunner bareRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DeviceCodeAutoConfiguration.class, DeviceCodeOAuth2ClientAutoConfiguration.class,
						DeviceCodeRestClientAutoConfiguration.class, DeviceCodeHttpServiceAutoConfiguration.class))
		.withBean(DeviceCodeCredential.class, FakeDeviceCodeCredential::new)
		.withBean(HttpClientSettings.class, () -> TestConfigurers.SETTINGS)
		.withBean(ClientRegistrationRepository.class, () -> DeviceCodeHttpServiceGroupConfigurerTests::registration)
		.withPropertyValues("azure.identity.device-code.scopes=User.Read",
				"azure.identity.device-code.allowed-hosts=" + this.resource.host());

	private final ApplicationContextRunner contextRunner = this.bareRunner.withUserConfiguration(Services.class)
		.withBean("resource", RestClientHttpServiceGroupConfigurer.class, this::resourceConfigurer);

	@AfterEach
	void close() {
		this.resource.close();
	}

	@Test
	void anInterfaceThatNamesARegistrationOfTheGrantGetsItsToken() {
		this.contextRunner.run((context) -> {
			context.getBean(Graph.class).get();
			context.getBean(Mail.class).get();
			assertThat(this.resource.authorizations()).containsExactly("Bearer token-of-User.Read",
					"Bearer token-of-Mail.Read");
		});
	}

	@Test
	void anyOtherInterfaceGetsNone() {
		this.contextRunner.run((context) -> {
			context.getBean(Other.class).get();
			context.getBean(Plain.class).get();
			assertThat(this.resource.authorizations()).containsExactly(null, null);
		});
	}

	@Test
	void aGroupOfSeveralRegistrationsGetsNoneAndIsWarnedAbout(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			context.getBean(Mixed.class).mail();
			assertThat(this.resource.authorizations()).containsExactly((String) null);
			assertThat(output).contains("The HTTP service group 'mixed'").contains("[device-code, other]");
		});
	}

	@Test
	void theHostsAreThoseOfTheProperties() {
		this.contextRunner.withPropertyValues("azure.identity.device-code.allowed-hosts=graph.microsoft.com")
			.run((context) -> {
				assertThatIllegalStateException().isThrownBy(() -> context.getBean(Graph.class).get())
					.withMessageContaining("must not go to");
				assertThat(this.resource.requests()).isEmpty();
			});
	}

	@Test
	void springSecurityServesTheOtherRegistrationsAndThoseAlone() {
		OAuth2AuthorizedClientManager manager = (request) -> {
			this.askedOfSpringSecurity.add(request.getClientRegistrationId());
			return TestConfigurers.authorizedClient(registration("other"), "of-spring-security",
					Instant.now().plusSeconds(3600));
		};
		this.contextRunner
			.withBean(OAuth2RestClientHttpServiceGroupConfigurer.class,
					() -> OAuth2RestClientHttpServiceGroupConfigurer.from(manager))
			.run((context) -> {
				context.getBean(Graph.class).get();
				context.getBean(Other.class).get();
				context.getBean(Plain.class).get();
				assertThat(this.resource.authorizations()).containsExactly("Bearer token-of-User.Read",
						"Bearer of-spring-security", null);
				assertThat(this.askedOfSpringSecurity).containsExactly("other");
			});
	}

	@Test
	void theApplicationsManagerIsNotAsked() {
		this.contextRunner.withBean(OAuth2AuthorizedClientManager.class, () -> this::refuse).run((context) -> {
			context.getBean(Graph.class).get();
			assertThat(this.resource.authorizations()).containsExactly("Bearer token-of-User.Read");
		});
	}

	private OAuth2AuthorizedClient refuse(OAuth2AuthorizeRequest request) {
		throw new IllegalArgumentException("servletRequest cannot be null");
	}

	@Test
	void configurerBacksOff() {
		this.contextRunner
			.withBean("custom", DeviceCodeHttpServiceGroupConfigurer.class,
					() -> new DeviceCodeHttpServiceGroupConfigurer(TestConfigurers.restClient("host"), (id) -> null,
							(group) -> TestConfigurers.SETTINGS))
			.run((context) -> assertThat(context).hasSingleBean(DeviceCodeHttpServiceGroupConfigurer.class)
				.hasBean("custom"));
	}

	@Test
	void thereIsNoConfigurerWithoutHttpServices() {
		this.bareRunner
			.run((context) -> assertThat(context).doesNotHaveBean(DeviceCodeHttpServiceGroupConfigurer.class));
	}

	@Test
	void thereIsNoConfigurerWithoutTheAnnotation() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(ClientRegistrationId.class))
			.run((context) -> assertThat(context).doesNotHaveBean("deviceCodeHttpServiceGroupConfigurer"));
	}

	private RestClientHttpServiceGroupConfigurer resourceConfigurer() {
		return (groups) -> groups.forEachClient((group, client) -> client.baseUrl(this.resource.url("/"))
			.requestFactory(ClientHttpRequestFactoryBuilder.jdk().build(TestConfigurers.SETTINGS)));
	}

	private static ClientRegistration registration(String id) {
		return switch (id) {
			case "mail" -> TestConfigurers.registration(id, "Mail.Read");
			case "other" -> ClientRegistration.withRegistrationId(id)
				.clientId("client")
				.clientSecret("secret")
				.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
				.tokenUri("https://login.example/token")
				.build();
			default -> null;
		};
	}

	@ClientRegistrationId("device-code")
	interface Graph {

		@GetExchange
		String get();

	}

	@ClientRegistrationId("mail")
	interface Mail {

		@GetExchange
		String get();

	}

	@ClientRegistrationId(registrationId = "other")
	interface Other {

		@GetExchange
		String get();

	}

	interface Plain {

		@GetExchange
		String get();

	}

	@ClientRegistrationId("device-code")
	interface Mixed {

		@GetExchange
		@ClientRegistrationId("other")
		String mail();

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "graph", types = Graph.class)
	@ImportHttpServices(group = "mail", types = Mail.class)
	@ImportHttpServices(group = "other", types = Other.class)
	@ImportHttpServices(group = "plain", types = Plain.class)
	@ImportHttpServices(group = "mixed", types = Mixed.class)
	static class Services {

	}

}
