package io.github.azuredevicecode.msal;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.DeviceCodeCredentialOptions;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Detail;
import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.cache.Login;
import org.jspecify.annotations.Nullable;

/**
 * Gets tokens without the user, from the login that is kept or with its refresh token.
 */
final class SilentTokens {

	private final DeviceCodeCredentialOptions options;

	private final Logins logins;

	private final Supplier<MsalEngine> engine;

	private final HttpTransport transport;

	private final InstanceDiscovery discovery;

	private final TimeSource time;

	SilentTokens(DeviceCodeCredentialOptions options, Logins logins, Supplier<MsalEngine> engine,
			HttpTransport transport, InstanceDiscovery discovery, TimeSource time) {
		this.options = options;
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
	 * @return the token, or {@link UserNeededException}
	 */
	CompletableFuture<AccessToken> acquire(TokenRequest request, @Nullable AccessToken stale,
			MeasuredActivity activity) {
		return activity.within(() -> find(request, stale, activity));
	}

	private CompletableFuture<AccessToken> find(TokenRequest request, @Nullable AccessToken stale,
			MeasuredActivity activity) {
		Login login = this.logins.load(request.cae());
		String account = this.logins.homeAccountId(login);
		if (account == null) {
			return CompletableFuture.failedFuture(new UserNeededException(null));
		}
		MsalEngine.Silent silent = silent(request, login, account, request.claims() != null);
		if (silent instanceof MsalEngine.Silent.Cached cached && !isLater(cached.token(), stale)) {
			silent = silent(request, login, account, true);
		}
		if (silent instanceof MsalEngine.Silent.Cached cached) {
			activity.note(Detail.SOURCE, "cache");
			this.logins.found(login, request.withoutClaims(), cached.token(), this.time.instant());
			return CompletableFuture.completedFuture(cached.token());
		}
		if (silent instanceof MsalEngine.Silent.Refresh refresh) {
			activity.note(Detail.SOURCE, "refresh");
			return refresh(request, login, account, refresh, activity);
		}
		return CompletableFuture.failedFuture(new UserNeededException(null));
	}

	private boolean isLater(AccessToken token, @Nullable AccessToken stale) {
		return token.expiresAt().isAfter((stale != null) ? stale.expiresAt() : this.time.instant());
	}

	private MsalEngine.Silent silent(TokenRequest request, Login login, String account, boolean forceRefresh) {
		String tenantId = TenantResolver.resolved(request);
		MsalEngine.Silent silent = this.engine.get()
			.silent(login.tokenCache(), tenantId, request.scopes(), account, forceRefresh);
		String otherName = this.logins.otherName(login, tenantId);
		if (forceRefresh || otherName == null || silent instanceof MsalEngine.Silent.Cached) {
			return silent;
		}
		MsalEngine.Silent other = this.engine.get()
			.silent(login.tokenCache(), otherName, request.scopes(), account, false);
		return (other instanceof MsalEngine.Silent.Cached) ? other : silent;
	}

	private CompletableFuture<AccessToken> refresh(TokenRequest request, Login login, String account,
			MsalEngine.Silent.Refresh refresh, MeasuredActivity activity) {
		Map<String, String> form = new LinkedHashMap<>(refresh.form());
		form.put("client_info", "1");
		String claims = Claims.toParameter(request.claims(), request.cae());
		if (claims != null) {
			form.put("claims", claims);
		}
		EntraEndpoints endpoints = EntraEndpoints.of(this.options.authority(), TenantResolver.resolved(request));
		FormRequest exchange = new FormRequest(endpoints.token(), form, refresh.headers());
		CompletableFuture<HttpAnswer> answer = Futures.compose(this.discovery.confirm(TenantResolver.resolved(request)),
				(confirmed) -> this.transport.send(exchange));
		CompletableFuture<AccessToken> token = answer.handle((result, failure) -> {
			if (failure != null) {
				throw Failures.unreachable(endpoints.token(), failure);
			}
			return activity.within(() -> accept(request, login, account, exchange, result));
		});
		return Futures.propagateCancel(token, answer);
	}

	private AccessToken accept(TokenRequest request, Login login, String account, FormRequest exchange,
			HttpAnswer answer) {
		Map<String, String> form = (exchange.form() != null) ? exchange.form() : Map.of();
		ServiceError error = ServiceErrors.parse(answer, form.getOrDefault("refresh_token", ""));
		if (error != null) {
			if (ServiceErrors.isUserNeeded(error) && !answer.isTransient()) {
				throw new UserNeededException(error);
			}
			throw Failures.refused(error);
		}
		if (answer.status() != 200) {
			throw Failures.unusable(exchange.uri(), answer, "the service is not able to answer");
		}
		try {
			return keep(request, login, account, TokenAnswer.parse(answer.body()));
		}
		catch (IllegalArgumentException ex) {
			throw Failures.invalidJson(exchange.uri(), String.valueOf(ex.getMessage()));
		}
	}

	private AccessToken keep(TokenRequest request, Login login, String account, TokenAnswer answer) {
		Instant now = this.time.instant();
		AccessToken token = toAccessToken(answer, request, now);
		Login current = login;
		while (current.generation() == login.generation()) {
			String tokenCache = this.engine.get()
				.acceptRefresh(current.tokenCache(), TenantResolver.resolved(request), request.scopes(), account,
						answer);
			if (this.logins.refreshed(current, tokenCache, request.withoutClaims(), token, now)) {
				return token;
			}
			current = this.logins.load(request.cae());
		}
		throw new SignInCancelledException("The user was signed out, or signed in anew, while the token was renewed");
	}

	static AccessToken toAccessToken(TokenAnswer answer, TokenRequest request, Instant now) {
		Duration refreshIn = answer.refreshIn();
		return new AccessToken(String.valueOf(answer.json().get("access_token")), now.plus(answer.expiresIn()),
				(refreshIn != null) ? now.plus(refreshIn) : null, answer.tokenType(), request.scopes());
	}

}
