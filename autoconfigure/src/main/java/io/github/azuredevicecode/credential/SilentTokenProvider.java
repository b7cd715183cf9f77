package io.github.azuredevicecode.credential;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Detail;
import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.concurrent.MeasuredActivity;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.credential.state.SignedInLogin;
import io.github.azuredevicecode.credential.state.SignedInState;
import io.github.azuredevicecode.entra.AuthenticationFailures;
import io.github.azuredevicecode.entra.Claims;
import io.github.azuredevicecode.entra.EntraEndpoints;
import io.github.azuredevicecode.entra.InstanceDiscovery;
import io.github.azuredevicecode.entra.ServiceErrorParser;
import io.github.azuredevicecode.entra.TenantResolver;
import io.github.azuredevicecode.entra.TokenResponse;
import io.github.azuredevicecode.entra.http.EntraRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;
import io.github.azuredevicecode.entra.http.HttpTransport;
import io.github.azuredevicecode.msal.MsalEngine;
import org.jspecify.annotations.Nullable;

/**
 * Gets tokens without the user, from the login that is kept or with its refresh token.
 */
final class SilentTokenProvider {

	private final String authority;

	private final SignedInState logins;

	private final Supplier<MsalEngine> engine;

	private final HttpTransport transport;

	private final InstanceDiscovery discovery;

	private final TimeSource time;

	SilentTokenProvider(String authority, SignedInState logins, Supplier<MsalEngine> engine, HttpTransport transport,
			InstanceDiscovery discovery, TimeSource time) {
		this.authority = authority;
		this.logins = logins;
		this.engine = engine;
		this.transport = transport;
		this.discovery = discovery;
		this.time = time;
	}

	/**
	 * Get a token.
	 * @param request what is asked for, with the tenant it goes to
	 * @param stale the token that is to be replaced, or {@code null}; a later one that
	 * another process has got will do
	 * @param activity what this is a part of
	 * @return the token, or {@link InteractionRequiredException}
	 */
	CompletableFuture<AccessToken> acquire(TokenRequest request, @Nullable AccessToken stale,
			MeasuredActivity activity) {
		return activity.within(() -> find(request, stale, activity));
	}

	private CompletableFuture<AccessToken> find(TokenRequest request, @Nullable AccessToken stale,
			MeasuredActivity activity) {
		SignedInLogin signedIn = this.logins.signedIn(request.mode());
		CachedLogin login = signedIn.login();
		String account = signedIn.homeAccountId();
		if (account == null) {
			return CompletableFuture.failedFuture(new InteractionRequiredException(null));
		}
		String tenantId = TenantResolver.resolved(request);
		boolean anew = request.claims() != null;
		MsalEngine.Silent silent = this.engine.get()
			.silent(new MsalEngine.Query(login.tokenCache(), tenantId, anew ? null : signedIn.otherName(tenantId),
					request.scopes(), account, anew ? null : (token) -> isLater(token, stale)));
		if (silent instanceof MsalEngine.Silent.Cached cached) {
			activity.note(Detail.SOURCE, "cache");
			Instant now = this.time.instant();
			AccessToken token = cached.due() ? dueAt(now, cached.token()) : cached.token();
			this.logins.found(login, request.withoutClaims(), token, now);
			return CompletableFuture.completedFuture(token);
		}
		if (silent instanceof MsalEngine.Silent.Refresh refresh) {
			activity.note(Detail.SOURCE, "refresh");
			return refresh(request, login, account, refresh, activity);
		}
		return CompletableFuture.failedFuture(new InteractionRequiredException(null));
	}

	private static AccessToken dueAt(Instant now, AccessToken token) {
		return new AccessToken(token.value(), token.expiresAt(), now, token.tokenType(), token.scopes());
	}

	private boolean isLater(AccessToken token, @Nullable AccessToken stale) {
		return token.expiresAt().isAfter((stale != null) ? stale.expiresAt() : this.time.instant());
	}

	private CompletableFuture<AccessToken> refresh(TokenRequest request, CachedLogin login, String account,
			MsalEngine.Silent.Refresh refresh, MeasuredActivity activity) {
		Map<String, String> form = new LinkedHashMap<>(refresh.form());
		form.put("client_info", "1");
		String claims = Claims.toParameter(request.claims(), request.mode());
		if (claims != null) {
			form.put("claims", claims);
		}
		EntraEndpoints endpoints = EntraEndpoints.of(this.authority, TenantResolver.resolved(request));
		EntraRequest exchange = new EntraRequest(endpoints.token(), form, refresh.headers());
		CompletableFuture<EntraResponse> answer = Futures.compose(
				this.discovery.confirm(TenantResolver.resolved(request)), (confirmed) -> this.transport.send(exchange));
		CompletableFuture<AccessToken> token = answer.handle((result, failure) -> {
			if (failure != null) {
				throw AuthenticationFailures.unreachable(endpoints.token(), failure);
			}
			return activity.within(() -> accept(request, login, account, exchange, result));
		});
		return Futures.propagateCancel(token, answer);
	}

	private AccessToken accept(TokenRequest request, CachedLogin login, String account, EntraRequest exchange,
			EntraResponse answer) {
		Map<String, String> form = (exchange.form() != null) ? exchange.form() : Map.of();
		ServiceError error = ServiceErrorParser.parse(answer, form.getOrDefault("refresh_token", ""));
		if (error != null) {
			if (ServiceErrorParser.isUserNeeded(error) && !answer.isTransient()) {
				throw new InteractionRequiredException(error);
			}
			throw AuthenticationFailures.refused(error);
		}
		if (answer.status() != 200) {
			throw AuthenticationFailures.unusable(exchange.uri(), answer, "the service is not able to answer");
		}
		try {
			return keep(request, login, account, TokenResponse.parse(answer.body()));
		}
		catch (IllegalArgumentException ex) {
			throw AuthenticationFailures.invalidJson(exchange.uri(), String.valueOf(ex.getMessage()));
		}
	}

	private AccessToken keep(TokenRequest request, CachedLogin login, String account, TokenResponse answer) {
		Instant now = this.time.instant();
		AccessToken token = answer.toAccessToken(request.scopes(), now);
		CachedLogin current = login;
		while (current.generation() == login.generation()) {
			String tokenCache = this.engine.get()
				.acceptRefresh(current.tokenCache(), TenantResolver.resolved(request), request.scopes(), account,
						answer);
			if (this.logins.refreshed(current, tokenCache, request.withoutClaims(), token, now)) {
				return token;
			}
			current = this.logins.load(request.mode());
		}
		throw new SignInCancelledException("The user was signed out, or signed in anew, while the token was renewed");
	}

}
