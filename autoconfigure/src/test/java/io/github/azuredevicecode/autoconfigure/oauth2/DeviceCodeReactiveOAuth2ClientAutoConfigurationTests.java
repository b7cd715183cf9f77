package io.github.azuredevicecode.autoconfigure.oauth2;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.oauth2.DeviceCodeReactiveOAuth2AuthorizedClientProvider;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.client.autoconfigure.reactive.ReactiveOAuth2ClientAutoConfiguration;
import org.springframework.boot.security.oauth2.client.autoconfigure.reactive.ReactiveOAuth2ClientWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.webflux.autoconfigure.WebFluxAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.security.config.annotation.web.reactive.EnableWebFluxSecurity;
import org.springframework.security.oauth2.client.InMemoryReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.server.ServerOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.client.web.server.WebSessionServerOAuth2AuthorizedClientRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.web.server.ServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DeviceCodeReactiveOAuth2ClientAutoConfiguration}, beside what Spring
 * Boot and Spring Security make.
 */
class DeviceCodeReactiveOAuth2ClientAutoConfigurationTests {

	private static final String REGISTRATION = "spring.security.oauth2.client.registration.";

	private static final String MANAGER = "deviceCodeReactiveAuthorizedClientManager";

	private static final AutoConfigurations OURS = AutoConfigurations.of(DeviceCodeAutoConfiguration.class,
			DeviceCodeOAuth2ClientAutoConfiguration.class, DeviceCodeReactiveOAuth2ClientAutoConfiguration.class);

	private static final AutoConfigurations BOOTS = AutoConfigurations.of(WebFluxAutoConfiguration.class,
			ReactiveWebSecurityAutoConfiguration.class, ReactiveOAuth2ClientAutoConfiguration.class,
			ReactiveOAuth2ClientWebSecurityAutoConfiguration.class);

	private static final String[] LOGIN = { REGISTRATION + "github.client-id=github",
			REGISTRATION + "github.client-secret=secret" };

	private final FakeDeviceCodeCredential credential = new FakeDeviceCodeCredential();

	private final ReactiveWebApplicationContextRunner contextRunner = new ReactiveWebApplicationContextRunner()
		.withConfiguration(OURS)
		.withBean(DeviceCodeCredential.class, () -> this.credential)
		.withPropertyValues("azure.identity.device-code.scopes=User.Read");

	@Test
	void managerNeedsNoRegistrationsOfTheApplicationAndNoExchange() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(ReactiveOAuth2AuthorizedClientManager.class)
				.hasSingleBean(DeviceCodeReactiveOAuth2AuthorizedClientProvider.class)
				.doesNotHaveBean(ReactiveClientRegistrationRepository.class)
				.doesNotHaveBean(ReactiveOAuth2AuthorizedClientService.class);
			assertThat(token(context, "device-code")).isEqualTo("token-of-User.Read");
		});
	}

	@Test
	void managerIsOursBesideBootsSecurityWithoutRegistrations() {
		this.contextRunner.withConfiguration(BOOTS).run((context) -> {
			assertThat(context).hasSingleBean(ReactiveOAuth2AuthorizedClientManager.class).hasBean(MANAGER);
			assertThat(token(context, "device-code")).isEqualTo("token-of-User.Read");
		});
	}

	@Test
	void sharedManagerOfSpringSecurityServesTheGrantBesideALogin() {
		this.contextRunner.withConfiguration(BOOTS).withPropertyValues(LOGIN).run((context) -> {
			assertThat(context).getBean(ReactiveOAuth2AuthorizedClientManager.class)
				.isInstanceOf(DefaultReactiveOAuth2AuthorizedClientManager.class);
			assertThat(context.getBean(InMemoryReactiveClientRegistrationRepository.class))
				.extracting(ClientRegistration::getRegistrationId)
				.containsExactlyInAnyOrder("github", "device-code");
			assertThat(token(context, "device-code")).isEqualTo("token-of-User.Read");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { OwnService.class, OwnRepository.class })
	void sharedManagerOfSpringSecurityIsKeptBesideAStoreOfTheApplication(Class<?> store) {
		this.contextRunner.withConfiguration(AutoConfigurations.of(WebFluxAutoConfiguration.class))
			.withUserConfiguration(OwnRegistrations.class, store, OwnSecurity.class)
			.run((context) -> {
				assertThat(context).getBean(ReactiveOAuth2AuthorizedClientManager.class)
					.isInstanceOf(DefaultReactiveOAuth2AuthorizedClientManager.class);
				assertThat(token(context, "own")).isEqualTo("token-of-Mail.Read");
			});
	}

	@Test
	void managerServesTheOtherRegistrationsOfAnApplicationWithoutWebSecurity() throws Exception {
		try (MockWebServer other = new MockWebServer()) {
			other.start();
			other.enqueue(new MockResponse.Builder().addHeader("Content-Type", "application/json")
				.body("{\"access_token\":\"other-token\",\"token_type\":\"Bearer\",\"expires_in\":3600}")
				.build());
			this.contextRunner.withConfiguration(AutoConfigurations.of(ReactiveOAuth2ClientAutoConfiguration.class))
				.withPropertyValues(REGISTRATION + "other.client-id=other", REGISTRATION + "other.client-secret=secret",
						REGISTRATION + "other.authorization-grant-type=client_credentials",
						"spring.security.oauth2.client.provider.other.token-uri=http://localhost:" + other.getPort()
								+ "/token")
				.run((context) -> {
					assertThat(token(context, "other")).isEqualTo("other-token");
					assertThat(token(context, "device-code")).isEqualTo("token-of-User.Read");
					assertThat(context.getBean(ReactiveOAuth2AuthorizedClientService.class)
						.loadAuthorizedClient("device-code", "anyone")
						.blockOptional()).isEmpty();
				});
		}
	}

	@Test
	void managerServesOurRegistrationBesideARepositoryOfTheApplication() {
		this.contextRunner.withUserConfiguration(OwnRegistrations.class).run((context) -> {
			assertThat(token(context, "own")).isEqualTo("token-of-Mail.Read");
			assertThat(token(context, "device-code")).isEqualTo("token-of-User.Read");
			assertThatIllegalArgumentException().isThrownBy(() -> token(context, "unknown"))
				.withMessage("Could not find ClientRegistration with id 'unknown'");
		});
	}

	@Test
	void managerIsThereInACommandLineApplication() {
		new ApplicationContextRunner().withConfiguration(OURS)
			.withBean(DeviceCodeCredential.class, () -> this.credential)
			.withPropertyValues("azure.identity.device-code.scopes=User.Read")
			.run((context) -> assertThat(token(context, "device-code")).isEqualTo("token-of-User.Read"));
	}

	@Test
	void nothingReactiveIsThereInAServletApplication() {
		new WebApplicationContextRunner().withConfiguration(OURS)
			.withBean(DeviceCodeCredential.class, () -> this.credential)
			.run((context) -> assertThat(context).doesNotHaveBean(ReactiveOAuth2AuthorizedClientManager.class)
				.doesNotHaveBean(ReactiveOAuth2AuthorizedClientProvider.class));
	}

	@Test
	void continuousAccessEvaluationIsAskedForWhereItIsEnabled() {
		this.contextRunner.withPropertyValues("azure.identity.device-code.enable-cae=true").run((context) -> {
			token(context, "device-code");
			assertThat(this.credential.requests()).containsExactly(TokenRequest.of("User.Read").withCae(true));
		});
	}

	@Test
	void managerBacksOff() {
		ReactiveOAuth2AuthorizedClientManager manager = (request) -> Mono.empty();
		this.contextRunner.withBean("custom", ReactiveOAuth2AuthorizedClientManager.class, () -> manager)
			.run((context) -> assertThat(context).getBean(ReactiveOAuth2AuthorizedClientManager.class)
				.isSameAs(manager));
	}

	@Test
	void providerBacksOff() {
		this.contextRunner
			.withBean("custom", DeviceCodeReactiveOAuth2AuthorizedClientProvider.class,
					() -> new DeviceCodeReactiveOAuth2AuthorizedClientProvider(this.credential))
			.run((context) -> assertThat(context).hasSingleBean(DeviceCodeReactiveOAuth2AuthorizedClientProvider.class)
				.hasBean("custom"));
	}

	@Test
	void nothingIsThereWhenDisabled() {
		this.contextRunner.withPropertyValues("azure.identity.device-code.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(ReactiveOAuth2AuthorizedClientManager.class)
				.doesNotHaveBean(ReactiveOAuth2AuthorizedClientProvider.class));
	}

	@Test
	void nothingReactiveIsThereWithoutReactor() {
		new ApplicationContextRunner().withConfiguration(OURS)
			.withClassLoader(new FilteredClassLoader("reactor", "org.reactivestreams"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasBean("deviceCodeAuthorizedClientManager")
				.doesNotHaveBean(MANAGER)
				.doesNotHaveBean("deviceCodeReactiveOAuth2AuthorizedClientProvider"));
	}

	@Test
	void nothingReactiveIsThereWithoutTheReactiveClassesOfSpringSecurity() {
		new ApplicationContextRunner().withConfiguration(OURS)
			.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(DeviceCodeCredential.class)
				.doesNotHaveBean(MANAGER)
				.doesNotHaveBean("deviceCodeReactiveOAuth2AuthorizedClientProvider"));
	}

	@Test
	void managerNeedsNeitherWebFluxNorTheServletApi() {
		new ApplicationContextRunner().withConfiguration(OURS)
			.withClassLoader(new FilteredClassLoader("org.springframework.web.reactive", "jakarta.servlet"))
			.withBean(DeviceCodeCredential.class, () -> this.credential)
			.withPropertyValues("azure.identity.device-code.scopes=User.Read")
			.run((context) -> assertThat(token(context, "device-code")).isEqualTo("token-of-User.Read"));
	}

	private static @Nullable String token(ApplicationContext context, String registrationId) {
		OAuth2AuthorizeRequest.Builder request = OAuth2AuthorizeRequest.withClientRegistrationId(registrationId)
			.principal("anyone");
		ReactiveOAuth2AuthorizedClientManager manager = context.getBean(ReactiveOAuth2AuthorizedClientManager.class);
		if (manager instanceof DefaultReactiveOAuth2AuthorizedClientManager) {
			request.attribute(ServerWebExchange.class.getName(),
					MockServerWebExchange.from(MockServerHttpRequest.get("/")));
		}
		OAuth2AuthorizedClient client = manager.authorize(request.build()).block();
		return (client != null) ? client.getAccessToken().getTokenValue() : null;
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRegistrations {

		@Bean
		ReactiveClientRegistrationRepository ownRegistrations() {
			return new InMemoryReactiveClientRegistrationRepository(ClientRegistration.withRegistrationId("own")
				.clientId("client")
				.authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
				.scope("Mail.Read")
				.tokenUri("https://login.microsoftonline.com/organizations/oauth2/v2.0/token")
				.build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnService {

		@Bean
		ReactiveOAuth2AuthorizedClientService ownService(ReactiveClientRegistrationRepository registrations) {
			return new InMemoryReactiveOAuth2AuthorizedClientService(registrations);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRepository {

		@Bean
		ServerOAuth2AuthorizedClientRepository ownRepository() {
			return new WebSessionServerOAuth2AuthorizedClientRepository();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableWebFluxSecurity
	static class OwnSecurity {

	}

}
