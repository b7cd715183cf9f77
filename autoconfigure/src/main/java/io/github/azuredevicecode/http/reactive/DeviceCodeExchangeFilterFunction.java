package io.github.azuredevicecode.http.reactive;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.http.ClaimsAnswers;
import io.github.azuredevicecode.http.ClaimsChallenge;
import io.github.azuredevicecode.http.TokenPolicy;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.util.Assert;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Gives the signed-in user's token to the requests of a
 * {@link org.springframework.web.reactive.function.client.WebClient WebClient}, without
 * ever blocking its thread. To be added to the clients that need it, and to no others:
 * {@code builder.filter(deviceCode)}. Needs no Spring Security.
 * <p>
 * The token goes only to allowed hosts over https; any other request is refused before a
 * token is asked for. By default the allowed hosts are those that the scopes name. A
 * claims challenge (a 401 with {@code insufficient_claims}) is answered once, with a
 * token for those claims, for which the body of the request is subscribed to again.
 * Cancelling the exchange gives up the wait for a sign-in. A redirect to another host
 * carries no token; a request is refused where the JDK's client would hand it on.
 * Immutable and thread safe.
 *
 * @since 0.1
 */
public final class DeviceCodeExchangeFilterFunction implements ExchangeFilterFunction {

	private final Function<String, @Nullable Set<String>> registeredScopes;

	private final Map<String, TokenSource> sources;

	private final TokenSource defaultSource;

	private final TokenSource source;

	private final TokenPolicy policy;

	private final ConnectorGuard connectorGuard = new ConnectorGuard();

	private final ClaimsAnswers claimsAnswers;

	/**
	 * Create a filter.
	 * @param registeredScopes the scopes of a client registration of the application with
	 * the device_code grant, {@code null} if there is no such registration
	 * @param registrationId the registration to use
	 * @param sources where the token comes from and may go, by registration; a
	 * registration which is not named uses that of {@code registrationId}, which must be
	 * named
	 */
	public DeviceCodeExchangeFilterFunction(Function<String, @Nullable Set<String>> registeredScopes,
			String registrationId, Map<String, TokenSource> sources) {
		Assert.notNull(registeredScopes, "registeredScopes cannot be null");
		Assert.hasText(registrationId, "registrationId cannot be empty");
		TokenSource source = sources.get(registrationId);
		Assert.notNull(source, "sources must name the registration");
		this.registeredScopes = registeredScopes;
		this.sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
		this.defaultSource = source;
		this.claimsAnswers = new ClaimsAnswers();
		this.source = source;
		this.policy = source.policy();
	}

	private DeviceCodeExchangeFilterFunction(DeviceCodeExchangeFilterFunction origin, TokenSource source) {
		this.registeredScopes = origin.registeredScopes;
		this.sources = origin.sources;
		this.defaultSource = origin.defaultSource;
		this.claimsAnswers = origin.claimsAnswers;
		this.source = source;
		this.policy = source.policy();
	}

	/**
	 * Returns a filter for a client registration with the device_code grant. It sends the
	 * token of the credential that has the registration, else of the default credential,
	 * for the scopes of the registration, and to the hosts that the properties of that
	 * credential allow. What {@link #forHosts(String...)} and
	 * {@link #forScopes(String...)} have set before has no effect. Without Spring
	 * Security, the registrations are those of the configured credentials.
	 * @param registrationId the id of the registration, by default the name of a
	 * credential
	 * @return a new filter
	 * @throws IllegalArgumentException if there is no such registration
	 */
	public DeviceCodeExchangeFilterFunction forRegistration(String registrationId) {
		Set<String> scopes = this.registeredScopes.apply(registrationId);
		Assert.isTrue(scopes != null || this.sources.containsKey(registrationId),
				() -> TokenPolicy.unknownRegistration(registrationId, this.sources.keySet()));
		TokenSource source = this.sources.getOrDefault(registrationId, this.defaultSource);
		return new DeviceCodeExchangeFilterFunction(this,
				(scopes != null) ? source.withTokenRequest(scopes.isEmpty() ? null : TokenRequest.of(scopes)) : source);
	}

	/**
	 * Returns a filter that asks for other scopes, and sends the token to the hosts that
	 * these name unless hosts are configured.
	 * @param scopes scopes of one resource
	 * @return a new filter
	 * @throws IllegalArgumentException if the scopes are missing or reserved
	 */
	public DeviceCodeExchangeFilterFunction forScopes(String... scopes) {
		return new DeviceCodeExchangeFilterFunction(this, this.source.withTokenRequest(TokenRequest.of(scopes)));
	}

	/**
	 * Returns a filter that sends the token to other hosts.
	 * @param hosts the hosts, with their port unless it is 443
	 * @return a new filter
	 * @throws IllegalArgumentException if one is not a host, or there are none
	 */
	public DeviceCodeExchangeFilterFunction forHosts(String... hosts) {
		return new DeviceCodeExchangeFilterFunction(this, this.source.withAllowedHosts(hosts));
	}

	/**
	 * Give the request its token.
	 * @param request the request
	 * @param next the rest of the chain
	 * @return the response, or {@link IllegalStateException} if the request goes to a
	 * host that may not have the token or there are no scopes, or
	 * {@link io.github.azuredevicecode.ClientAuthenticationException} if there is no
	 * token
	 */
	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono.defer(() -> {
			TokenRequest tokenRequest = requireAllowed(request);
			return token(tokenRequest)
				.flatMap((token) -> next.exchange(authorized(request, token, next)).flatMap((response) -> {
					String claims = claims(response);
					return (claims != null) ? answer(request, tokenRequest.withClaims(claims), token, response, next)
							: Mono.just(response);
				}));
		});
	}

	private Mono<ClientResponse> answer(ClientRequest request, TokenRequest tokenRequest, AccessToken refused,
			ClientResponse response, ExchangeFunction next) {
		List<Object> slot = List.of(this.source.credential(), tokenRequest.scopes());
		String claims = Objects.requireNonNull(tokenRequest.claims());
		if (!this.claimsAnswers.begin(slot, claims, refused.value())) {
			// Another request may have brought a token that the resource accepts
			return token(Objects.requireNonNull(this.source.tokenRequest()))
				.onErrorResume((ex) -> response.releaseBody().then(Mono.error(ex)))
				.flatMap((current) -> current.value().equals(refused.value()) ? Mono.just(response)
						: response.releaseBody().then(next.exchange(authorized(request, current, next))));
		}
		AtomicReference<@Nullable String> answer = new AtomicReference<>();
		return response.releaseBody()
			.then(Mono.defer(() -> token(tokenRequest)))
			.doOnNext((token) -> answer.set(token.value()))
			.doFinally((signal) -> this.claimsAnswers.end(slot, claims, answer.get()))
			.flatMap((token) -> next.exchange(authorized(request, token, next)));
	}

	private Mono<AccessToken> token(TokenRequest tokenRequest) {
		return Mono.fromFuture(() -> this.source.credential().getTokenAsync(tokenRequest));
	}

	private TokenRequest requireAllowed(ClientRequest request) {
		this.policy.requireAllowed(request.url());
		return Objects.requireNonNull(this.source.tokenRequest());
	}

	private ClientRequest authorized(ClientRequest request, AccessToken token, ExchangeFunction next) {
		return ClientRequest.from(request)
			.headers((headers) -> headers.set(HttpHeaders.AUTHORIZATION, "Bearer " + token.value()))
			.httpRequest((sent) -> this.connectorGuard.requireSafe(sent, next))
			.build();
	}

	private static @Nullable String claims(ClientResponse response) {
		if (!response.statusCode().isSameCodeAs(HttpStatus.UNAUTHORIZED)) {
			return null;
		}
		return ClaimsChallenge.find(response.headers().header(HttpHeaders.WWW_AUTHENTICATE));
	}

}
