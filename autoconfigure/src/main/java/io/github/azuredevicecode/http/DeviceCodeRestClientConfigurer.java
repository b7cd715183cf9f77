package io.github.azuredevicecode.http;

import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.http.client.ClientHttpRequestFactory;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.registration.ClientRegistrationRepository;
import org.springframework.util.Assert;
import org.springframework.web.client.RestClient;

/**
 * Has a {@link RestClient} send the signed-in user's token, in any thread, within a web
 * request or without one. Apply it only to clients that should send the token:
 *
 * <pre class="code">
 * RestClient graph = builder.baseUrl("https://graph.microsoft.com").apply(deviceCode).build();
 * </pre>
 *
 * It sets the request factory of the client, with the application's settings for HTTP
 * clients ({@code spring.http.clients.*}, the {@link HttpClientSettings} and
 * {@link ClientHttpRequestFactoryBuilder} beans). A request factory that is set
 * afterwards sends no token.
 * <p>
 * The token goes only to allowed hosts over https; any other request is refused before a
 * token is asked for. By default the allowed hosts are those that the scopes name. An
 * {@code Authorization} header that the request already has is replaced. A claims
 * challenge (a 401 with {@code insufficient_claims}) is answered once, with a token for
 * those claims, and at most once in some seconds.
 * <p>
 * Redirects are followed to https URLs, if the settings of the client say so. On the same
 * host and port the token is sent again. On the way to any other, the request loses its
 * {@code Authorization} and {@code Cookie} headers, also if it is redirected back.
 * <p>
 * In a test with {@link io.github.azuredevicecode.test.FakeDeviceCode @FakeDeviceCode}
 * the request factory of the client is kept, so that it can be a mock. Immutable and
 * thread safe.
 *
 * @since 0.1
 */
public final class DeviceCodeRestClientConfigurer implements Consumer<RestClient.Builder> {

	private final AuthorizedExchange exchange;

	private final ClientHttpRequestFactoryBuilder<?> client;

	private final HttpClientSettings settings;

	private final boolean fake;

	/**
	 * Creates a configurer.
	 * @param manager gives the tokens; it is asked for as soon as there is a request
	 * @param registrations the registrations, by which scopes are known
	 * @param registrationId the registration to use
	 * @param hosts where the token may go, by registration; that of a registration which
	 * is not named goes where that of {@code registrationId} may, which must be named
	 * @param client builds the HTTP client
	 * @param settings the settings of the HTTP client
	 * @param fake whether the tokens are those of a test and no secret: the request
	 * factory of each client is kept
	 */
	public DeviceCodeRestClientConfigurer(Supplier<OAuth2AuthorizedClientManager> manager,
			ClientRegistrationRepository registrations, String registrationId, Map<String, TokenHosts> hosts,
			ClientHttpRequestFactoryBuilder<?> client, HttpClientSettings settings, boolean fake) {
		this(new AuthorizedExchange(manager, registrations, registrationId, hosts), client, settings, fake);
	}

	private DeviceCodeRestClientConfigurer(AuthorizedExchange exchange, ClientHttpRequestFactoryBuilder<?> client,
			HttpClientSettings settings, boolean fake) {
		Assert.notNull(client, "client cannot be null");
		Assert.notNull(settings, "settings cannot be null");
		this.exchange = exchange;
		this.client = client;
		this.settings = settings;
		this.fake = fake;
	}

	/**
	 * Returns a configurer for a client registration with the device_code grant. It sends
	 * the token of the credential that has the registration, else of the default
	 * credential, for the scopes of the registration, and to the hosts that the
	 * properties of that credential allow. What {@link #forHosts(String...)} and
	 * {@link #forScopes(String...)} have set before has no effect.
	 * @param registrationId the id of the registration, by default the name of a
	 * credential
	 * @return a new configurer
	 * @throws UnknownRegistrationException if there is no such registration
	 */
	public DeviceCodeRestClientConfigurer forRegistration(String registrationId) {
		return with(this.exchange.forRegistration(registrationId));
	}

	/**
	 * Returns a configurer that asks for other scopes, and sends the token to the hosts
	 * that these name unless hosts are configured.
	 * @param scopes scopes of one resource
	 * @return a new configurer
	 * @throws IllegalArgumentException if the scopes are missing, reserved or of several
	 * resources
	 */
	public DeviceCodeRestClientConfigurer forScopes(String... scopes) {
		return with(this.exchange.forScopes(scopes));
	}

	/**
	 * Returns a configurer that sends the token to other hosts.
	 * @param hosts the hosts, with their port unless it is 443
	 * @return a new configurer
	 * @throws IllegalArgumentException if one is not a host, or there are none
	 */
	public DeviceCodeRestClientConfigurer forHosts(String... hosts) {
		return with(this.exchange.forHosts(hosts));
	}

	private DeviceCodeRestClientConfigurer with(AuthorizedExchange exchange) {
		return new DeviceCodeRestClientConfigurer(exchange, this.client, this.settings, this.fake);
	}

	/**
	 * Returns a configurer with another HTTP client.
	 * @param client builds the HTTP client. It must do as
	 * {@link HttpClientSettings#redirects()} says, as those of Spring Boot do: a client
	 * that follows redirects by itself may send the token to other hosts
	 * @return a new configurer
	 */
	public DeviceCodeRestClientConfigurer over(ClientHttpRequestFactoryBuilder<?> client) {
		return new DeviceCodeRestClientConfigurer(this.exchange, client, this.settings, this.fake);
	}

	/**
	 * Returns a configurer with other settings of the HTTP client, such as time-outs.
	 * @param settings the settings, which replace those of the application
	 * @return a new configurer
	 */
	public DeviceCodeRestClientConfigurer withSettings(HttpClientSettings settings) {
		return new DeviceCodeRestClientConfigurer(this.exchange, this.client, settings, this.fake);
	}

	/**
	 * Has a client send the token.
	 * @param builder the builder of the client
	 */
	@Override
	public void accept(RestClient.Builder builder) {
		if (this.fake) {
			builder.requestInterceptor(this.exchange);
		}
		else {
			builder.requestFactory(requestFactory(this.settings));
		}
	}

	/**
	 * Creates a request factory whose requests carry the token. For a
	 * {@code RestTemplate}:
	 *
	 * <pre class="code">
	 * restTemplateBuilder.requestFactoryBuilder(deviceCode::requestFactory)
	 * </pre>
	 * @param settings the settings of the HTTP client, or {@code null} for those of this
	 * configurer
	 * @return a new request factory
	 */
	public ClientHttpRequestFactory requestFactory(@Nullable HttpClientSettings settings) {
		HttpClientSettings known = (settings != null) ? settings : this.settings;
		return AuthorizedRequest.factory(this.exchange, this.client, known);
	}

}
