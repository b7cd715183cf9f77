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
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.util.Assert;
import org.springframework.util.StringUtils;

/**
 * How an authorization goes, whether somebody blocks for it or not: what the credential
 * is asked for, and what becomes of its answer. Thread safe once configured.
 *
 * @since 0.1
 */
public final class AuthorizedClientSupport {

	private final Map<String, Source> sources = new ConcurrentHashMap<>();

	private Source defaultSource;

	private Duration clockSkew = Duration.ofSeconds(60);

	private Clock clock = Clock.systemUTC();

	AuthorizedClientSupport(DeviceCodeCredential credential) {
		this.defaultSource = new Source(credential, false);
	}

	public static boolean isDeviceCode(@Nullable ClientRegistration registration) {
		return registration != null
				&& AuthorizationGrantType.DEVICE_CODE.equals(registration.getAuthorizationGrantType());
	}

	/**
	 * Complete a context with what is asked for.
	 * @param context the context, of a registration or of a client
	 * @param request who asks, and with which attributes
	 * @return the context
	 */
	static OAuth2AuthorizationContext context(OAuth2AuthorizationContext.Builder context,
			OAuth2AuthorizeRequest request) {
		context.principal(request.getPrincipal());
		Map<String, Object> attributes = request.getAttributes();
		if (!attributes.isEmpty()) {
			Object scope = attributes.get(OAuth2ParameterNames.SCOPE);
			if (scope instanceof String scopes && StringUtils.hasText(scopes)) {
				context.attribute(OAuth2AuthorizationContext.REQUEST_SCOPE_ATTRIBUTE_NAME,
						StringUtils.delimitedListToStringArray(scopes, " "));
			}
			Object claims = attributes.get(DeviceCodeOAuth2AuthorizedClientProvider.CLAIMS_ATTRIBUTE_NAME);
			if (claims != null) {
				context.attribute(DeviceCodeOAuth2AuthorizedClientProvider.CLAIMS_ATTRIBUTE_NAME, claims);
			}
		}
		return context.build();
	}

	/**
	 * Return where the token of the context's registration comes from.
	 * @param context the context
	 * @return the source
	 */
	Source source(OAuth2AuthorizationContext context) {
		return this.sources.getOrDefault(context.getClientRegistration().getRegistrationId(), this.defaultSource);
	}

	/**
	 * Make the client for a token.
	 * @param context the context
	 * @param token what the credential has given
	 * @return the client, or {@code null} if the context's client has that token already
	 */
	static @Nullable OAuth2AuthorizedClient authorized(OAuth2AuthorizationContext context, AccessToken token) {
		OAuth2AuthorizedClient known = context.getAuthorizedClient();
		if (known != null && token.value().equals(known.getAccessToken().getTokenValue())) {
			return null;
		}
		return new OAuth2AuthorizedClient(context.getClientRegistration(), context.getPrincipal().getName(),
				new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, token.value(), null, token.expiresAt(),
						token.scopes()));
	}

	/**
	 * Make do with the token that the context's client has, where the credential gives
	 * none.
	 * @param context the context
	 * @param failure why there is no token
	 * @throws ClientAuthorizationException if the client has no token that will do
	 */
	void requireUsableToken(OAuth2AuthorizationContext context, ClientAuthenticationException failure) {
		OAuth2AuthorizedClient known = context.getAuthorizedClient();
		if (!isFault(failure) || known == null || !asksForTheRegistrationsScopes(context)
				|| !hasTheRegistrationsScopes(known) || hasTokenExpired(known.getAccessToken())) {
			throw new ClientAuthorizationException(toError(failure),
					context.getClientRegistration().getRegistrationId(), failure);
		}
	}

	// Whether the credential could not reach the service, as opposed to a decision of the
	// user or of the application
	private static boolean isFault(ClientAuthenticationException exception) {
		return !(exception instanceof CredentialUnavailableException || exception instanceof SignInDeclinedException
				|| exception instanceof SignInCancelledException || exception instanceof SignInTimedOutException);
	}

	// Else the token that the client has may be for something else
	private static boolean asksForTheRegistrationsScopes(OAuth2AuthorizationContext context) {
		return context.getAttribute(DeviceCodeOAuth2AuthorizedClientProvider.CLAIMS_ATTRIBUTE_NAME) == null
				&& context.getAttribute(OAuth2AuthorizationContext.REQUEST_SCOPE_ATTRIBUTE_NAME) == null;
	}

	// A token that was asked for with other scopes is kept under the same registration;
	// one
	// of another provider may not tell its scopes
	private static boolean hasTheRegistrationsScopes(OAuth2AuthorizedClient client) {
		Set<String> scopes = client.getAccessToken().getScopes();
		return scopes.isEmpty() || scopes.equals(client.getClientRegistration().getScopes());
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

	static ClientAuthorizationException invalidScope(OAuth2AuthorizationContext context,
			IllegalArgumentException failure) {
		return new ClientAuthorizationException(new OAuth2Error("invalid_scope", failure.getMessage(), null),
				context.getClientRegistration().getRegistrationId(), failure);
	}

	void setCae(boolean cae) {
		this.defaultSource = new Source(this.defaultSource.credential(), cae);
	}

	void setCredential(String registrationId, DeviceCodeCredential credential, boolean cae) {
		Assert.hasText(registrationId, "registrationId cannot be empty");
		this.sources.put(registrationId, new Source(credential, cae));
	}

	void setClockSkew(Duration clockSkew) {
		Assert.notNull(clockSkew, "clockSkew cannot be null");
		Assert.isTrue(clockSkew.getSeconds() >= 0, "clockSkew must be >= 0");
		this.clockSkew = clockSkew;
	}

	void setClock(Clock clock) {
		Assert.notNull(clock, "clock cannot be null");
		this.clock = clock;
	}

	/**
	 * A credential, and how it is asked. Thread safe.
	 */
	static final class Source {

		private final DeviceCodeCredential credential;

		private final boolean cae;

		// Of the registrations, which are few
		private final ConcurrentMap<Set<String>, TokenRequest> requests = new ConcurrentHashMap<>();

		Source(DeviceCodeCredential credential, boolean cae) {
			Assert.notNull(credential, "credential cannot be null");
			this.credential = credential;
			this.cae = cae;
		}

		DeviceCodeCredential credential() {
			return this.credential;
		}

		TokenRequest request(OAuth2AuthorizationContext context) {
			String[] requested = context.getAttribute(OAuth2AuthorizationContext.REQUEST_SCOPE_ATTRIBUTE_NAME);
			TokenRequest request = (requested != null) ? TokenRequest.of(requested).withCae(this.cae)
					: registered(context.getClientRegistration().getScopes());
			String claims = context.getAttribute(DeviceCodeOAuth2AuthorizedClientProvider.CLAIMS_ATTRIBUTE_NAME);
			return (claims != null) ? request.withClaims(claims) : request;
		}

		private TokenRequest registered(Set<String> scopes) {
			TokenRequest known = this.requests.get(scopes);
			return (known != null) ? known : this.requests.computeIfAbsent(scopes,
					(registered) -> TokenRequest.of(registered).withCae(this.cae));
		}

	}

}
