package io.github.azuredevicecode.http.reactive;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.http.AllowedHosts;
import io.github.azuredevicecode.http.ClaimsChallenge;
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
 */
public final class DeviceCodeExchangeFilterFunction implements ExchangeFilterFunction {

	private final DeviceCodeCredential credential;

	private final @Nullable TokenRequest tokenRequest;

	private final @Nullable AllowedHosts allowedHosts;

	private final String graphHost;

	private final boolean cae;

	private final Map<String, DeviceCodeExchangeFilterFunction> registrations;

	private final AllowedHosts effectiveHosts;

	private final ConnectorGuard connectorGuard = new ConnectorGuard();

	/**
	 * Create a filter.
	 * @param credential gives the tokens
	 * @param tokenRequest what is asked for, or {@code null} if each client says so by
	 * {@link #forScopes(String...)}
	 * @param allowedHosts the hosts that may receive the token, or {@code null} for those
	 * that the scopes name
	 * @param graphHost the host of Microsoft Graph, which short scopes such as
	 * {@code User.Read} mean
	 */
	public DeviceCodeExchangeFilterFunction(DeviceCodeCredential credential, @Nullable TokenRequest tokenRequest,
			@Nullable AllowedHosts allowedHosts, String graphHost) {
		this(credential, tokenRequest, allowedHosts, graphHost, tokenRequest != null && tokenRequest.cae(), Map.of());
	}

	private DeviceCodeExchangeFilterFunction(DeviceCodeCredential credential, @Nullable TokenRequest tokenRequest,
			@Nullable AllowedHosts allowedHosts, String graphHost, boolean cae,
			Map<String, DeviceCodeExchangeFilterFunction> registrations) {
		Assert.notNull(credential, "credential cannot be null");
		Assert.hasText(graphHost, "graphHost cannot be empty");
		this.credential = credential;
		this.tokenRequest = (tokenRequest != null) ? tokenRequest.withCae(cae) : null;
		this.allowedHosts = allowedHosts;
		this.graphHost = graphHost;
		this.cae = cae;
		this.registrations = registrations;
		this.effectiveHosts = effectiveHosts(tokenRequest, allowedHosts, graphHost);
	}

	private static AllowedHosts effectiveHosts(@Nullable TokenRequest tokenRequest, @Nullable AllowedHosts allowedHosts,
			String graphHost) {
		if (allowedHosts != null) {
			return allowedHosts;
		}
		return AllowedHosts.ofScopes((tokenRequest != null) ? tokenRequest.scopes() : Set.of(), graphHost);
	}

	/**
	 * Return a filter that asks for other scopes.
	 * @param scopes scopes of one resource
	 * @return a new filter
	 * @throws IllegalArgumentException if the scopes are missing or reserved
	 */
	public DeviceCodeExchangeFilterFunction forScopes(String... scopes) {
		return new DeviceCodeExchangeFilterFunction(this.credential, TokenRequest.of(scopes), this.allowedHosts,
				this.graphHost, this.cae, this.registrations);
	}

	/**
	 * Return a filter that asks for tokens with Continuous Access Evaluation, or without,
	 * whatever the scopes.
	 * @param cae whether claims challenges may come
	 * @return a new filter
	 */
	public DeviceCodeExchangeFilterFunction withCae(boolean cae) {
		return new DeviceCodeExchangeFilterFunction(this.credential, this.tokenRequest, this.allowedHosts,
				this.graphHost, cae, this.registrations);
	}

	/**
	 * Return a filter that knows those of other credentials.
	 * @param registrations the filters by client registration, for
	 * {@link #forRegistration(String)}
	 * @return a new filter
	 */
	public DeviceCodeExchangeFilterFunction withRegistrations(
			Map<String, DeviceCodeExchangeFilterFunction> registrations) {
		return new DeviceCodeExchangeFilterFunction(this.credential, this.tokenRequest, this.allowedHosts,
				this.graphHost, this.cae, Map.copyOf(registrations));
	}

	/**
	 * Return the filter of a credential that is configured by name.
	 * @param registrationId its client registration, by default the name of the
	 * credential
	 * @return its filter
	 * @throws IllegalArgumentException if there is no such credential
	 */
	public DeviceCodeExchangeFilterFunction forRegistration(String registrationId) {
		DeviceCodeExchangeFilterFunction filter = this.registrations.get(registrationId);
		Assert.notNull(filter, () -> "No credential has the client registration '" + registrationId
				+ "'. Those with a name have " + this.registrations.keySet());
		return filter;
	}

	public DeviceCodeExchangeFilterFunction forRegistrationOrThis(String registrationId) {
		return this.registrations.getOrDefault(registrationId, this);
	}

	/**
	 * Return a filter that gives the token to other hosts.
	 * @param hosts the hosts, with their port where it is not 443
	 * @return a new filter
	 * @throws IllegalArgumentException if one is no host
	 */
	public DeviceCodeExchangeFilterFunction forHosts(String... hosts) {
		Assert.notEmpty(hosts, "hosts cannot be empty");
		return new DeviceCodeExchangeFilterFunction(this.credential, this.tokenRequest,
				AllowedHosts.of(Arrays.asList(hosts)), this.graphHost, this.cae, this.registrations);
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
			return send(request, tokenRequest, next).flatMap((response) -> {
				String claims = claims(response);
				return (claims != null)
						? response.releaseBody()
							.then(Mono.defer(() -> send(request, tokenRequest.withClaims(claims), next)))
						: Mono.just(response);
			});
		});
	}

	private TokenRequest requireAllowed(ClientRequest request) {
		TokenRequest tokenRequest = this.tokenRequest;
		Assert.state(tokenRequest != null,
				"There is nothing to ask for. Set azure.identity.device-code.scopes, or use forScopes(...)");
		Assert.state(this.effectiveHosts.allow(request.url()),
				() -> "The token for " + tokenRequest.scopes() + " must not go to " + request.url().getScheme() + "://"
						+ request.url().getRawAuthority() + ". It is given over https alone, and to these hosts: "
						+ this.effectiveHosts + ". To allow another, set azure.identity.device-code.allowed-hosts "
						+ "or use forHosts(...)");
		return tokenRequest;
	}

	private Mono<ClientResponse> send(ClientRequest request, TokenRequest tokenRequest, ExchangeFunction next) {
		return Mono.fromFuture(() -> this.credential.getTokenAsync(tokenRequest))
			.flatMap((token) -> next.exchange(authorized(request, token, next)));
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
