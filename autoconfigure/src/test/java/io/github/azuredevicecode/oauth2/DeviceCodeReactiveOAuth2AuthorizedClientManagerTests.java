package io.github.azuredevicecode.oauth2;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.http.TestConfigurers;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import io.github.azuredevicecode.testsupport.ResourceServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.http.client.reactive.JdkClientHttpConnector;
import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceCodeReactiveOAuth2AuthorizedClientManager}.
 */
@Timeout(60)
class DeviceCodeReactiveOAuth2AuthorizedClientManagerTests {

	private static final ClientRegistration REGISTRATION = TestConfigurers.registration("id", "User.Read");

	private static final ClientRegistration OTHER = ClientRegistration.withClientRegistration(REGISTRATION)
		.registrationId("other")
		.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
		.build();

	private final ReactiveClientRegistrationRepository registrations = new InMemoryReactiveClientRegistrationRepository(
			REGISTRATION, OTHER);

	private final WaitingCredential credential = new WaitingCredential();

	private final DeviceCodeReactiveOAuth2AuthorizedClientManager manager = new DeviceCodeReactiveOAuth2AuthorizedClientManager(
			this.registrations, new DeviceCodeReactiveOAuth2AuthorizedClientProvider(this.credential));

	@Test
	void eachRequestGetsTheTokenOfTheCredential() {
		authorize("id").as(StepVerifier::create).expectNext("token-of-User.Read").verifyComplete();
		authorize("id").as(StepVerifier::create).expectNext("token-of-User.Read").verifyComplete();
		this.credential.setToken("renewed");
		authorize("id").as(StepVerifier::create).expectNext("renewed").verifyComplete();
	}

	@Test
	void theClientOfTheRequestIsReauthorized() {
		OAuth2AuthorizedClient held = TestConfigurers.authorizedClient(REGISTRATION, "token-of-User.Read",
				Instant.now().plusSeconds(3600));
		StepVerifier
			.create(this.manager
				.authorize(OAuth2AuthorizeRequest.withAuthorizedClient(held).principal("anyone").build()))
			.expectNext(held)
			.verifyComplete();
	}

	@Test
	void scopesAndClaimsOfTheRequestAreAskedFor() {
		this.manager
			.authorize(request("id").attribute("scope", "Mail.Read Files.Read")
				.attribute(DeviceCodeOAuth2AuthorizedClientProvider.CLAIMS_ATTRIBUTE_NAME, "{\"a\":1}")
				.build())
			.block();
		assertThat(this.credential.requests())
			.containsExactly(TokenRequest.of("Mail.Read", "Files.Read").withClaims("{\"a\":1}"));
	}

	@Test
	void aRegistrationWithAnotherGrantGetsNothing() {
		authorize("other").as(StepVerifier::create).verifyComplete();
		assertThat(this.credential.requests()).isEmpty();
	}

	@Test
	void anUnknownRegistrationIsAnError() {
		authorize("unknown").as(StepVerifier::create)
			.verifyErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(IllegalArgumentException.class)
				.hasMessage("Could not find ClientRegistration with id 'unknown'"));
	}

	@Test
	void noTokenOfBeforeIsUsedWhenTheServiceIsOutOfReach() {
		OAuth2AuthorizedClient before = this.manager.authorize(request("id").build()).block();
		assertThat(before).isNotNull();
		ClientAuthenticationException failure = new ClientAuthenticationException("out of reach");
		this.credential.failNext(failure, failure);
		authorize("id").as(StepVerifier::create).verifyError(ClientAuthorizationException.class);
		this.manager.authorize(OAuth2AuthorizeRequest.withAuthorizedClient(before).principal("anyone").build())
			.as(StepVerifier::create)
			.verifyError(ClientAuthorizationException.class);
	}

	@Test
	void cancellingGivesUpTheWait() {
		CompletableFuture<AccessToken> pending = this.credential.waitForAUser();
		Disposable subscription = authorize("id").subscribe();
		assertThat(pending).isNotDone();
		subscription.dispose();
		assertThat(pending).isCancelled();
	}

	@Test
	void aThreadThatMayNotBlockServesOthersWhileAUserSignsIn() {
		Scheduler eventLoop = Schedulers.newSingle("event-loop");
		try (ResourceServer resource = new ResourceServer()) {
			WebClient client = WebClient.builder()
				.clientConnector(new JdkClientHttpConnector(
						HttpClient.newBuilder().sslContext(ResourceServer.sslBundle().createSslContext()).build()))
				.build();
			WebClient authorized = client.mutate()
				.filter(new ServerOAuth2AuthorizedClientExchangeFilterFunction(this.manager))
				.build();
			CompletableFuture<AccessToken> pending = this.credential.waitForAUser();
			CompletableFuture<String> waiting = Mono.defer(() -> {
				assertThat(Schedulers.isInNonBlockingThread()).isTrue();
				return authorized.get()
					.uri(resource.url("/waiting"))
					.attributes(ServerOAuth2AuthorizedClientExchangeFilterFunction.clientRegistrationId("id"))
					.retrieve()
					.bodyToMono(String.class);
			}).subscribeOn(eventLoop).toFuture();
			Mono<String> other = client.get().uri(resource.url("/other")).retrieve().bodyToMono(String.class);
			StepVerifier.create(other.subscribeOn(eventLoop))
				.expectNext("ok")
				.expectComplete()
				.verify(Duration.ofSeconds(30));
			assertThat(this.credential.requests()).hasSize(1);
			assertThat(waiting).isNotDone();
			assertThat(resource.authorizations()).containsExactly((String) null);
			pending.complete(new AccessToken("at-last", Instant.now().plusSeconds(3600), null, "Bearer",
					REGISTRATION.getScopes()));
			assertThat(waiting).succeedsWithin(Duration.ofSeconds(30)).isEqualTo("ok");
			assertThat(resource.authorizations()).containsExactly(null, "Bearer at-last");
		}
		finally {
			eventLoop.dispose();
		}
	}

	private Mono<String> authorize(String registrationId) {
		return this.manager.authorize(request(registrationId).build())
			.map((client) -> client.getAccessToken().getTokenValue());
	}

	private static OAuth2AuthorizeRequest.Builder request(String registrationId) {
		return OAuth2AuthorizeRequest.withClientRegistrationId(registrationId).principal("anyone");
	}

	private static final class WaitingCredential extends FakeDeviceCodeCredential {

		private volatile CompletableFuture<AccessToken> pending = new CompletableFuture<>();

		private volatile boolean waiting;

		CompletableFuture<AccessToken> waitForAUser() {
			this.waiting = true;
			return this.pending;
		}

		@Override
		public CompletableFuture<AccessToken> getTokenAsync(TokenRequest request) {
			CompletableFuture<AccessToken> token = super.getTokenAsync(request);
			return this.waiting ? this.pending : token;
		}

	}

}
