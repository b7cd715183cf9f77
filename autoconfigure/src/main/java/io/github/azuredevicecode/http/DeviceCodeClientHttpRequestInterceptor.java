package io.github.azuredevicecode.http;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;

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
 * token for those claims. An {@code Authorization} header that the request has already is
 * replaced. A redirect to another host carries no token; this holds for the HTTP clients
 * that Spring Boot detects, and a request is refused where the JDK's client would hand
 * the token on. Immutable and thread safe.
 */
public final class DeviceCodeClientHttpRequestInterceptor implements ClientHttpRequestInterceptor {

	/**
	 * The name of the principal to whom the authorized client belongs: the application
	 * and not the user of a web request, who has nothing to do with this login.
	 */
	public static final String PRINCIPAL_NAME = "device-code";

	private final OAuth2AuthorizedClientManager manager;

	private final ClientRegistrationRepository registrations;

	private final String registrationId;

	private final Map<String, TokenHosts> hosts;

	private final TokenHosts tokenHosts;

	private final OAuth2AuthorizeRequest authorizeRequest;

	private final RedirectGuard redirectGuard = new RedirectGuard();

	private volatile @Nullable ScopeHosts scopeHosts;

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
		this(manager, registrations, registrationId, hosts, requireHosts(hosts, registrationId));
	}

	private DeviceCodeClientHttpRequestInterceptor(OAuth2AuthorizedClientManager manager,
			ClientRegistrationRepository registrations, String registrationId, Map<String, TokenHosts> hosts,
			TokenHosts tokenHosts) {
		Assert.notNull(manager, "manager cannot be null");
		Assert.notNull(registrations, "registrations cannot be null");
		Assert.hasText(registrationId, "registrationId cannot be empty");
		this.manager = manager;
		this.registrations = registrations;
		this.registrationId = registrationId;
		this.hosts = Map.copyOf(hosts);
		this.tokenHosts = tokenHosts;
		this.authorizeRequest = authorizeRequest(null);
	}

	private static TokenHosts requireHosts(Map<String, TokenHosts> hosts, String registrationId) {
		TokenHosts tokenHosts = hosts.get(registrationId);
		Assert.notNull(tokenHosts, "hosts must name the registration");
		return tokenHosts;
	}

	/**
	 * Return an interceptor for another registration with the device_code grant. Its
	 * token goes where the properties of its credential say.
	 * @param registrationId the registration
	 * @return a new interceptor
	 */
	public DeviceCodeClientHttpRequestInterceptor forRegistration(String registrationId) {
		return new DeviceCodeClientHttpRequestInterceptor(this.manager, this.registrations, registrationId, this.hosts,
				this.hosts.getOrDefault(registrationId, this.tokenHosts));
	}

	/**
	 * Return an interceptor that gives the token to other hosts.
	 * @param hosts the hosts, with their port where it is not 443
	 * @return a new interceptor
	 * @throws IllegalArgumentException if one is no host
	 */
	public DeviceCodeClientHttpRequestInterceptor forHosts(String... hosts) {
		Assert.notEmpty(hosts, "hosts cannot be empty");
		return new DeviceCodeClientHttpRequestInterceptor(this.manager, this.registrations, this.registrationId,
				this.hosts, new TokenHosts(AllowedHosts.of(Arrays.asList(hosts)), this.tokenHosts.graphHost()));
	}

	/**
	 * Give the request its token.
	 * @param request the request
	 * @param body its body
	 * @param execution the rest of the chain
	 * @return the response
	 * @throws IOException if the request fails
	 * @throws IllegalStateException if the request goes to a host that may not have the
	 * token, or the registration is not known
	 * @throws org.springframework.security.oauth2.client.ClientAuthorizationException if
	 * there is no token
	 */
	@Override
	public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
			throws IOException {
		requireAllowed(request);
		request.getHeaders().set(HttpHeaders.AUTHORIZATION, header(token(null)));
		ClientHttpResponse response = this.redirectGuard.execute(this, request, body, execution);
		String claims = claims(response);
		if (claims == null) {
			return response;
		}
		response.close();
		request.getHeaders().set(HttpHeaders.AUTHORIZATION, header(token(claims)));
		return this.redirectGuard.execute(this, request, body, execution);
	}

	private void requireAllowed(HttpRequest request) {
		ClientRegistration registration = this.registrations.findByRegistrationId(this.registrationId);
		Assert.state(registration != null, () -> "There is no client registration '" + this.registrationId
				+ "'. Set azure.identity.device-code.scopes, or add a registration with that id");
		AllowedHosts hosts = hosts(registration.getScopes());
		Assert.state(hosts.allow(request.getURI()),
				() -> "The token of '" + this.registrationId + "' must not go to " + request.getURI().getScheme()
						+ "://" + request.getURI().getRawAuthority()
						+ ". It is given over https alone, and to these hosts: " + hosts
						+ ". To allow another, set azure.identity.device-code.allowed-hosts " + "or use forHosts(...)");
	}

	private AllowedHosts hosts(Set<String> scopes) {
		ScopeHosts known = this.scopeHosts;
		if (known == null || !known.scopes().equals(scopes)) {
			known = new ScopeHosts(scopes, this.tokenHosts.of(scopes));
			this.scopeHosts = known;
		}
		return known.hosts();
	}

	private OAuth2AuthorizeRequest authorizeRequest(@Nullable String claims) {
		OAuth2AuthorizeRequest.Builder request = OAuth2AuthorizeRequest.withClientRegistrationId(this.registrationId)
			.principal(PRINCIPAL_NAME);
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

	private record ScopeHosts(Set<String> scopes, AllowedHosts hosts) {
	}

	private record BearerHeader(String token, String value) {

		@Override
		public String toString() {
			return "BearerHeader";
		}

	}

}
