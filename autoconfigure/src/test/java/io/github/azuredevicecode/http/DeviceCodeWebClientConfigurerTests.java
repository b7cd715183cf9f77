package io.github.azuredevicecode.http;

import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.SignInDeclinedException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeWebClientAutoConfiguration;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import io.github.azuredevicecode.testsupport.ResourceServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.http.HttpMethod;
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;
import org.springframework.web.reactive.function.client.WebClientResponseException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link DeviceCodeWebClientConfigurer}, as the application gets it.
 */
class DeviceCodeWebClientConfigurerTests {

	private static final String CLAIMS = "{\"access_token\":{\"nbf\":{\"essential\":true}}}";

	private static final String CHALLENGE = "Bearer realm=\"\", error=\"insufficient_claims\", claims=\""
			+ Base64.getUrlEncoder().withoutPadding().encodeToString(CLAIMS.getBytes(StandardCharsets.UTF_8)) + "\"";

	private final ResourceServer resource = new ResourceServer();

	private final FakeDeviceCodeCredential credential = new FakeDeviceCodeCredential();

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(DeviceCodeAutoConfiguration.class, DeviceCodeWebClientAutoConfiguration.class))
		.withBean(DeviceCodeCredential.class, () -> this.credential);

	private final ApplicationContextRunner configuredRunner = this.contextRunner.withPropertyValues(
			"azure.identity.device-code.scopes=User.Read",
			"azure.identity.device-code.allowed-hosts=" + this.resource.host());

	@AfterEach
	void close() {
		this.resource.close();
	}

	@Test
	void theTokenIsSentToAnAllowedHostInPlaceOfTheCallers() {
		this.configuredRunner.run((context) -> {
			String body = client(context.getBean(DeviceCodeWebClientConfigurer.class)).get()
				.uri(this.resource.url("/"))
				.header("Authorization", "Bearer of-the-caller")
				.retrieve()
				.bodyToMono(String.class)
				.block();
			assertThat(body).isEqualTo("ok");
			assertThat(this.resource.authorizations()).containsExactly("Bearer token-of-User.Read");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:%d/", "https://127.0.0.1:%d/", "https://localhost.:%d/",
			"https://user@localhost:%d/", "https://localhost/?%d", "https://evil.localhost:%d/" })
	void anyOtherHostIsRefusedBeforeATokenIsAskedFor(String url) {
		this.configuredRunner.run((context) -> {
			int port = Integer.parseInt(this.resource.host().substring("localhost:".length()));
			DeviceCodeWebClientConfigurer deviceCode = context.getBean(DeviceCodeWebClientConfigurer.class);
			assertThatIllegalStateException().isThrownBy(() -> get(deviceCode, url.formatted(port)).block())
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

	@Test
	void withoutHostsThatOfTheScopeIsAllowed() {
		DeviceCodeWebClientConfigurer deviceCode = TestConfigurers.webClient(this.credential, "graph.microsoft.us");
		assertThatIllegalStateException().isThrownBy(() -> get(deviceCode, this.resource.url("/")).block())
			.withMessageContaining("graph.microsoft.us");
		assertThat(get(deviceCode.forScopes("https://" + this.resource.host() + "/.default"), this.resource.url("/"))
			.block()).isEqualTo("ok");
	}

	@Test
	void forHostsGivesAnotherConfigurerAndLeavesTheFirst() {
		this.contextRunner.withPropertyValues("azure.identity.device-code.scopes=User.Read").run((context) -> {
			DeviceCodeWebClientConfigurer first = context.getBean(DeviceCodeWebClientConfigurer.class);
			assertThat(get(first.forHosts(this.resource.host()), this.resource.url("/")).block()).isEqualTo("ok");
			assertThatIllegalStateException().isThrownBy(() -> get(first, this.resource.url("/")).block());
			assertThatIllegalArgumentException().isThrownBy(() -> first.forHosts());
			assertThatIllegalArgumentException().isThrownBy(() -> first.forHosts("https://localhost"))
				.withMessageContaining("is not a host");
		});
	}

	@Test
	void forScopesAsksForTheseAndAllowsTheirHosts() {
		this.contextRunner.withPropertyValues("azure.identity.device-code.scopes=User.Read").run((context) -> {
			DeviceCodeWebClientConfigurer first = context.getBean(DeviceCodeWebClientConfigurer.class);
			String scope = this.resource.url("/.default");
			get(first.forScopes(scope), this.resource.url("/")).block();
			assertThat(this.credential.requests()).containsExactly(TokenRequest.of(scope));
			assertThat(this.resource.requests()).hasSize(1);
			assertThatIllegalStateException()
				.isThrownBy(() -> get(first.forScopes("Mail.Read"), this.resource.url("/")).block())
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
			DeviceCodeWebClientConfigurer first = context.getBean(DeviceCodeWebClientConfigurer.class);
			get(first.forScopes("Mail.Read"), this.resource.url("/")).block();
			assertThat(this.resource.authorizations()).containsExactly("Bearer token-of-Mail.Read");
			assertThatIllegalStateException().isThrownBy(
					() -> get(first.forScopes("https://other.example/.default"), "https://other.example/").block());
		});
	}

	@Test
	void forScopesNeedsNoConfiguredScopes() {
		this.contextRunner.run((context) -> {
			String scope = this.resource.url("/.default");
			get(context.getBean(DeviceCodeWebClientConfigurer.class).forScopes(scope), this.resource.url("/")).block();
			assertThat(this.credential.requests()).containsExactly(TokenRequest.of(scope));
			assertThat(this.resource.requests()).hasSize(1);
		});
	}

	@Test
	void forScopesAnswersAClaimsChallengeForThese() {
		this.resource.answer(401, "WWW-Authenticate", CHALLENGE);
		this.configuredRunner.run((context) -> {
			get(context.getBean(DeviceCodeWebClientConfigurer.class).forScopes("Mail.Read"), this.resource.url("/"))
				.block();
			assertThat(this.credential.requests()).containsExactly(TokenRequest.of("Mail.Read"),
					TokenRequest.of("Mail.Read").withClaims(CLAIMS));
		});
	}

	@Test
	void forRegistrationUsesARegistrationOfTheApplication() {
		this.configuredRunner
			.withBean(ReactiveClientRegistrationRepository.class,
					() -> new InMemoryReactiveClientRegistrationRepository(TestConfigurers.mailAndOther()))
			.run((context) -> {
				DeviceCodeWebClientConfigurer first = context.getBean(DeviceCodeWebClientConfigurer.class);
				get(first.forRegistration("mail"), this.resource.url("/")).block();
				get(first, this.resource.url("/")).block();
				get(first.forRegistration("mail").forRegistration("device-code"), this.resource.url("/")).block();
				assertThat(this.resource.authorizations()).containsExactly("Bearer token-of-Mail.Read",
						"Bearer token-of-User.Read", "Bearer token-of-User.Read");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "none", "other" })
	void forRegistrationRefusesAnUnknownOne(String registrationId) {
		this.configuredRunner
			.withBean(ReactiveClientRegistrationRepository.class,
					() -> new InMemoryReactiveClientRegistrationRepository(TestConfigurers.mailAndOther()))
			.run((context) -> {
				DeviceCodeWebClientConfigurer first = context.getBean(DeviceCodeWebClientConfigurer.class);
				assertThatIllegalArgumentException().isThrownBy(() -> first.forRegistration(registrationId))
					.withMessageContaining("no client registration '" + registrationId + "'")
					.withMessageContaining("have [device-code]")
					.withMessageContaining("authorization-grant-type");
			});
	}

	@Test
	void forRegistrationStartsFromTheProperties() {
		this.configuredRunner.run((context) -> {
			DeviceCodeWebClientConfigurer first = context.getBean(DeviceCodeWebClientConfigurer.class);
			get(first.forScopes("Mail.Read").forHosts("other.example").forRegistration("device-code"),
					this.resource.url("/"))
				.block();
			assertThat(this.resource.authorizations()).containsExactly("Bearer token-of-User.Read");
		});
	}

	@Test
	void forRegistrationNeedsNoSpringSecurity() {
		this.configuredRunner.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> {
				DeviceCodeWebClientConfigurer first = context.getBean(DeviceCodeWebClientConfigurer.class);
				get(first.forRegistration("device-code"), this.resource.url("/")).block();
				assertThat(this.resource.authorizations()).containsExactly("Bearer token-of-User.Read");
				assertThatIllegalArgumentException().isThrownBy(() -> first.forRegistration("none"));
			});
	}

	@Test
	void withoutScopesTheRefusalNamesTheProperty() {
		this.contextRunner.run((context) -> assertThatIllegalStateException()
			.isThrownBy(() -> get(context.getBean(DeviceCodeWebClientConfigurer.class), this.resource.url("/")).block())
			.withMessageContaining("azure.identity.device-code.scopes"));
	}

	@Test
	void continuousAccessEvaluationIsAskedForWhateverTheScopes() {
		this.contextRunner
			.withPropertyValues("azure.identity.device-code.enable-cae=true",
					"azure.identity.device-code.allowed-hosts=" + this.resource.host())
			.run((context) -> {
				DeviceCodeWebClientConfigurer deviceCode = context.getBean(DeviceCodeWebClientConfigurer.class);
				get(deviceCode.forScopes("Mail.Read").forHosts(this.resource.host()), this.resource.url("/")).block();
				assertThat(this.credential.requests()).containsExactly(TokenRequest.of("Mail.Read").withCae(true));
			});
	}

	@Test
	void aClaimsChallengeIsAnsweredOnceWithATokenForTheClaims() {
		this.resource.answer(401, "WWW-Authenticate", CHALLENGE);
		assertThat(post(deviceCode(this.credential), "the body")).isEqualTo("ok");
		assertThat(this.resource.authorizations()).containsExactly("Bearer token-of-User.Read",
				"Bearer token-of-User.Read-with-claims");
		assertThat(this.resource.requests())
			.allSatisfy((request) -> assertThat(request.getBody().utf8()).isEqualTo("the body"));
		assertThat(this.credential.requests()).last().isEqualTo(TokenRequest.of("User.Read").withClaims(CLAIMS));
	}

	@Test
	void manyChallengesForceOneToken() {
		WebClient client = client(deviceCode(this.credential));
		for (int i = 0; i < 20; i++) {
			String claims = "{\"access_token\":{\"nbf\":{\"value\":\"" + i + "\"}}}";
			String challenge = "Bearer error=\"insufficient_claims\", claims=\""
					+ Base64.getEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + "\"";
			this.resource.answer(401, "WWW-Authenticate", challenge).answer(401, "WWW-Authenticate", challenge);
			assertThatExceptionOfType(WebClientResponseException.Unauthorized.class)
				.isThrownBy(() -> client.get().uri(this.resource.url("/")).retrieve().toBodilessEntity().block());
		}
		assertThat(this.credential.requests()).filteredOn((request) -> request.claims() != null).hasSize(1);
	}

	@Test
	void aSecondClaimsChallengeReachesTheCaller() {
		this.resource.answer(401, "WWW-Authenticate", CHALLENGE).answer(401, "WWW-Authenticate", CHALLENGE);
		assertThatExceptionOfType(WebClientResponseException.Unauthorized.class)
			.isThrownBy(() -> get(deviceCode(this.credential), this.resource.url("/")).block());
		assertThat(this.resource.requests()).hasSize(2);
	}

	@Test
	void another401ReachesTheCaller() {
		this.resource.answer(401, "WWW-Authenticate", "Bearer error=\"invalid_token\"");
		assertThatExceptionOfType(WebClientResponseException.Unauthorized.class)
			.isThrownBy(() -> get(deviceCode(this.credential), this.resource.url("/")).block());
		assertThat(this.resource.requests()).hasSize(1);
	}

	@Test
	void nothingIsSentWithoutAToken() {
		SignInDeclinedException declined = new SignInDeclinedException("declined");
		this.credential.failNext(declined);
		assertThatExceptionOfType(SignInDeclinedException.class)
			.isThrownBy(() -> get(deviceCode(this.credential), this.resource.url("/")).block());
		assertThat(this.resource.requests()).isEmpty();
	}

	@Test
	void theSubscriberIsNotBlockedAndItsCancelCancelsTheWait() {
		CompletableFuture<AccessToken> pending = new CompletableFuture<>();
		DeviceCodeCredential waiting = new FakeDeviceCodeCredential() {

			@Override
			public AccessToken getToken(TokenRequest request) {
				throw new AssertionError("blocks");
			}

			@Override
			public CompletableFuture<AccessToken> getTokenAsync(TokenRequest request) {
				return pending;
			}

		};
		Disposable subscription = get(deviceCode(waiting), this.resource.url("/")).subscribe();
		assertThat(pending).isNotDone();
		subscription.dispose();
		assertThat(pending).isCancelled();
		assertThat(this.resource.requests()).isEmpty();
	}

	@Test
	void aClientBuildsNoCredentialBeforeThereIsARequestThatMayCarryAToken() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DeviceCodeAutoConfiguration.class,
					DeviceCodeWebClientAutoConfiguration.class))
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.withPropertyValues("azure.identity.device-code.scopes=User.Read",
					"azure.identity.device-code.credentials.work.tenant-id=contoso.example")
			.run((context) -> {
				DeviceCodeWebClientConfigurer deviceCode = context.getBean(DeviceCodeWebClientConfigurer.class);
				assertThatIllegalStateException().isThrownBy(() -> get(deviceCode, "https://a.example/").block());
				assertThatIllegalStateException()
					.isThrownBy(() -> get(deviceCode.forRegistration("work"), "https://a.example/").block());
				assertThat(List.of("deviceCodeCredential", "work")).allMatch(
						(bean) -> context.containsBean(bean) && !context.getBeanFactory().containsSingleton(bean));
			});
	}

	@Test
	void theHttpClientIsThatOfTheApplication() {
		this.resource.answer(302, "Location", "/moved");
		this.configuredRunner
			.withBean(HttpClientSettings.class, () -> TestConfigurers.SETTINGS.withRedirects(HttpRedirects.DONT_FOLLOW))
			.withBean(ClientHttpConnectorBuilder.class,
					() -> ClientHttpConnectorBuilder.jdk()
						.withHttpClientCustomizer((client) -> client.followRedirects(HttpClient.Redirect.ALWAYS)))
			.run((context) -> {
				assertThat(WebClient.builder()
					.apply(context.getBean(DeviceCodeWebClientConfigurer.class))
					.build()
					.get()
					.uri(this.resource.url("/"))
					.exchangeToMono((response) -> Mono.just(response.statusCode().value()))
					.block()).isEqualTo(302);
				assertThat(this.resource.requests()).hasSize(1);
			});
	}

	@Test
	void filtersOfTheApplicationSeeOneExchangeAndNoToken() {
		this.resource.answer(401, "WWW-Authenticate", CHALLENGE).answer(307, "Location", "/moved");
		List<String> seen = new ArrayList<>();
		WebClient client = client(deviceCode(this.credential)).mutate()
			.filter((request, next) -> next.exchange(request)
				.doOnNext((response) -> seen.add(request.headers().getFirst("Authorization"))))
			.build();
		assertThat(client.get().uri(this.resource.url("/")).retrieve().bodyToMono(String.class).block())
			.isEqualTo("ok");
		assertThat(seen).containsExactly((String) null);
		assertThat(this.resource.requests()).hasSize(3);
	}

	@Test
	void aFailureOfTheHttpClientStaysOne() {
		assertThatExceptionOfType(WebClientRequestException.class)
			.isThrownBy(() -> get(deviceCode(this.credential).forHosts("localhost:1"), "https://localhost:1/").block());
	}

	@Test
	void configurerBacksOff() {
		this.contextRunner.withBean("custom", DeviceCodeWebClientConfigurer.class, () -> deviceCode(this.credential))
			.run((context) -> assertThat(context).hasSingleBean(DeviceCodeWebClientConfigurer.class).hasBean("custom"));
	}

	@Test
	void configurerNeedsNoSpringSecurity() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("org.springframework.security"))
			.run((context) -> assertThat(context).hasSingleBean(DeviceCodeWebClientConfigurer.class));
	}

	@Test
	void thereIsNoConfigurerWithoutWebClient() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(WebClient.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("deviceCodeWebClientConfigurer"));
	}

	@Test
	void thereIsNoConfigurerWhenDisabled() {
		this.contextRunner.withPropertyValues("azure.identity.device-code.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DeviceCodeWebClientConfigurer.class));
	}

	private DeviceCodeWebClientConfigurer deviceCode(DeviceCodeCredential credential) {
		return TestConfigurers.webClient(credential, "graph.microsoft.com").forHosts(this.resource.host());
	}

	private Mono<String> get(DeviceCodeWebClientConfigurer deviceCode, String url) {
		return client(deviceCode).get().uri(url).retrieve().bodyToMono(String.class);
	}

	private String post(DeviceCodeWebClientConfigurer deviceCode, String body) {
		return client(deviceCode).method(HttpMethod.POST)
			.uri(this.resource.url("/"))
			.bodyValue(body)
			.retrieve()
			.bodyToMono(String.class)
			.block();
	}

	private static WebClient client(DeviceCodeWebClientConfigurer deviceCode) {
		return WebClient.builder().apply(deviceCode.withSettings(TestConfigurers.SETTINGS)).build();
	}

}
