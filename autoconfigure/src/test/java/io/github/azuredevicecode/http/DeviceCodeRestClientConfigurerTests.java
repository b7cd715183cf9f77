package io.github.azuredevicecode.http;

import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeRestClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeOAuth2ClientAutoConfiguration;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import io.github.azuredevicecode.testsupport.ResourceServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.JdkClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.http.MediaType;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.test.web.client.match.MockRestRequestMatchers;
import org.springframework.test.web.client.response.MockRestResponseCreators;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link DeviceCodeRestClientConfigurer}, as the application gets it.
 */
@Tag("contract-1.14")
class DeviceCodeRestClientConfigurerTests {

	private static final String CLAIMS = "{\"access_token\":{\"nbf\":{\"essential\":true}}}";

	private static final String CHALLENGE = "Bearer realm=\"\", error=\"insufficient_claims\", claims=\""
			+ Base64.getUrlEncoder().withoutPadding().encodeToString(CLAIMS.getBytes(StandardCharsets.UTF_8)) + "\"";

	private final ResourceServer resource = new ResourceServer();

	private final FakeDeviceCodeCredential credential = new FakeDeviceCodeCredential();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(DeviceCodeAutoConfiguration.class,
				DeviceCodeOAuth2ClientAutoConfiguration.class, DeviceCodeRestClientAutoConfiguration.class))
		.withBean(DeviceCodeCredential.class, () -> this.credential);

	private final ApplicationContextRunner configuredRunner = this.contextRunner.withPropertyValues(
			"azure.identity.device-code.scopes=User.Read",
			"azure.identity.device-code.allowed-hosts=" + this.resource.host());

	@AfterEach
	void close() {
		this.resource.close();
	}

	@Test
	void theTokenIsSentToAnAllowedHost() {
		this.configuredRunner.run((context) -> {
			assertThat(get(context, this.resource.url("/"))).isEqualTo("ok");
			assertThat(this.resource.authorizations()).containsExactly("Bearer token-of-User.Read");
		});
	}

	@Test
	void anAuthorizationHeaderOfTheCallerIsReplaced() {
		this.configuredRunner.run((context) -> {
			client(context.getBean(DeviceCodeRestClientConfigurer.class)).get()
				.uri(this.resource.url("/"))
				.header("Authorization", "Bearer of-the-caller")
				.retrieve()
				.toBodilessEntity();
			assertThat(this.resource.requests().get(0).getHeaders().values("Authorization"))
				.containsExactly("Bearer token-of-User.Read");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:%d/", "https://127.0.0.1:%d/", "https://localhost.:%d/",
			"https://user@localhost:%d/", "https://localhost/?%d", "https://evil.localhost:%d/" })
	void anyOtherHostIsRefusedBeforeATokenIsAskedFor(String url) {
		this.configuredRunner.run((context) -> {
			int port = Integer.parseInt(this.resource.host().substring("localhost:".length()));
			assertThatIllegalStateException().isThrownBy(() -> get(context, url.formatted(port)))
				.withMessageContaining("must not go to")
				.satisfies((ex) -> assertThat(ex).hasMessageNotContaining("user@")
					.message()
					.satisfiesAnyOf(
							(message) -> assertThat(message).contains("Use an https URL")
								.doesNotContain("allowed-hosts"),
							(message) -> assertThat(message).contains("what stands before the @"),
							(message) -> assertThat(message).contains(this.resource.host(),
									"do not apply it to the builder", "azure.identity.device-code.allowed-hosts",
									"forHosts")));
			assertThat(this.credential.requests()).isEmpty();
			assertThat(this.resource.requests()).isEmpty();
		});
	}

	@ParameterizedTest
	@CsvSource({ "User.Read,,graph.microsoft.com", "User.Read,login.chinacloudapi.cn,microsoftgraph.chinacloudapi.cn",
			"User.Read,login.microsoftonline.us,graph.microsoft.us",
			"https://vault.azure.net/.default,,vault.azure.net", "api://mine/.default,,[]" })
	void withoutHostsThatOfTheScopeIsAllowed(String scope, String authority, String expected) {
		this.contextRunner
			.withPropertyValues("azure.identity.device-code.scopes=" + scope,
					"azure.identity.device-code.authority="
							+ ((authority != null) ? authority : "login.microsoftonline.com"))
			.run((context) -> {
				assertThatIllegalStateException().isThrownBy(() -> get(context, this.resource.url("/")))
					.withMessageContaining(expected);
				assertThat(this.credential.requests()).isEmpty();
			});
	}

	@Test
	void withoutHostsTheTokenIsSentToThatOfTheScope() {
		this.contextRunner.withPropertyValues("azure.identity.device-code.scopes=" + this.resource.url("/.default"))
			.run((context) -> assertThat(get(context, this.resource.url("/"))).isEqualTo("ok"));
	}

	@Test
	void withoutScopesTheRefusalNamesTheProperty() {
		this.contextRunner.run((context) -> assertThatIllegalStateException()
			.isThrownBy(() -> get(context, "https://graph.microsoft.com/v1.0/me"))
			.withMessageContaining("azure.identity.device-code.scopes"));
	}

	@Test
	void forHostsGivesAnotherConfigurerAndLeavesTheFirst() {
		this.contextRunner.withPropertyValues("azure.identity.device-code.scopes=User.Read").run((context) -> {
			DeviceCodeRestClientConfigurer first = context.getBean(DeviceCodeRestClientConfigurer.class);
			assertThat(get(client(first.forHosts(this.resource.host())), this.resource.url("/"))).isEqualTo("ok");
			assertThatIllegalStateException().isThrownBy(() -> get(client(first), this.resource.url("/")));
			assertThatIllegalArgumentException().isThrownBy(() -> first.forHosts());
			assertThatIllegalArgumentException().isThrownBy(() -> first.forHosts("https://localhost"))
				.withMessageContaining("is not a host");
		});
	}

	@Test
	void forScopesAsksForTheseAndAllowsTheirHosts() {
		this.contextRunner.withPropertyValues("azure.identity.device-code.scopes=User.Read").run((context) -> {
			DeviceCodeRestClientConfigurer first = context.getBean(DeviceCodeRestClientConfigurer.class);
			String scope = this.resource.url("/.default");
			get(client(first.forScopes(scope)), this.resource.url("/"));
			assertThat(this.credential.requests()).containsExactly(TokenRequest.of(scope));
			assertThat(this.resource.requests()).hasSize(1);
			assertThatIllegalStateException()
				.isThrownBy(() -> get(client(first.forScopes("Mail.Read")), this.resource.url("/")))
				.withMessageContaining("The token for [Mail.Read] must not go to " + this.resource.url(""));
			assertThatIllegalArgumentException().isThrownBy(() -> first.forScopes());
			assertThatIllegalArgumentException().isThrownBy(() -> first.forScopes("openid"));
			assertThatIllegalArgumentException()
				.isThrownBy(() -> first.forScopes("Mail.Read", "https://vault.azure.net/.default"))
				.withMessageContaining("several resources: [graph.microsoft.com:443, vault.azure.net:443]");
		});
	}

	@Test
	void forScopesLeavesTheHostsThatAreConfigured() {
		this.configuredRunner.run((context) -> {
			DeviceCodeRestClientConfigurer first = context.getBean(DeviceCodeRestClientConfigurer.class);
			get(client(first.forScopes("Mail.Read")), this.resource.url("/"));
			assertThat(this.resource.authorizations()).containsExactly("Bearer token-of-Mail.Read");
			assertThatIllegalStateException().isThrownBy(
					() -> get(client(first.forScopes("https://other.example/.default")), "https://other.example/"));
		});
	}

	@Test
	void forScopesNeedsNoConfiguredScopes() {
		this.contextRunner.run((context) -> {
			String scope = this.resource.url("/.default");
			get(client(context.getBean(DeviceCodeRestClientConfigurer.class).forScopes(scope)), this.resource.url("/"));
			assertThat(this.credential.requests()).containsExactly(TokenRequest.of(scope));
			assertThat(this.resource.requests()).hasSize(1);
		});
	}

	@Test
	void forScopesAnswersAClaimsChallengeForThese() {
		this.resource.answer(401, "WWW-Authenticate", CHALLENGE);
		this.configuredRunner.run((context) -> {
			get(client(context.getBean(DeviceCodeRestClientConfigurer.class).forScopes("Mail.Read")),
					this.resource.url("/"));
			assertThat(this.credential.requests()).containsExactly(TokenRequest.of("Mail.Read"),
					TokenRequest.of("Mail.Read").withClaims(CLAIMS));
		});
	}

	@Test
	void forRegistrationUsesARegistrationOfTheApplication() {
		this.configuredRunner.withUserConfiguration(Registrations.class).run((context) -> {
			DeviceCodeRestClientConfigurer first = context.getBean(DeviceCodeRestClientConfigurer.class);
			get(client(first.forRegistration("mail")), this.resource.url("/"));
			get(client(first), this.resource.url("/"));
			get(client(first.forRegistration("mail").forRegistration("device-code")), this.resource.url("/"));
			assertThat(this.resource.authorizations()).containsExactly("Bearer token-of-Mail.Read",
					"Bearer token-of-User.Read", "Bearer token-of-User.Read");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "other" })
	void forRegistrationRefusesAnUnknownOne(String registrationId) {
		this.configuredRunner.withUserConfiguration(Registrations.class).run((context) -> {
			DeviceCodeRestClientConfigurer first = context.getBean(DeviceCodeRestClientConfigurer.class);
			assertThatIllegalArgumentException().isThrownBy(() -> first.forRegistration(registrationId))
				.withMessageContaining("no client registration '" + registrationId + "'")
				.withMessageContaining("have [device-code]")
				.withMessageContaining("authorization-grant-type");
		});
	}

	@Test
	void forRegistrationStartsFromTheProperties() {
		this.configuredRunner.run((context) -> {
			DeviceCodeRestClientConfigurer first = context.getBean(DeviceCodeRestClientConfigurer.class);
			get(client(first.forScopes("Mail.Read").forHosts("other.example").forRegistration("device-code")),
					this.resource.url("/"));
			assertThat(this.resource.authorizations()).containsExactly("Bearer token-of-User.Read");
		});
	}

	@Test
	void aTokenForOtherScopesDoesNotStandInForThatOfTheRegistration() {
		this.configuredRunner.run((context) -> {
			DeviceCodeRestClientConfigurer first = context.getBean(DeviceCodeRestClientConfigurer.class);
			get(client(first.forScopes("Mail.Read")), this.resource.url("/"));
			this.credential.failNext(new ClientAuthenticationException("out of reach"));
			assertThatExceptionOfType(ClientAuthorizationException.class)
				.isThrownBy(() -> get(client(first), this.resource.url("/")));
			assertThat(this.resource.authorizations()).containsExactly("Bearer token-of-Mail.Read");
		});
	}

	@Test
	void aRegistrationWithAnotherGrantGivesNoToken() {
		this.configuredRunner.withPropertyValues("azure.identity.device-code.oauth2.registration-id=other")
			.withUserConfiguration(Registrations.class)
			.run((context) -> assertThatIllegalStateException().isThrownBy(() -> get(context, this.resource.url("/")))
				.withMessageContaining("authorization-grant-type"));
	}

	@Test
	void aClaimsChallengeIsAnsweredOnceWithTheSameRequest() {
		this.resource.answer(401, "WWW-Authenticate", CHALLENGE);
		this.configuredRunner.run((context) -> {
			String body = client(context.getBean(DeviceCodeRestClientConfigurer.class)).post()
				.uri(this.resource.url("/path?query"))
				.header("X-Header", "kept")
				.body("the-body")
				.retrieve()
				.body(String.class);
			assertThat(body).isEqualTo("ok");
			assertThat(this.resource.authorizations()).containsExactly("Bearer token-of-User.Read",
					"Bearer token-of-User.Read-with-claims");
			assertThat(this.credential.requests()).containsExactly(TokenRequest.of("User.Read"),
					TokenRequest.of("User.Read").withClaims(CLAIMS));
			assertThat(this.resource.requests()).allSatisfy((request) -> {
				assertThat(request.getMethod()).isEqualTo("POST");
				assertThat(request.getUrl().encodedQuery()).isEqualTo("query");
				assertThat(request.getHeaders().get("X-Header")).isEqualTo("kept");
				assertThat(request.getBody()).isNotNull();
				assertThat(request.getBody().utf8()).isEqualTo("the-body");
			});
		});
	}

	@Test
	void manyChallengesForceOneToken() {
		this.configuredRunner.run((context) -> {
			RestClient client = client(context.getBean(DeviceCodeRestClientConfigurer.class));
			for (int i = 0; i < 20; i++) {
				String claims = "{\"access_token\":{\"nbf\":{\"value\":\"" + i + "\"}}}";
				String challenge = "Bearer error=\"insufficient_claims\", claims=\""
						+ Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + "\"";
				this.resource.answer(401, "WWW-Authenticate", challenge).answer(401, "WWW-Authenticate", challenge);
				client.get().uri(this.resource.url("/")).exchange((request, response) -> response.getStatusCode());
			}
			assertThat(this.credential.requests()).filteredOn((request) -> request.claims() != null).hasSize(1);
		});
	}

	@Test
	void aSecondChallengeIsLeftToTheCaller() {
		this.resource.answer(401, "WWW-Authenticate", CHALLENGE).answer(401, "WWW-Authenticate", CHALLENGE);
		this.configuredRunner.run((context) -> {
			assertThat(status(context)).isEqualTo(401);
			assertThat(this.resource.requests()).hasSize(2);
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			401 | Bearer error="invalid_token"
			401 | Bearer error="insufficient_claims"
			401 | Bearer error="insufficient_claims", claims="bm90IGpzb24"
			401 | Basic realm="x"
			403 | Bearer error="insufficient_claims", claims="e30"
			""")
	void anyOtherRefusalIsLeftToTheCaller(int status, String header) {
		this.resource.answer(status, "WWW-Authenticate", header);
		this.configuredRunner.run((context) -> {
			assertThat(status(context)).isEqualTo(status);
			assertThat(this.resource.requests()).hasSize(1);
		});
	}

	@Test
	void aFailureOfTheCredentialReachesTheCaller() {
		DeviceCodeCredential failing = new FakeDeviceCodeCredential() {

			@Override
			public AccessToken getToken(TokenRequest request) {
				throw new ClientAuthenticationException("no token");
			}

		};
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DeviceCodeAutoConfiguration.class,
					DeviceCodeOAuth2ClientAutoConfiguration.class, DeviceCodeRestClientAutoConfiguration.class))
			.withBean(DeviceCodeCredential.class, () -> failing)
			.withPropertyValues("azure.identity.device-code.scopes=" + this.resource.url("/.default"))
			.run((context) -> {
				assertThatExceptionOfType(ClientAuthorizationException.class)
					.isThrownBy(() -> get(context, this.resource.url("/")))
					.withMessageContaining("no token");
				assertThat(this.resource.requests()).isEmpty();
			});
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void itWorksOnVirtualThreads() {
		SimpleAsyncTaskExecutor threads = new SimpleAsyncTaskExecutor();
		threads.setVirtualThreads(true);
		this.configuredRunner.run((context) -> {
			List<CompletableFuture<String>> bodies = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				bodies.add(threads.submitCompletable(() -> get(context, this.resource.url("/"))));
			}
			assertThat(bodies).allSatisfy((body) -> assertThat(body.get(10, TimeUnit.SECONDS)).isEqualTo("ok"));
		});
	}

	@Test
	void aClientBuildsNoCredentialBeforeThereIsARequestThatMayCarryAToken() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DeviceCodeAutoConfiguration.class,
					DeviceCodeOAuth2ClientAutoConfiguration.class, DeviceCodeRestClientAutoConfiguration.class))
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withPropertyValues("azure.identity.device-code.scopes=User.Read")
			.withUserConfiguration(Client.class)
			.run((context) -> {
				assertThatIllegalStateException()
					.isThrownBy(() -> get(context.getBean(RestClient.class), "https://elsewhere.example/"));
				assertThat(List.of("deviceCodeCredential", "deviceCodeConfiguredCredentials",
						"deviceCodeOAuth2AuthorizedClientProvider"))
					.allMatch(
							(bean) -> context.containsBean(bean) && !context.getBeanFactory().containsSingleton(bean));
			});
	}

	@Test
	void theHttpClientIsThatOfTheApplication() {
		this.resource.answer(302, "Location", "/moved");
		AtomicInteger customized = new AtomicInteger();
		this.configuredRunner
			.withConfiguration(AutoConfigurations.of(HttpClientAutoConfiguration.class,
					ImperativeHttpClientAutoConfiguration.class, SslAutoConfiguration.class))
			.withBean(SslBundleRegistrar.class,
					() -> (registry) -> registry.registerBundle("resource", ResourceServer.sslBundle()))
			.withBean(JdkCustomizer.class, () -> new JdkCustomizer(customized))
			.withPropertyValues("spring.http.clients.ssl.bundle=resource", "spring.http.clients.redirects=dont-follow",
					"spring.http.clients.imperative.factory=jdk")
			.run((context) -> {
				RestClient client = RestClient.builder()
					.apply(context.getBean(DeviceCodeRestClientConfigurer.class))
					.build();
				assertThat(
						client.get().uri(this.resource.url("/")).retrieve().toBodilessEntity().getStatusCode().value())
					.isEqualTo(302);
				assertThat(this.resource.requests()).hasSize(1);
				assertThat(customized).hasPositiveValue();
			});
	}

	@Test
	void anHttpClientThatCannotBeKeptFromFollowingIsRefused() {
		this.configuredRunner.run((context) -> {
			DeviceCodeRestClientConfigurer deviceCode = context.getBean(DeviceCodeRestClientConfigurer.class)
				.over(ClientHttpRequestFactoryBuilder.of(JdkClientHttpRequestFactory::new));
			assertThatIllegalStateException().isThrownBy(() -> RestClient.builder().apply(deviceCode))
				.withMessageContaining("redirect");
		});
	}

	@Test
	void interceptorsOfTheApplicationSeeOneExchangeAndNoToken() {
		this.resource.answer(401, "WWW-Authenticate", CHALLENGE).answer(307, "Location", "/moved");
		this.configuredRunner.run((context) -> {
			List<String> seen = new ArrayList<>();
			RestClient client = client(context.getBean(DeviceCodeRestClientConfigurer.class)).mutate()
				.requestInterceptor((request, body, execution) -> {
					ClientHttpResponse response = execution.execute(request, body);
					seen.add(request.getHeaders().getFirst("Authorization"));
					return response;
				})
				.build();
			assertThat(client.post()
				.uri(this.resource.url("/"))
				.contentType(MediaType.APPLICATION_JSON)
				.body(Map.of("key", "value"))
				.retrieve()
				.body(String.class)).isEqualTo("ok");
			assertThat(seen).containsExactly((String) null);
			assertThat(this.resource.requests()).hasSize(3)
				.allSatisfy((request) -> assertThat(request.getBody().utf8()).isEqualTo("{\"key\":\"value\"}"));
		});
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aBodyIsSentWithItsLengthHoweverItIsWritten(boolean streamed) {
		this.resource.answer(307, "Location", "/moved");
		this.configuredRunner.run((context) -> {
			RestClient.RequestBodySpec request = client(context.getBean(DeviceCodeRestClientConfigurer.class)).post()
				.uri(this.resource.url("/"));
			if (streamed) {
				request.body((out) -> out.write("the body".getBytes(StandardCharsets.UTF_8)));
			}
			else {
				request.body(new ByteArrayResource("the body".getBytes(StandardCharsets.UTF_8)));
			}
			assertThat(request.retrieve().body(String.class)).isEqualTo("ok");
			assertThat(this.resource.requests()).hasSize(2).allSatisfy((sent) -> {
				assertThat(sent.getBody().utf8()).isEqualTo("the body");
				assertThat(sent.getHeaders().get("Content-Length")).isEqualTo("8");
			});
		});
	}

	@Test
	void aRequestFactoryThatIsSetAfterwardsSendsNoToken() {
		this.configuredRunner.run((context) -> {
			RestClient.Builder builder = RestClient.builder()
				.apply(context.getBean(DeviceCodeRestClientConfigurer.class));
			MockRestServiceServer server = MockRestServiceServer.bindTo(builder).build();
			server.expect(MockRestRequestMatchers.requestTo("https://elsewhere.example/"))
				.andExpect(MockRestRequestMatchers.headerDoesNotExist("Authorization"))
				.andRespond(MockRestResponseCreators.withSuccess());
			builder.build().get().uri("https://elsewhere.example/").retrieve().toBodilessEntity();
			server.verify();
		});
	}

	@Test
	void aRestClientMadeOfARestTemplateSendsTheTokenToo() {
		this.configuredRunner.run((context) -> {
			RestTemplate template = new RestTemplateBuilder().clientSettings(TestConfigurers.SETTINGS)
				.requestFactoryBuilder(context.getBean(DeviceCodeRestClientConfigurer.class)::requestFactory)
				.build();
			assertThat(get(RestClient.create(template), this.resource.url("/"))).isEqualTo("ok");
			assertThat(this.resource.authorizations()).containsExactly("Bearer token-of-User.Read");
		});
	}

	@Test
	void itWorksOutsideOfARequestInAServletApplicationWithALogin() throws Exception {
		String github = "spring.security.oauth2.client.registration.github.";
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(WebApplication.class)
			.web(WebApplicationType.SERVLET)
			.initializers((applicationContext) -> {
				applicationContext.getBeanFactory().registerSingleton("deviceCodeCredential", this.credential);
				applicationContext.getBeanFactory().registerSingleton("resource", this.resource);
			})
			.properties("server.port=0", "spring.main.banner-mode=off", github + "client-id=github",
					github + "client-secret=secret", "azure.identity.device-code.scopes=User.Read",
					"azure.identity.device-code.allowed-hosts=" + this.resource.host())
			.run()) {
			WebApplication application = context.getBean(WebApplication.class);
			assertThat(application.ran.get(10, TimeUnit.SECONDS)).isEqualTo("ok");
			assertThat(application.scheduled.get(10, TimeUnit.SECONDS)).isEqualTo("ok");
			assertThat(this.resource.authorizations()).contains("Bearer token-of-User.Read");
		}
	}

	private static String get(ApplicationContext context, String url) {
		return get(client(context.getBean(DeviceCodeRestClientConfigurer.class)), url);
	}

	private int status(ApplicationContext context) {
		return client(context.getBean(DeviceCodeRestClientConfigurer.class)).get()
			.uri(this.resource.url("/"))
			.exchange((request, response) -> response.getStatusCode().value());
	}

	private static String get(RestClient client, String url) {
		return String.valueOf(client.get().uri(url).retrieve().body(String.class));
	}

	private static RestClient client(DeviceCodeRestClientConfigurer deviceCode) {
		return RestClient.builder()
			.apply(deviceCode.over(ClientHttpRequestFactoryBuilder.jdk()).withSettings(TestConfigurers.SETTINGS))
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	static class Client {

		@Bean
		RestClient graph(DeviceCodeRestClientConfigurer deviceCode) {
			return RestClient.builder().apply(deviceCode).build();
		}

	}

	/**
	 * Makes the client follow redirects, whatever the settings say.
	 *
	 * @param count counts the clients
	 */
	record JdkCustomizer(AtomicInteger count)
			implements
				ClientHttpRequestFactoryBuilderCustomizer<JdkClientHttpRequestFactoryBuilder> {

		@Override
		public JdkClientHttpRequestFactoryBuilder customize(JdkClientHttpRequestFactoryBuilder builder) {
			return builder.withHttpClientCustomizer((client) -> {
				this.count.incrementAndGet();
				client.followRedirects(HttpClient.Redirect.ALWAYS);
			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Registrations {

		@Bean
		ClientRegistrationRepository registrationsOfTheApplication() {
			return new InMemoryClientRegistrationRepository(TestConfigurers.mailAndOther());
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableScheduling
	static class WebApplication implements CommandLineRunner {

		private final RestClient client;

		private final String url;

		private final CompletableFuture<String> ran = new CompletableFuture<>();

		private final CompletableFuture<String> scheduled = new CompletableFuture<>();

		WebApplication(DeviceCodeRestClientConfigurer deviceCode, ResourceServer resource) {
			this.client = client(deviceCode);
			this.url = resource.url("/");
		}

		@Override
		public void run(String... arguments) {
			this.ran.complete(get(this.client, this.url));
		}

		@Scheduled(fixedDelay = 60_000)
		void scheduled() {
			try {
				this.scheduled.complete(get(this.client, this.url));
			}
			catch (RuntimeException ex) {
				this.scheduled.completeExceptionally(ex);
			}
		}

	}

}
