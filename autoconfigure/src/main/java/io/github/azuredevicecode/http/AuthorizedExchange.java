package io.github.azuredevicecode.http;

import java.io.IOException;
import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.oauth2.AuthorizedClientSupport;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.util.Assert;

/**
 * Sends requests with the token of a client registration, follows redirects and answers
 * claims challenges. Immutable but for what it remembers, and thread safe.
 * <p>
 * As an interceptor, which no application gets to see, it does so for tests over a mock
 * of the server: there, nobody follows a redirect.
 */
final class AuthorizedExchange implements ClientHttpRequestInterceptor {

	// The application, and not the user of a web request, who has nothing to do with it
	private static final String PRINCIPAL_NAME = "device-code";

	private final Supplier<OAuth2AuthorizedClientManager> manager;

	private final ClientRegistrationRepository registrations;

	private final Map<String, TokenHosts> hosts;

	private final TokenHosts defaultHosts;

	private final String registrationId;

	private final TokenHosts tokenHosts;

	private final @Nullable TokenRequest tokenRequest;

	private final OAuth2AuthorizeRequest authorizeRequest;

	private final ClaimsAnswers claimsAnswers;

	private volatile @Nullable TokenPolicy policy;

	private final BearerHeader header = new BearerHeader();

	/**
	 * Creates an exchange.
	 * @param manager gives the tokens, once there is a request
	 * @param registrations the registrations, by which scopes are known
	 * @param registrationId the registration to use
	 * @param hosts where the token may go, by registration; that of a registration which
	 * is not named goes where that of {@code registrationId} may, which must be named
	 */
	AuthorizedExchange(Supplier<OAuth2AuthorizedClientManager> manager, ClientRegistrationRepository registrations,
			String registrationId, Map<String, TokenHosts> hosts) {
		Assert.notNull(manager, "manager cannot be null");
		Assert.notNull(registrations, "registrations cannot be null");
		Assert.hasText(registrationId, "registrationId cannot be empty");
		TokenHosts tokenHosts = hosts.get(registrationId);
		Assert.notNull(tokenHosts, "hosts must name the registration");
		this.manager = manager;
		this.registrations = registrations;
		this.hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
		this.defaultHosts = tokenHosts;
		this.registrationId = registrationId;
		this.tokenHosts = tokenHosts;
		this.claimsAnswers = new ClaimsAnswers();
		this.tokenRequest = null;
		this.authorizeRequest = authorizeRequest(null);
	}

	private AuthorizedExchange(AuthorizedExchange origin, String registrationId, TokenHosts tokenHosts,
			@Nullable TokenRequest tokenRequest) {
		this.manager = origin.manager;
		this.registrations = origin.registrations;
		this.hosts = origin.hosts;
		this.defaultHosts = origin.defaultHosts;
		this.registrationId = registrationId;
		this.tokenHosts = tokenHosts;
		this.claimsAnswers = origin.claimsAnswers;
		this.tokenRequest = tokenRequest;
		this.authorizeRequest = authorizeRequest(null);
	}

	AuthorizedExchange forRegistration(String registrationId) {
		if (!AuthorizedClientSupport.isDeviceCode(this.registrations.findByRegistrationId(registrationId))) {
			throw new UnknownRegistrationException(registrationId, this.hosts.keySet());
		}
		return new AuthorizedExchange(this, registrationId, this.hosts.getOrDefault(registrationId, this.defaultHosts),
				null);
	}

	AuthorizedExchange forScopes(String... scopes) {
		TokenRequest request = TokenRequest.of(scopes);
		this.tokenHosts.requireOneResource(request.scopes());
		return new AuthorizedExchange(this, this.registrationId, this.tokenHosts, request);
	}

	AuthorizedExchange forHosts(String... hosts) {
		return new AuthorizedExchange(this, this.registrationId, this.tokenHosts.withAllowedHosts(hosts),
				this.tokenRequest);
	}

	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		return execute(request.getURI(), request.getMethod(), false, (hop, authorization) -> {
			hop.applyTo(request.getHeaders(), authorization);
			return execution.execute(request, body);
		});
	}

	/**
	 * Sends a request, and sends it again after redirects and a claims challenge.
	 * @param uri where the request goes
	 * @param method the method
	 * @param followsRedirects whether redirects are followed
	 * @param sender sends the request
	 * @return the last response
	 * @throws IOException if a request fails
	 * @throws TokenNotAllowedException if the token must not go there
	 */
	ClientHttpResponse execute(URI uri, HttpMethod method, boolean followsRedirects, Sender sender) throws IOException {
		TokenPolicy policy = policy();
		policy.requireAllowed(uri);
		String token = token(null);
		boolean answered = false;
		Hop hop = new Hop(uri, method);
		while (true) {
			ClientHttpResponse response = sender.send(hop, this.header.of(token));
			try {
				String claims = (hop.trusted() && !answered) ? claims(response) : null;
				String answer = (claims != null) ? answer(policy, claims, token, response) : null;
				Hop next = (answer == null && followsRedirects) ? next(hop, response) : null;
				if (answer == null && next == null) {
					return response;
				}
				answered |= answer != null;
				token = (answer != null) ? answer : token;
				hop = (next != null) ? next : hop;
			}
			catch (IOException | RuntimeException ex) {
				response.close();
				throw ex;
			}
			response.close();
		}
	}

	private @Nullable String answer(TokenPolicy policy, String claims, String refused, ClientHttpResponse response) {
		List<Object> slot = List.of(this.registrationId, policy.scopes());
		if (!this.claimsAnswers.begin(slot, claims, refused)) {
			// Another request may have brought a token that the resource accepts
			String current = token(null);
			return current.equals(refused) ? null : current;
		}
		// The user may have to sign in, for which the connection is not held
		response.close();
		String answer = null;
		try {
			answer = token(claims);
			return answer;
		}
		finally {
			this.claimsAnswers.end(slot, claims, answer);
		}
	}

	private TokenPolicy policy() {
		Set<String> scopes = scopes();
		TokenPolicy known = this.policy;
		if (known == null || !known.scopes().equals(scopes)) {
			known = new TokenPolicy(scopes, this.tokenHosts);
			this.policy = known;
		}
		return known;
	}

	private Set<String> scopes() {
		if (this.tokenRequest != null) {
			return this.tokenRequest.scopes();
		}
		ClientRegistration registration = this.registrations.findByRegistrationId(this.registrationId);
		if (registration == null || !AuthorizedClientSupport.isDeviceCode(registration)) {
			throw TokenPolicy.unknownRegistration(this.registrationId, this.hosts.keySet());
		}
		return registration.getScopes();
	}

	private OAuth2AuthorizeRequest authorizeRequest(@Nullable String claims) {
		OAuth2AuthorizeRequest.Builder request = OAuth2AuthorizeRequest.withClientRegistrationId(this.registrationId)
			.principal(PRINCIPAL_NAME);
		if (this.tokenRequest != null) {
			request.attribute(OAuth2ParameterNames.SCOPE, String.join(" ", this.tokenRequest.scopes()));
		}
		if (claims != null) {
			request.attribute(DeviceCodeOAuth2AuthorizedClientProvider.CLAIMS_ATTRIBUTE_NAME, claims);
		}
		return request.build();
	}

	private String token(@Nullable String claims) {
		OAuth2AuthorizedClient client = this.manager.get()
			.authorize((claims != null) ? authorizeRequest(claims) : this.authorizeRequest);
		Assert.state(client != null, () -> "The registration '" + this.registrationId + "' gives no token");
		return client.getAccessToken().getTokenValue();
	}

	private static @Nullable String claims(ClientHttpResponse response) throws IOException {
		if (!response.getStatusCode().isSameCodeAs(HttpStatus.UNAUTHORIZED)) {
			return null;
		}
		return ClaimsChallenge.find(response.getHeaders().getOrEmpty(HttpHeaders.WWW_AUTHENTICATE));
	}

	private static @Nullable Hop next(Hop hop, ClientHttpResponse response) throws IOException {
		return hop.next(response.getStatusCode().value(), response.getHeaders());
	}

	/**
	 * Sends one of the requests of an exchange.
	 */
	@FunctionalInterface
	interface Sender {

		/**
		 * Sends the request that was made, as a hop changes it.
		 * @param hop where the request goes
		 * @param authorization the value of the {@code Authorization} header
		 * @return the response
		 * @throws IOException if the request fails
		 */
		ClientHttpResponse send(Hop hop, String authorization) throws IOException;

	}

}
