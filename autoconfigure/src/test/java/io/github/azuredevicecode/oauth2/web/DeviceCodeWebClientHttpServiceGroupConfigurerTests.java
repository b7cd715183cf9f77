package io.github.azuredevicecode.oauth2.web;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeReactiveHttpServiceAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeWebClientAutoConfiguration;
import io.github.azuredevicecode.http.TestConfigurers;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import io.github.azuredevicecode.testsupport.ResourceServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.annotation.ClientRegistrationId;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.reactive.function.client.support.OAuth2WebClientHttpServiceGroupConfigurer;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.web.reactive.function.client.support.WebClientHttpServiceGroupConfigurer;
import org.springframework.web.service.annotation.GetExchange;
import org.springframework.web.service.registry.HttpServiceGroup.ClientType;
import org.springframework.web.service.registry.ImportHttpServices;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceCodeWebClientHttpServiceGroupConfigurer}, as the application
 * gets it.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeviceCodeWebClientHttpServiceGroupConfigurerTests {

	private final ResourceServer resource = new ResourceServer();

	private final FakeDeviceCodeCredential credential = new FakeDeviceCodeCredential();

	private final ApplicationContextRunner bareRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeviceCodeAutoConfiguration.class,
				DeviceCodeWebClientAutoConfiguration.class, DeviceCodeReactiveHttpServiceAutoConfiguration.class))
		.withBean(DeviceCodeCredential.class, () -> this.credential)
		.withBean(HttpClientSettings.class, () -> TestConfigurers.SETTINGS)
		.withBean(ReactiveClientRegistrationRepository.class, () -> (id) -> Mono.justOrEmpty(registration(id)))
		.withPropertyValues("azure.identity.device-code.scopes=User.Read",
				"azure.identity.device-code.allowed-hosts=" + this.resource.host());

	private final ApplicationContextRunner contextRunner = this.bareRunner.withUserConfiguration(Services.class)
		.withBean("resource", WebClientHttpServiceGroupConfigurer.class, this::resourceConfigurer);

	@AfterEach
	void close() {
		this.resource.close();
	}

	@Test
	void anInterfaceThatNamesARegistrationOfTheGrantGetsItsToken() {
		this.contextRunner.run((context) -> {
			context.getBean(Graph.class).get().as(StepVerifier::create).expectNext("ok").verifyComplete();
			context.getBean(Mail.class).get().as(StepVerifier::create).expectNext("ok").verifyComplete();
			assertThat(this.resource.authorizations()).containsExactly("Bearer token-of-User.Read",
					"Bearer token-of-Mail.Read");
		});
	}

	@Test
	void theRegistrationsMayBeThoseOfAServletApplication() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DeviceCodeAutoConfiguration.class,
					DeviceCodeWebClientAutoConfiguration.class, DeviceCodeReactiveHttpServiceAutoConfiguration.class))
			.withBean(DeviceCodeCredential.class, () -> this.credential)
			.withBean(HttpClientSettings.class, () -> TestConfigurers.SETTINGS)
			.withBean(ClientRegistrationRepository.class,
					() -> DeviceCodeWebClientHttpServiceGroupConfigurerTests::registration)
			.withPropertyValues("azure.identity.device-code.enable-cae=true",
					"azure.identity.device-code.allowed-hosts=" + this.resource.host())
			.withUserConfiguration(Services.class)
			.withBean("resource", WebClientHttpServiceGroupConfigurer.class, this::resourceConfigurer)
			.run((context) -> {
				context.getBean(Mail.class).get().block();
				assertThat(this.resource.authorizations()).containsExactly("Bearer token-of-Mail.Read");
				assertThat(this.credential.requests()).containsExactly(TokenRequest.of("Mail.Read").withCae(true));
			});
	}

	@Test
	void anyOtherInterfaceGetsNone() {
		this.contextRunner.run((context) -> {
			context.getBean(Other.class).get().block();
			context.getBean(Plain.class).get().block();
			assertThat(this.resource.authorizations()).containsExactly(null, null);
		});
	}

	@Test
	void aGroupOfSeveralRegistrationsGetsNoneAndIsWarnedAbout(CapturedOutput output) {
		this.contextRunner.run((context) -> {
			context.getBean(Mixed.class).mail().block();
			assertThat(this.resource.authorizations()).containsExactly((String) null);
			assertThat(output).contains("The HTTP service group 'mixed'").contains("[device-code, other]");
		});
	}

	@Test
	void theHostsAreThoseOfTheProperties() {
		this.contextRunner.withPropertyValues("azure.identity.device-code.allowed-hosts=graph.microsoft.com")
			.run((context) -> {
				context.getBean(Graph.class)
					.get()
					.as(StepVerifier::create)
					.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(IllegalStateException.class)
						.hasMessageContaining("must not go to"));
				assertThat(this.resource.requests()).isEmpty();
			});
	}

	@Test
	void springSecurityServesTheOtherRegistrationsAndThoseAlone() {
		List<String> asked = new CopyOnWriteArrayList<>();
		ReactiveOAuth2AuthorizedClientManager manager = (request) -> {
			asked.add(request.getClientRegistrationId());
			return Mono.just(TestConfigurers.authorizedClient(TestConfigurers.registration("other", "other"),
					"of-spring-security", Instant.now().plusSeconds(3600)));
		};
		this.contextRunner
			.withBean(OAuth2WebClientHttpServiceGroupConfigurer.class,
					() -> OAuth2WebClientHttpServiceGroupConfigurer.from(manager))
			.run((context) -> {
				context.getBean(Graph.class).get().block();
				context.getBean(Other.class).get().block();
				context.getBean(Plain.class).get().block();
				assertThat(this.resource.authorizations()).containsExactly("Bearer token-of-User.Read",
						"Bearer of-spring-security", null);
				assertThat(asked).isNotEmpty().containsOnly("other");
			});
	}

	@Test
	void aGroupMayBeMadeOnAThreadThatMayNotBlock() {
		this.contextRunner.withInitializer((context) -> context.addBeanFactoryPostProcessor((beans) -> {
			for (String name : beans.getBeanDefinitionNames()) {
				beans.getBeanDefinition(name).setLazyInit(true);
			}
		}))
			.run((context) -> Mono.defer(() -> context.getBean(Graph.class).get())
				.subscribeOn(Schedulers.parallel())
				.as(StepVerifier::create)
				.expectNext("ok")
				.verifyComplete());
	}

	@Test
	void configurerBacksOff() {
		this.contextRunner
			.withBean("custom", DeviceCodeWebClientHttpServiceGroupConfigurer.class,
					() -> new DeviceCodeWebClientHttpServiceGroupConfigurer(
							TestConfigurers.webClient(this.credential, "host"), (id) -> null,
							(group) -> TestConfigurers.SETTINGS))
			.run((context) -> assertThat(context).hasSingleBean(DeviceCodeWebClientHttpServiceGroupConfigurer.class)
				.hasBean("custom"));
	}

	@Test
	void thereIsNoConfigurerWithoutHttpServices() {
		this.bareRunner
			.run((context) -> assertThat(context).doesNotHaveBean(DeviceCodeWebClientHttpServiceGroupConfigurer.class));
	}

	@Test
	void thereIsNoConfigurerWithoutTheAnnotation() {
		this.bareRunner.withUserConfiguration(Services.class)
			.withClassLoader(new FilteredClassLoader(ClientRegistrationId.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("deviceCodeWebClientHttpServiceGroupConfigurer"));
	}

	@Test
	void thereIsNoConfigurerWithoutSpringSecurity() {
		this.bareRunner.withUserConfiguration(Services.class)
			.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).doesNotHaveBean("deviceCodeWebClientHttpServiceGroupConfigurer"));
	}

	@Test
	void thereIsNoConfigurerWithoutWebClient() {
		this.bareRunner.withClassLoader(new FilteredClassLoader("org.springframework.web.reactive"))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean("deviceCodeWebClientHttpServiceGroupConfigurer"));
	}

	@Test
	void thereIsNoConfigurerWhenDisabled() {
		this.contextRunner.withPropertyValues("azure.identity.device-code.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DeviceCodeWebClientHttpServiceGroupConfigurer.class));
	}

	private WebClientHttpServiceGroupConfigurer resourceConfigurer() {
		return (groups) -> groups.forEachClient((group, builder) -> builder.baseUrl(this.resource.url("/"))
			.clientConnector(ClientHttpConnectorBuilder.jdk().build(TestConfigurers.SETTINGS)));
	}

	private static @Nullable ClientRegistration registration(String id) {
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
		Mono<String> get();

	}

	@ClientRegistrationId("mail")
	interface Mail {

		@GetExchange
		Mono<String> get();

	}

	@ClientRegistrationId(registrationId = "other")
	interface Other {

		@GetExchange
		Mono<String> get();

	}

	interface Plain {

		@GetExchange
		Mono<String> get();

	}

	@ClientRegistrationId("device-code")
	interface Mixed {

		@GetExchange
		@ClientRegistrationId("other")
		Mono<String> mail();

	}

	@Configuration(proxyBeanMethods = false)
	@ImportHttpServices(group = "graph", types = Graph.class, clientType = ClientType.WEB_CLIENT)
	@ImportHttpServices(group = "mail", types = Mail.class, clientType = ClientType.WEB_CLIENT)
	@ImportHttpServices(group = "other", types = Other.class, clientType = ClientType.WEB_CLIENT)
	@ImportHttpServices(group = "plain", types = Plain.class, clientType = ClientType.WEB_CLIENT)
	@ImportHttpServices(group = "mixed", types = Mixed.class, clientType = ClientType.WEB_CLIENT)
	static class Services {

	}

}
