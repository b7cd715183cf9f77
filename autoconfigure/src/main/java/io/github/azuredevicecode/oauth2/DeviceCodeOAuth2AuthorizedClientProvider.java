package io.github.azuredevicecode.oauth2;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.CredentialUnavailableException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.SignInDeclinedException;
import io.github.azuredevicecode.SignInTimedOutException;
import io.github.azuredevicecode.TokenRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.client.ClientAuthorizationException;
import org.springframework.security.oauth2.client.OAuth2AuthorizationContext;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.util.Assert;

/**
 * An implementation of an {@link OAuth2AuthorizedClientProvider} for the
 * {@link AuthorizationGrantType#DEVICE_CODE device_code} grant. Thread safe once
 * configured.
 *
 * @see OAuth2AuthorizedClientProvider
 * @see DeviceCodeCredential
 */
public final class DeviceCodeOAuth2AuthorizedClientProvider implements OAuth2AuthorizedClientProvider {

	/**
	 * The name of the {@link OAuth2AuthorizationContext#getAttribute(String) attribute}
	 * with the claims of a claims challenge, a JSON object in a {@code String}.
	 */
	public static final String CLAIMS_ATTRIBUTE_NAME = DeviceCodeOAuth2AuthorizedClientProvider.class.getName()
		.concat(".CLAIMS");

	private final DeviceCodeCredential credential;

	private final Map<String, Source> sources = new ConcurrentHashMap<>();

	private Source defaultSource;

	private Duration clockSkew = Duration.ofSeconds(60);

	private Clock clock = Clock.systemUTC();

	/**
	 * Construct a {@code DeviceCodeOAuth2AuthorizedClientProvider}.
	 * @param credential gives the tokens
	 */
	public DeviceCodeOAuth2AuthorizedClientProvider(DeviceCodeCredential credential) {
		Assert.notNull(credential, "credential cannot be null");
		this.credential = credential;
		this.defaultSource = new Source(credential, false);
	}

	/**
	 * Attempt to authorize (or re-authorize) the
	 * {@link OAuth2AuthorizationContext#getClientRegistration() client} in the provided
	 * {@code context}. Returns {@code null} if authorization (or re-authorization) is not
	 * supported, e.g. the client's {@link ClientRegistration#getAuthorizationGrantType()
	 * authorization grant type} is not {@link AuthorizationGrantType#DEVICE_CODE
	 * device_code} OR the {@link OAuth2AuthorizedClient#getAccessToken() access token} is
	 * the one that the credential holds. May block until the user has signed in.
	 * @param context the context that holds authorization-specific state for the client
	 * @return the {@link OAuth2AuthorizedClient} or {@code null} if authorization (or
	 * re-authorization) is not supported or not needed
	 * @throws ClientAuthorizationException if the credential gives no token and the
	 * client has none that is still valid
	 */
	@Override
	public @Nullable OAuth2AuthorizedClient authorize(OAuth2AuthorizationContext context) {
		Assert.notNull(context, "context cannot be null");
		ClientRegistration clientRegistration = context.getClientRegistration();
		if (!AuthorizationGrantType.DEVICE_CODE.equals(clientRegistration.getAuthorizationGrantType())) {
			return null;
		}
		OAuth2AuthorizedClient authorizedClient = context.getAuthorizedClient();
		AccessToken token = getToken(context, clientRegistration, authorizedClient);
		if (token == null || (authorizedClient != null
				&& token.value().equals(authorizedClient.getAccessToken().getTokenValue()))) {
			return null;
		}
		return new OAuth2AuthorizedClient(clientRegistration, context.getPrincipal().getName(), new OAuth2AccessToken(
				OAuth2AccessToken.TokenType.BEARER, token.value(), null, token.expiresAt(), token.scopes()));
	}

	private @Nullable AccessToken getToken(OAuth2AuthorizationContext context, ClientRegistration clientRegistration,
			@Nullable OAuth2AuthorizedClient authorizedClient) {
		try {
			Source source = this.sources.getOrDefault(clientRegistration.getRegistrationId(), this.defaultSource);
			return source.credential.getToken(request(context, clientRegistration, source));
		}
		catch (ClientAuthenticationException ex) {
			if (isFault(ex) && authorizedClient != null && asksForTheRegistrationsScopes(context)
					&& !hasTokenExpired(authorizedClient.getAccessToken())) {
				return null;
			}
			throw new ClientAuthorizationException(toError(ex), clientRegistration.getRegistrationId(), ex);
		}
		catch (IllegalArgumentException ex) {
			OAuth2Error error = new OAuth2Error("invalid_scope", ex.getMessage(), null);
			throw new ClientAuthorizationException(error, clientRegistration.getRegistrationId(), ex);
		}
	}

	private static TokenRequest request(OAuth2AuthorizationContext context, ClientRegistration clientRegistration,
			Source source) {
		String[] requested = context.getAttribute(OAuth2AuthorizationContext.REQUEST_SCOPE_ATTRIBUTE_NAME);
		TokenRequest request = (requested != null) ? TokenRequest.of(requested).withCae(source.cae)
				: source.registered(clientRegistration.getScopes());
		String claims = context.getAttribute(CLAIMS_ATTRIBUTE_NAME);
		return (claims != null) ? request.withClaims(claims) : request;
	}

	// Whether the credential could not reach the service, as opposed to a decision of the
	// user or of the application
	private static boolean isFault(ClientAuthenticationException exception) {
		return !(exception instanceof CredentialUnavailableException || exception instanceof SignInDeclinedException
				|| exception instanceof SignInCancelledException || exception instanceof SignInTimedOutException);
	}

	// Else the token that the client has may be for something else
	private static boolean asksForTheRegistrationsScopes(OAuth2AuthorizationContext context) {
		return context.getAttribute(CLAIMS_ATTRIBUTE_NAME) == null
				&& context.getAttribute(OAuth2AuthorizationContext.REQUEST_SCOPE_ATTRIBUTE_NAME) == null;
	}

	private boolean hasTokenExpired(OAuth2AccessToken token) {
		Instant expiresAt = token.getExpiresAt();
		return expiresAt == null || this.clock.instant().isAfter(expiresAt.minus(this.clockSkew));
	}

	private static OAuth2Error toError(ClientAuthenticationException exception) {
		String code = exception.getErrorCode();
		if (code == null) {
			code = (exception instanceof CredentialUnavailableException) ? "interaction_required" : "server_error";
		}
		return new OAuth2Error(code, exception.getMessage(), null);
	}

	/**
	 * Sets whether tokens are asked for with Continuous Access Evaluation. The default is
	 * {@code false}.
	 * @param cae whether the application answers claims challenges
	 */
	public void setCae(boolean cae) {
		this.defaultSource = new Source(this.credential, cae);
	}

	/**
	 * Sets the credential of one registration. The others are served by the one that this
	 * provider was constructed with.
	 * @param registrationId the registration
	 * @param credential gives the tokens
	 * @param cae whether they are asked for with Continuous Access Evaluation
	 */
	public void setCredential(String registrationId, DeviceCodeCredential credential, boolean cae) {
		Assert.hasText(registrationId, "registrationId cannot be empty");
		Assert.notNull(credential, "credential cannot be null");
		this.sources.put(registrationId, new Source(credential, cae));
	}

	/**
	 * Sets the maximum acceptable clock skew, which is used when checking whether the
	 * {@link OAuth2AuthorizedClient#getAccessToken() access token} can be used on while
	 * the service is out of reach. The default is 60 seconds.
	 * @param clockSkew the maximum acceptable clock skew
	 */
	public void setClockSkew(Duration clockSkew) {
		Assert.notNull(clockSkew, "clockSkew cannot be null");
		Assert.isTrue(clockSkew.getSeconds() >= 0, "clockSkew must be >= 0");
		this.clockSkew = clockSkew;
	}

	/**
	 * Sets the {@link Clock} used in {@link Instant#now(Clock)} when checking the access
	 * token expiry.
	 * @param clock the clock
	 */
	public void setClock(Clock clock) {
		Assert.notNull(clock, "clock cannot be null");
		this.clock = clock;
	}

	/**
	 * Where the tokens of registrations come from.
	 */
	private static final class Source {

		private final DeviceCodeCredential credential;

		private final boolean cae;

		// Of the registrations, which are few
		private final ConcurrentMap<Set<String>, TokenRequest> requests = new ConcurrentHashMap<>();

		Source(DeviceCodeCredential credential, boolean cae) {
			this.credential = credential;
			this.cae = cae;
		}

		TokenRequest registered(Set<String> scopes) {
			TokenRequest known = this.requests.get(scopes);
			return (known != null) ? known : this.requests.computeIfAbsent(scopes,
					(registered) -> TokenRequest.of(registered).withCae(this.cae));
		}

	}

}
