package io.github.azuredevicecode.autoconfigure;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.autoconfigure.azuresdk.DeviceCodeAzureSdkAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.cache.DeviceCodeTokenCacheAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeRestClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeWebClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.management.DeviceCodeActuatorAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.management.DeviceCodeManagementConfiguration;
import io.github.azuredevicecode.autoconfigure.management.DeviceCodeObservationAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.oauth2.ContributedClientRegistrations;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeOAuth2ClientAutoConfiguration;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientProvider;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.DefaultOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts the kinds of application that add the starter, with all of Boot's
 * auto-configuration, and gets a token from the manager in each.
 */
class ApplicationsTests {

	private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

	private static final String REGISTRATION = "spring.security.oauth2.client.registration.";

	private static final String PROVIDER = "spring.security.oauth2.client.provider.";

	@Test
	void commandLineApplication() {
		try (ConfigurableApplicationContext context = start(WebApplicationType.NONE, List.of(Credential.class), false,
				"azure.identity.device-code.scopes=User.Read")) {
			assertThat(context.getBeanProvider(ClientRegistrationRepository.class).getIfAvailable()).isNull();
			assertThat(context.getBeanProvider(OAuth2AuthorizedClientService.class).getIfAvailable()).isNull();
			assertThat(token(context, "device-code")).isEqualTo("token-of-User.Read");
		}
	}

	@Test
	void commandLineApplicationWithClientCredentialsBeside() throws Exception {
		try (MockWebServer other = new MockWebServer()) {
			other.start();
			other.enqueue(new MockResponse.Builder().addHeader("Content-Type", "application/json")
				.body("{\"access_token\":\"other-token\",\"token_type\":\"Bearer\",\"expires_in\":3600}")
				.build());
			try (ConfigurableApplicationContext context = start(WebApplicationType.NONE, List.of(Credential.class),
					true, "azure.identity.device-code.scopes=User.Read", REGISTRATION + "other.client-id=other",
					REGISTRATION + "other.client-secret=secret",
					REGISTRATION + "other.authorization-grant-type=client_credentials",
					PROVIDER + "other.token-uri=http://localhost:" + other.getPort() + "/token")) {
				assertThat(context.getBean(ClientRegistrationRepository.class))
					.isInstanceOf(InMemoryClientRegistrationRepository.class);
				assertThat(registrations(context)).containsExactlyInAnyOrder("other", "device-code");
				assertThat(token(context, "device-code")).isEqualTo("token-of-User.Read");
				assertThat(token(context, "other")).isEqualTo("other-token");
			}
		}
	}

	@Test
	void servletApplicationWithoutBootsSecurity() throws Exception {
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET,
				List.of(Credential.class, Hello.class), false, "azure.identity.device-code.scopes=User.Read")) {
			assertThat(get(context, "/hello").statusCode()).isEqualTo(200);
			assertThat(context.getBeanNamesForType(SecurityFilterChain.class)).isEmpty();
			assertThat(token(context, "device-code")).isEqualTo("token-of-User.Read");
		}
	}

	@Test
	void servletApplicationWithBootsSecurityAndAGitHubLoginBeside() throws Exception {
		String[] login = { REGISTRATION + "github.client-id=github", REGISTRATION + "github.client-secret=secret" };
		List<String> chains;
		try (ConfigurableApplicationContext without = start(WebApplicationType.SERVLET, List.of(Hello.class), true,
				concat(login, "azure.identity.device-code.enabled=false"))) {
			chains = List.of(without.getBeanNamesForType(SecurityFilterChain.class));
		}
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET,
				List.of(Credential.class, Hello.class), true,
				concat(login, "azure.identity.device-code.scopes=User.Read"))) {
			assertThat(context.getBeanNamesForType(SecurityFilterChain.class)).containsExactlyElementsOf(chains);
			assertThat(get(context, "/hello").statusCode()).isEqualTo(302);
			String loginPage = get(context, "/login").body();
			assertThat(loginPage).contains("/oauth2/authorization/github").doesNotContain("device-code");
			assertThat(context.getBean(OAuth2AuthorizedClientManager.class))
				.isInstanceOf(DefaultOAuth2AuthorizedClientManager.class);
			assertThat(context.containsBean("deviceCodeAuthorizedClientManager")).isFalse();
			assertThat(registrations(context)).containsExactlyInAnyOrder("github", "device-code");
			assertThat(token(context, "device-code")).isEqualTo("token-of-User.Read");
		}
	}

	@Test
	void applicationWithARepositoryOfItsOwn() {
		try (ConfigurableApplicationContext context = start(WebApplicationType.NONE,
				List.of(Credential.class, OwnRepository.class), true, "azure.identity.device-code.scopes=User.Read")) {
			assertThat(context.getBeansOfType(ClientRegistrationRepository.class)).containsOnlyKeys("ownRepository");
			assertThat(token(context, "own")).isEqualTo("token-of-Mail.Read");
			assertThat(token(context, "device-code")).isEqualTo("token-of-User.Read");
		}
	}

	@Test
	void severalRegistrationsAreServedByOneSignIn() {
		try (ScriptedEntra entra = new ScriptedEntra()) {
			entra.deviceCode().token("token-of-mail", 3600).token("token-of-files", 3600);
			try (ConfigurableApplicationContext context = start(WebApplicationType.NONE,
					List.of(new Object[] { entra }), true, REGISTRATION + "mail.client-id=" + ScriptedEntra.CLIENT_ID,
					REGISTRATION + "mail.authorization-grant-type=" + DEVICE_CODE,
					REGISTRATION + "mail.scope=Mail.Read", REGISTRATION + "mail.provider=entra",
					REGISTRATION + "files.client-id=" + ScriptedEntra.CLIENT_ID,
					REGISTRATION + "files.authorization-grant-type=" + DEVICE_CODE,
					REGISTRATION + "files.scope=Files.Read", REGISTRATION + "files.provider=entra",
					PROVIDER + "entra.token-uri=" + entra.authority() + "/organizations/oauth2/v2.0/token",
					"azure.identity.device-code.client-id=" + ScriptedEntra.CLIENT_ID,
					"azure.identity.device-code.authority=" + entra.authority(),
					"azure.identity.device-code.disable-instance-discovery=true",
					"azure.identity.device-code.ssl.bundle=entra")) {
				assertThat(token(context, "mail")).isEqualTo("token-of-mail");
				assertThat(token(context, "files")).isEqualTo("token-of-files");
				assertThat(token(context, "mail")).isEqualTo("token-of-mail");
			}
			assertThat(entra.deviceCodeRequests()).hasSize(1);
			assertThat(entra.refreshRequests()).singleElement()
				.satisfies((request) -> assertThat(request.form().get("scope")).contains("Files.Read"));
		}
	}

	@Test
	void theStarterAddsTheseBeansToAWebApplicationAndChangesNone() throws Exception {
		TreeMap<String, String> without;
		int status;
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET, List.of(Hello.class), true,
				"azure.identity.device-code.enabled=false")) {
			without = beans(context);
			status = get(context, "/hello").statusCode();
		}
		try (ConfigurableApplicationContext context = start(WebApplicationType.SERVLET, List.of(Hello.class), true,
				"azure.identity.device-code.scopes=User.Read")) {
			TreeMap<String, String> with = beans(context);
			assertThat(with).containsAllEntriesOf(without);
			assertThat(get(context, "/hello").statusCode()).isEqualTo(status);
			with.keySet().removeAll(without.keySet());
			assertThat(with).containsOnlyKeys(
					"azure.identity.device-code-io.github.azuredevicecode.autoconfigure.DeviceCodeProperties",
					"deviceCodeApplicationEventListener", "deviceCodeAuthorizedClientManager",
					"deviceCodeConfiguredCredentials", "deviceCodeCredential", "deviceCodeCredentialSettings",
					"deviceCodeHealthIndicator", "deviceCodeInstrumentation", "deviceCodeMetrics",
					"deviceCodeOAuth2AuthorizedClientProvider", "deviceCodeOAuth2ClientPropertiesPostProcessor",
					"deviceCodeOperationsRegistry", "deviceCodePromptHandler", "deviceCodeRestClientConfigurer",
					"deviceCodeSanitizingFunction", "deviceCodeStatusRegistry", "deviceCodeTokenCredential",
					"deviceCodeWebClientConfigurer", ContributedClientRegistrations.class.getName(),
					DeviceCodeActuatorAutoConfiguration.class.getName(),
					DeviceCodeActuatorAutoConfiguration.class.getName() + "$HealthConfiguration",
					DeviceCodeActuatorAutoConfiguration.class.getName() + "$MetricsConfiguration",
					DeviceCodeActuatorAutoConfiguration.class.getName() + "$SanitizingConfiguration",
					DeviceCodeAutoConfiguration.class.getName(), DeviceCodeAzureSdkAutoConfiguration.class.getName(),
					DeviceCodeManagementConfiguration.class.getName(),
					DeviceCodeOAuth2ClientAutoConfiguration.class.getName(),
					DeviceCodeObservationAutoConfiguration.class.getName(),
					DeviceCodeOAuth2ClientAutoConfiguration.class.getName() + "$OAuth2ClientPropertiesConfiguration",
					DeviceCodeRestClientAutoConfiguration.class.getName(),
					DeviceCodeTokenCacheAutoConfiguration.class.getName(),
					DeviceCodeWebClientAutoConfiguration.class.getName(),
					DeviceCodeWebClientAutoConfiguration.class.getName() + "$ClientRegistrationConfiguration",
					DeviceCodeWebClientAutoConfiguration.class.getPackageName() + ".WebClientRegistrations");
			assertThat(context.getBean(DeviceCodeOAuth2AuthorizedClientProvider.class)).isNotNull();
		}
	}

	private static TreeMap<String, String> beans(ConfigurableApplicationContext context) {
		TreeMap<String, String> types = new TreeMap<>();
		for (String name : context.getBeanDefinitionNames()) {
			types.put(name, context.getBean(name).getClass().getName().replaceAll("[$]{2}.*|0x.*", ""));
		}
		return types;
	}

	private static List<String> registrations(ConfigurableApplicationContext context) {
		InMemoryClientRegistrationRepository repository = context.getBean(InMemoryClientRegistrationRepository.class);
		return StreamSupport.stream(repository.spliterator(), false)
			.map(ClientRegistration::getRegistrationId)
			.toList();
	}

	private static @Nullable String token(ConfigurableApplicationContext context, String registrationId) {
		OAuth2AuthorizeRequest request = OAuth2AuthorizeRequest.withClientRegistrationId(registrationId)
			.principal(new TestingAuthenticationToken("anyone", "credentials"))
			.attribute(HttpServletRequest.class.getName(), new MockHttpServletRequest())
			.attribute(HttpServletResponse.class.getName(), new MockHttpServletResponse())
			.build();
		OAuth2AuthorizedClient client = context.getBean(OAuth2AuthorizedClientManager.class).authorize(request);
		return (client != null) ? client.getAccessToken().getTokenValue() : null;
	}

	static HttpResponse<String> get(ConfigurableApplicationContext context, String path) throws Exception {
		String port = context.getEnvironment().getProperty("local.server.port");
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
			.header("Accept", "text/html")
			.build();
		return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
	}

	static String[] concat(String[] first, String... second) {
		return Stream.concat(Arrays.stream(first), Arrays.stream(second)).toArray(String[]::new);
	}

	static ConfigurableApplicationContext start(WebApplicationType type, List<?> sources, boolean bootsSecurity,
			String... properties) {
		SpringApplicationBuilder builder = new SpringApplicationBuilder(Application.class).web(type)
			.properties("server.port=0", "spring.main.banner-mode=off")
			.properties(properties);
		if (!bootsSecurity) {
			builder.properties("spring.autoconfigure.exclude=" + bootsSecurityModules());
		}
		for (Object source : sources) {
			if (source instanceof ScriptedEntra entra) {
				builder.initializers((context) -> context.getBeanFactory()
					.registerSingleton("entraBundle", (SslBundleRegistrar) (registry) -> registry
						.registerBundle("entra", SslBundle.of(SslStoreBundle.of(null, null, entra.trustStore())))));
			}
			else {
				builder.sources((Class<?>) source);
			}
		}
		return builder.run();
	}

	// As if the modules were not on the class path
	private static String bootsSecurityModules() {
		return String.join(",",
				StreamSupport
					.stream(ImportCandidates.load(AutoConfiguration.class, ApplicationsTests.class.getClassLoader())
						.spliterator(), false)
					.filter((name) -> name.startsWith("org.springframework.boot.security."))
					.toList());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class Credential {

		@Bean
		DeviceCodeCredential deviceCodeCredential() {
			return new FakeDeviceCodeCredential();
		}

	}

	@RestController
	static class Hello {

		@GetMapping("/hello")
		String hello() {
			return "hello";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnRepository {

		@Bean
		ClientRegistrationRepository ownRepository() {
			return new InMemoryClientRegistrationRepository(ClientRegistration.withRegistrationId("own")
				.clientId("client")
				.authorizationGrantType(AuthorizationGrantType.DEVICE_CODE)
				.scope("Mail.Read")
				.tokenUri("https://login.microsoftonline.com/organizations/oauth2/v2.0/token")
				.build());
		}

	}

}
