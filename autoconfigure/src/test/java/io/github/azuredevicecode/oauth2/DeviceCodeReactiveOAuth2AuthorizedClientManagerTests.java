package io.github.azuredevicecode.oauth2;

import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.http.TestInterceptors;
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
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.security.oauth2.client.InMemoryReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientService;
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

	private static final ClientRegistration REGISTRATION = TestInterceptors.registration("id", "User.Read");

	private static final ClientRegistration OTHER = ClientRegistration.withClientRegistration(REGISTRATION)
		.registrationId("other")
		.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
		.build();

	private final ReactiveClientRegistrationRepository registrations = new InMemoryReactiveClientRegistrationRepository(
			REGISTRATION, OTHER);

	private final RecordingService authorizedClients = new RecordingService(
			new InMemoryReactiveOAuth2AuthorizedClientService(this.registrations));

	private final WaitingCredential credential = new WaitingCredential();

	private final DeviceCodeReactiveOAuth2AuthorizedClientManager manager = new DeviceCodeReactiveOAuth2AuthorizedClientManager(
			this.registrations, this.authorizedClients,
			new DeviceCodeReactiveOAuth2AuthorizedClientProvider(this.credential));

	@Test
	void onlyAChangedClientIsSaved() {
		authorize("id").as(StepVerifier::create).expectNext("token-of-User.Read").verifyComplete();
		authorize("id").as(StepVerifier::create).expectNext("token-of-User.Read").verifyComplete();
		assertThat(this.authorizedClients.saved).hasSize(1);
		this.credential.setToken("renewed");
		authorize("id").as(StepVerifier::create).expectNext("renewed").verifyComplete();
		assertThat(this.authorizedClients.saved).hasSize(2);
	}

	@Test
	void theClientOfTheRequestIsReauthorized() {
		OAuth2AuthorizedClient held = TestInterceptors.authorizedClient(REGISTRATION, "token-of-User.Read",
				Instant.now().plusSeconds(3600));
		StepVerifier
			.create(this.manager
				.authorize(OAuth2AuthorizeRequest.withAuthorizedClient(held).principal("anyone").build()))
			.expectNext(held)
			.verifyComplete();
		assertThat(this.authorizedClients.saved).isEmpty();
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
	void aClientWhoseLoginIsRevokedIsRemoved() {
		authorize("id").block();
		this.credential.failNext(new ClientAuthenticationException("refused",
				new ServiceError("invalid_grant", "words", "AADSTS50173", "advice", "id", null), null));
		this.manager.authorize(request("id").attribute("scope", "Mail.Read").build())
			.as(StepVerifier::create)
			.verifyError(ClientAuthorizationException.class);
		assertThat(this.authorizedClients.removed).containsExactly("id");
	}

	@Test
	void aClientIsKeptWhenTheServiceIsOutOfReach() {
		authorize("id").block();
		this.credential.failNext(new ClientAuthenticationException("out of reach"));
		this.manager.authorize(request("id").attribute("scope", "Mail.Read").build())
			.as(StepVerifier::create)
			.verifyError(ClientAuthorizationException.class);
		assertThat(this.authorizedClients.removed).isEmpty();
	}

	@Test
	void cancellingGivesUpTheWait() {
		CompletableFuture<AccessToken> pending = this.credential.waitForAUser();
		Disposable subscription = authorize("id").subscribe();
		assertThat(pending).isNotDone();
		subscription.dispose();
		assertThat(pending).isCancelled();
		assertThat(this.authorizedClients.saved).isEmpty();
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

	private static final class RecordingService implements ReactiveOAuth2AuthorizedClientService {

		private final ReactiveOAuth2AuthorizedClientService delegate;

		private final List<OAuth2AuthorizedClient> saved = new ArrayList<>();

		private final List<String> removed = new ArrayList<>();

		RecordingService(ReactiveOAuth2AuthorizedClientService delegate) {
			this.delegate = delegate;
		}

		@Override
		public <T extends OAuth2AuthorizedClient> Mono<T> loadAuthorizedClient(String clientRegistrationId,
				String principalName) {
			return this.delegate.loadAuthorizedClient(clientRegistrationId, principalName);
		}

		@Override
		public Mono<Void> saveAuthorizedClient(OAuth2AuthorizedClient authorizedClient, Authentication principal) {
			return this.delegate.saveAuthorizedClient(authorizedClient, principal)
				.doOnSubscribe((subscription) -> this.saved.add(authorizedClient));
		}

		@Override
		public Mono<Void> removeAuthorizedClient(String clientRegistrationId, String principalName) {
			return this.delegate.removeAuthorizedClient(clientRegistrationId, principalName)
				.doOnSubscribe((subscription) -> this.removed.add(clientRegistrationId));
		}

	}

}
