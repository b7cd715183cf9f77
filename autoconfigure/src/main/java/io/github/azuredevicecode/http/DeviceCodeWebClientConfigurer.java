package io.github.azuredevicecode.http;

import java.net.http.HttpClient;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.TokenRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.util.Assert;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.reactive.function.client.WebClientRequestException;

/**
 * Has a {@link WebClient} send the signed-in user's token, without ever blocking its
 * thread. Apply it only to clients that should send the token:
 *
 * <pre class="code">
 * WebClient graph = builder.baseUrl("https://graph.microsoft.com").apply(deviceCode).build();
 * </pre>
 *
 * It sets the connector of the client, with the application's settings for HTTP clients
 * ({@code spring.http.clients.*}, the {@link HttpClientSettings} and
 * {@link ClientHttpConnectorBuilder} beans). A connector that is set afterwards sends no
 * token. Needs no Spring Security.
 * <p>
 * The token goes only to allowed hosts over https; any other request is refused before a
 * token is asked for. By default the allowed hosts are those that the scopes name. An
 * {@code Authorization} header that the request already has is replaced. A claims
 * challenge (a 401 with {@code insufficient_claims}) is answered once, with a token for
 * those claims, for which the body of the request is subscribed to again. Cancelling the
 * exchange gives up the wait for a sign-in. A request that is refused fails with
 * {@link TokenNotAllowedException}, and a sign-in that fails with
 * {@link ClientAuthenticationException}.
 * <p>
 * Redirects are followed to https URLs, if the settings of the client say so. On the same
 * host and port the token is sent again. On the way to any other, the request loses its
 * {@code Authorization} and {@code Cookie} headers, also if it is redirected back.
 * Immutable and thread safe.
 * <p>
 * In a test with {@link io.github.azuredevicecode.test.FakeDeviceCode @FakeDeviceCode}
 * the connector of the client stays as it is, and so does a mock of the server: an
 * {@link ExchangeFunction}, or a connector.
 *
 * @since 0.1
 */
public final class DeviceCodeWebClientConfigurer implements Consumer<WebClient.Builder> {

	private final Function<String, @Nullable Set<String>> registeredScopes;

	private final Map<String, TokenSource> sources;

	private final TokenSource defaultSource;

	private final TokenSource source;

	private final ClaimsAnswers claimsAnswers;

	private final ClientHttpConnectorBuilder<?> client;

	private final HttpClientSettings settings;

	private final boolean fake;

	/**
	 * Creates a configurer.
	 * @param registeredScopes the scopes of a client registration of the application with
	 * the device_code grant, {@code null} if there is no such registration
	 * @param registrationId the registration to use
	 * @param sources where the token comes from and may go, by registration; a
	 * registration which is not named uses that of {@code registrationId}, which must be
	 * named
	 * @param client builds the HTTP client
	 * @param settings the settings of the HTTP client
	 * @param fake whether the tokens are those of a test and no secret: the connector of
	 * the client stays as it is, such as a mock of the server
	 */
	public DeviceCodeWebClientConfigurer(Function<String, @Nullable Set<String>> registeredScopes,
			String registrationId, Map<String, TokenSource> sources, ClientHttpConnectorBuilder<?> client,
			HttpClientSettings settings, boolean fake) {
		Assert.notNull(registeredScopes, "registeredScopes cannot be null");
		Assert.hasText(registrationId, "registrationId cannot be empty");
		Assert.notNull(client, "client cannot be null");
		Assert.notNull(settings, "settings cannot be null");
		TokenSource source = sources.get(registrationId);
		Assert.notNull(source, "sources must name the registration");
		this.registeredScopes = registeredScopes;
		this.sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
		this.defaultSource = source;
		this.source = source;
		this.claimsAnswers = new ClaimsAnswers();
		this.client = client;
		this.settings = settings;
		this.fake = fake;
	}

	private DeviceCodeWebClientConfigurer(DeviceCodeWebClientConfigurer origin, TokenSource source,
			ClientHttpConnectorBuilder<?> client, HttpClientSettings settings) {
		Assert.notNull(client, "client cannot be null");
		Assert.notNull(settings, "settings cannot be null");
		this.registeredScopes = origin.registeredScopes;
		this.sources = origin.sources;
		this.defaultSource = origin.defaultSource;
		this.source = source;
		this.claimsAnswers = origin.claimsAnswers;
		this.client = client;
		this.settings = settings;
		this.fake = origin.fake;
	}

	/**
	 * Returns a configurer for a client registration with the device_code grant. It sends
	 * the token of the credential that has the registration, else of the default
	 * credential, for the scopes of the registration, and to the hosts that the
	 * properties of that credential allow. What {@link #forHosts(String...)} and
	 * {@link #forScopes(String...)} have set before has no effect. Without Spring
	 * Security, the registrations are those of the configured credentials.
	 * @param registrationId the id of the registration, by default the name of a
	 * credential
	 * @return a new configurer
	 * @throws UnknownRegistrationException if there is no such registration
	 */
	public DeviceCodeWebClientConfigurer forRegistration(String registrationId) {
		Set<String> scopes = this.registeredScopes.apply(registrationId);
		if (scopes == null && !this.sources.containsKey(registrationId)) {
			throw new UnknownRegistrationException(registrationId, this.sources.keySet());
		}
		TokenSource source = this.sources.getOrDefault(registrationId, this.defaultSource);
		return with(
				(scopes != null) ? source.withTokenRequest(scopes.isEmpty() ? null : TokenRequest.of(scopes)) : source);
	}

	/**
	 * Returns a configurer that asks for other scopes, and sends the token to the hosts
	 * that these name unless hosts are configured.
	 * @param scopes scopes of one resource
	 * @return a new configurer
	 * @throws IllegalArgumentException if the scopes are missing, reserved or of several
	 * resources
	 */
	public DeviceCodeWebClientConfigurer forScopes(String... scopes) {
		TokenRequest request = TokenRequest.of(scopes);
		this.source.hosts().requireOneResource(request.scopes());
		return with(this.source.withTokenRequest(request));
	}

	/**
	 * Returns a configurer that sends the token to other hosts.
	 * @param hosts the hosts, with their port unless it is 443
	 * @return a new configurer
	 * @throws IllegalArgumentException if one is not a host, or there are none
	 */
	public DeviceCodeWebClientConfigurer forHosts(String... hosts) {
		return with(this.source.withAllowedHosts(hosts));
	}

	private DeviceCodeWebClientConfigurer with(TokenSource source) {
		return new DeviceCodeWebClientConfigurer(this, source, this.client, this.settings);
	}

	/**
	 * Returns a configurer with another HTTP client.
	 * @param client builds the HTTP client. It must do as
	 * {@link HttpClientSettings#redirects()} says, as those of Spring Boot do: a client
	 * that follows redirects by itself may send the token to other hosts
	 * @return a new configurer
	 */
	public DeviceCodeWebClientConfigurer over(ClientHttpConnectorBuilder<?> client) {
		return new DeviceCodeWebClientConfigurer(this, this.source, client, this.settings);
	}

	/**
	 * Returns a configurer with other settings of the HTTP client, such as time-outs.
	 * @param settings the settings, which replace those of the application
	 * @return a new configurer
	 */
	public DeviceCodeWebClientConfigurer withSettings(HttpClientSettings settings) {
		return new DeviceCodeWebClientConfigurer(this, this.source, this.client, settings);
	}

	/**
	 * Has a client send the token.
	 * @param builder the builder of the client
	 */
	@Override
	public void accept(WebClient.Builder builder) {
		if (this.fake) {
			builder.filter(new AuthorizedFilter(this.source));
			return;
		}
		ClientHttpConnector connector = withoutRedirects(this.client)
			.build(this.settings.withRedirects(HttpRedirects.DONT_FOLLOW));
		builder
			.clientConnector(new AuthorizedConnector(connector, this.source, this.claimsAnswers,
					this.settings.redirects() != HttpRedirects.DONT_FOLLOW))
			.filter(DeviceCodeWebClientConfigurer::exchange);
	}

	// Before JDK 25, the JDK's client sends the token along with a redirect that it
	// follows, and customizers of the application come after the settings
	private static ClientHttpConnectorBuilder<?> withoutRedirects(ClientHttpConnectorBuilder<?> client) {
		return (client instanceof JdkClientHttpConnectorBuilder jdk)
				? jdk.withHttpClientCustomizer((builder) -> builder.followRedirects(HttpClient.Redirect.NEVER))
				: client;
	}

	// Spring wraps what a connector throws, as if the HTTP client had failed
	private static Mono<ClientResponse> exchange(ClientRequest request, ExchangeFunction next) {
		return next.exchange(request).onErrorMap(WebClientRequestException.class, (ex) -> {
			Throwable cause = ex.getCause();
			return (cause instanceof TokenNotAllowedException || cause instanceof ClientAuthenticationException) ? cause
					: ex;
		});
	}

}
