package io.github.azuredevicecode.oauth2;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.CredentialUnavailableException;
import io.github.azuredevicecode.DeviceCodeCredential;
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
 * The steps of an authorization, blocking or not: what the credential is asked for, and
 * what becomes of its answer. Thread safe once configured.
 *
 * @since 0.1
 */
public final class AuthorizedClientSupport {

	private static final Set<String> OPENID_SCOPES = Set.of("openid", "profile", "offline_access");

	private final Map<String, Source> sources = new ConcurrentHashMap<>();

	private Source defaultSource;

	AuthorizedClientSupport(DeviceCodeCredential credential) {
		this.defaultSource = new Source(credential, false);
	}

	public static boolean isDeviceCode(@Nullable ClientRegistration registration) {
		return registration != null
				&& AuthorizationGrantType.DEVICE_CODE.equals(registration.getAuthorizationGrantType());
	}

	/**
	 * Returns the scopes that a credential is asked for. Registrations often have those
	 * of OpenID Connect too, which the credential asks for by itself.
	 * @param scopes the scopes of a registration
	 * @return the scopes without those of OpenID Connect
	 */
	public static Set<String> withoutOpenId(Collection<String> scopes) {
		return scopes.stream()
			.filter((scope) -> !OPENID_SCOPES.contains(scope.toLowerCase(Locale.ROOT)))
			.collect(Collectors.toCollection(LinkedHashSet::new));
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
	 * Returns where the token of the context's registration comes from.
	 * @param context the context
	 * @return the source
	 */
	Source source(OAuth2AuthorizationContext context) {
		return this.sources.getOrDefault(context.getClientRegistration().getRegistrationId(), this.defaultSource);
	}

	/**
	 * Authorizes a client, and waits for the credential.
	 * @param context the context
	 * @return the client, or {@code null} if the context's client has the token already
	 * @throws ClientAuthorizationException if the credential gives no token
	 */
	@Nullable OAuth2AuthorizedClient authorize(OAuth2AuthorizationContext context) {
		AccessToken token;
		try {
			Source source = source(context);
			token = source.credential().getToken(source.request(context)).requireBearer();
		}
		catch (ClientAuthenticationException ex) {
			throw failed(context, ex);
		}
		catch (IllegalArgumentException ex) {
			throw invalidScope(context, ex);
		}
		return authorized(context, token);
	}

	/**
	 * Makes the client for a token.
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
	 * Creates the exception for a failure of the credential. Never is a token of the
	 * context's client used instead: the user may have signed out since.
	 * @param context the context
	 * @param failure why there is no token
	 * @return the exception
	 */
	static ClientAuthorizationException failed(OAuth2AuthorizationContext context,
			ClientAuthenticationException failure) {
		String message = message(failure);
		if (failure.getErrorCode() != null) {
			return new ClientAuthorizationException(new OAuth2Error(failure.getErrorCode(), message, null),
					registrationId(context), failure);
		}
		// Spring Security wants a code, but the service sent none that a person should
		// see
		String code = (failure instanceof CredentialUnavailableException) ? "interaction_required" : "server_error";
		return new ClientAuthorizationException(new OAuth2Error(code, message, null), registrationId(context), message,
				failure);
	}

	static ClientAuthorizationException invalidScope(OAuth2AuthorizationContext context,
			IllegalArgumentException failure) {
		return new ClientAuthorizationException(new OAuth2Error("invalid_scope", failure.getMessage(), null),
				registrationId(context), message(failure), failure);
	}

	private static String message(Exception failure) {
		return Objects.requireNonNullElse(failure.getMessage(), failure.getClass().getSimpleName());
	}

	private static String registrationId(OAuth2AuthorizationContext context) {
		return context.getClientRegistration().getRegistrationId();
	}

	void setCae(boolean cae) {
		this.defaultSource = new Source(this.defaultSource.credential(), cae);
	}

	void setCredential(String registrationId, DeviceCodeCredential credential, boolean cae) {
		Assert.hasText(registrationId, "registrationId cannot be empty");
		this.sources.put(registrationId, new Source(credential, cae));
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
			TokenRequest request = (requested != null)
					? TokenRequest.of(withoutOpenId(Arrays.asList(requested))).withCae(this.cae)
					: registered(context.getClientRegistration().getScopes());
			String claims = context.getAttribute(DeviceCodeOAuth2AuthorizedClientProvider.CLAIMS_ATTRIBUTE_NAME);
			return (claims != null) ? request.withClaims(claims) : request;
		}

		private TokenRequest registered(Set<String> scopes) {
			TokenRequest known = this.requests.get(scopes);
			return (known != null) ? known : this.requests.computeIfAbsent(scopes,
					(registered) -> TokenRequest.of(withoutOpenId(registered)).withCae(this.cae));
		}

	}

}
