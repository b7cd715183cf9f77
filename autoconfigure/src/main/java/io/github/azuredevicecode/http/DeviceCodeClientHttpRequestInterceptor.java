package io.github.azuredevicecode.http;

import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.oauth2.AuthorizedClientSupport;
import io.github.azuredevicecode.oauth2.DeviceCodeOAuth2AuthorizedClientProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
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
 * Gives the signed-in user's token to the requests of a
 * {@link org.springframework.web.client.RestClient RestClient}, in any thread, within a
 * web request or without one. To be added to the clients that need it, and to no others:
 * {@code builder.requestInterceptor(deviceCode)}.
 * <p>
 * The token goes only to allowed hosts over https; any other request is refused before a
 * token is asked for. By default the allowed hosts are those that the scopes name. A
 * claims challenge (a 401 with {@code insufficient_claims}) is answered once, with a
 * token for those claims, and at most once in some seconds. An {@code Authorization}
 * header that the request has already is replaced. A redirect to another host carries no
 * token; this holds for the HTTP clients that Spring Boot detects, and a request is
 * refused where the JDK's client would hand the token on. Immutable and thread safe.
 *
 * @since 0.1
 */
public final class DeviceCodeClientHttpRequestInterceptor implements ClientHttpRequestInterceptor {

	/**
	 * The name of the principal to whom the authorized client belongs: the application
	 * and not the user of a web request, who has nothing to do with this login.
	 */
	public static final String PRINCIPAL_NAME = "device-code";

	private final OAuth2AuthorizedClientManager manager;

	private final ClientRegistrationRepository registrations;

	private final Map<String, TokenHosts> hosts;

	private final TokenHosts defaultHosts;

	private final String registrationId;

	private final TokenHosts tokenHosts;

	private final @Nullable TokenRequest tokenRequest;

	private final OAuth2AuthorizeRequest authorizeRequest;

	private final RedirectGuard redirectGuard = new RedirectGuard();

	private final ClaimsAnswers claimsAnswers;

	private volatile @Nullable TokenPolicy policy;

	private volatile @Nullable BearerHeader bearerHeader;

	/**
	 * Create an interceptor.
	 * @param manager gives the tokens
	 * @param registrations the registrations, by which scopes are known
	 * @param registrationId the registration to use
	 * @param hosts where the token may go, by registration; that of a registration which
	 * is not named goes where that of {@code registrationId} may, which must be named
	 */
	public DeviceCodeClientHttpRequestInterceptor(OAuth2AuthorizedClientManager manager,
			ClientRegistrationRepository registrations, String registrationId, Map<String, TokenHosts> hosts) {
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

	private DeviceCodeClientHttpRequestInterceptor(DeviceCodeClientHttpRequestInterceptor origin, String registrationId,
			TokenHosts tokenHosts, @Nullable TokenRequest tokenRequest) {
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

	/**
	 * Returns an interceptor for a client registration with the device_code grant. It
	 * sends the token of the credential that has the registration, else of the default
	 * credential, for the scopes of the registration, and to the hosts that the
	 * properties of that credential allow. What {@link #forHosts(String...)} and
	 * {@link #forScopes(String...)} have set before has no effect.
	 * @param registrationId the id of the registration, by default the name of a
	 * credential
	 * @return a new interceptor
	 * @throws IllegalArgumentException if there is no such registration
	 */
	public DeviceCodeClientHttpRequestInterceptor forRegistration(String registrationId) {
		Assert.isTrue(AuthorizedClientSupport.isDeviceCode(this.registrations.findByRegistrationId(registrationId)),
				() -> TokenPolicy.unknownRegistration(registrationId, this.hosts.keySet()));
		return new DeviceCodeClientHttpRequestInterceptor(this, registrationId,
				this.hosts.getOrDefault(registrationId, this.defaultHosts), null);
	}

	/**
	 * Returns an interceptor that asks for other scopes, and sends the token to the hosts
	 * that these name unless hosts are configured.
	 * @param scopes scopes of one resource
	 * @return a new interceptor
	 * @throws IllegalArgumentException if the scopes are missing or reserved
	 */
	public DeviceCodeClientHttpRequestInterceptor forScopes(String... scopes) {
		return new DeviceCodeClientHttpRequestInterceptor(this, this.registrationId, this.tokenHosts,
				TokenRequest.of(scopes));
	}

	/**
	 * Returns an interceptor that sends the token to other hosts.
	 * @param hosts the hosts, with their port unless it is 443
	 * @return a new interceptor
	 * @throws IllegalArgumentException if one is not a host, or there are none
	 */
	public DeviceCodeClientHttpRequestInterceptor forHosts(String... hosts) {
		return new DeviceCodeClientHttpRequestInterceptor(this, this.registrationId,
				this.tokenHosts.withAllowedHosts(hosts), this.tokenRequest);
	}

	/**
	 * Give the request its token.
	 * @param request the request
	 * @param body its body
	 * @param execution the rest of the chain
	 * @return the response
	 * @throws IOException if the request fails
	 * @throws IllegalStateException if the request goes to a host that is not allowed, or
	 * there is no registration or no scope
	 * @throws org.springframework.security.oauth2.client.ClientAuthorizationException if
	 * there is no token
	 */
	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		TokenPolicy policy = policy();
		policy.requireAllowed(request.getURI());
		String token = token(null);
		request.getHeaders().set(HttpHeaders.AUTHORIZATION, header(token));
		ClientHttpResponse response = this.redirectGuard.execute(this, request, body, execution);
		String claims = RedirectGuard.isFromAnotherHost(response) ? null : claims(response);
		if (claims == null) {
			return response;
		}
		String answer = answer(policy, claims, token, response);
		if (answer == null) {
			return response;
		}
		response.close();
		request.getHeaders().set(HttpHeaders.AUTHORIZATION, header(answer));
		return this.redirectGuard.execute(this, request, body, execution);
	}

	private @Nullable String answer(TokenPolicy policy, String claims, String refused, ClientHttpResponse response) {
		String answer = null;
		try {
			List<Object> slot = List.of(this.registrationId, policy.scopes());
			if (!this.claimsAnswers.begin(slot, claims, refused)) {
				// Another request may have brought a token that the resource accepts
				String current = token(null);
				answer = current.equals(refused) ? null : current;
				return answer;
			}
			response.close();
			try {
				answer = token(claims);
				return answer;
			}
			finally {
				this.claimsAnswers.end(slot, claims, answer);
			}
		}
		catch (RuntimeException ex) {
			response.close();
			throw ex;
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
		Assert.state(registration != null,
				() -> TokenPolicy.unknownRegistration(this.registrationId, this.hosts.keySet()));
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
		OAuth2AuthorizedClient client = this.manager
			.authorize((claims != null) ? authorizeRequest(claims) : this.authorizeRequest);
		Assert.state(client != null, () -> "The registration '" + this.registrationId
				+ "' gives no token; its authorization-grant-type must be urn:ietf:params:oauth:grant-type:device_code");
		return client.getAccessToken().getTokenValue();
	}

	// A token of some kilobytes is not copied for each request
	private String header(String token) {
		BearerHeader known = this.bearerHeader;
		if (known == null || !known.token().equals(token)) {
			known = new BearerHeader(token, "Bearer " + token);
			this.bearerHeader = known;
		}
		return known.value();
	}

	private static @Nullable String claims(ClientHttpResponse response) throws IOException {
		if (!response.getStatusCode().isSameCodeAs(HttpStatus.UNAUTHORIZED)) {
			return null;
		}
		return ClaimsChallenge.find(response.getHeaders().getOrEmpty(HttpHeaders.WWW_AUTHENTICATE));
	}

	private record BearerHeader(String token, String value) {

		@Override
		public String toString() {
			return "BearerHeader";
		}

	}

}
