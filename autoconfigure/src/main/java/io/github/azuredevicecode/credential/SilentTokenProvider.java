package io.github.azuredevicecode.credential;

import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Detail;
import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.CredentialEventPublisher;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.concurrent.MeasuredActivity;
import io.github.azuredevicecode.concurrent.Moment;
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
import io.github.azuredevicecode.msal.CachedAccessTokens;
import io.github.azuredevicecode.msal.MsalEngine;
import org.jspecify.annotations.Nullable;

/**
 * Gets tokens without the user, from the login that is kept or with its refresh token.
 * Thread safe; no method blocks.
 */
final class SilentTokenProvider {

	// A login that changes more often than that while it is refreshed is not worth it
	private static final int MOST_LOGINS = 3;

	private final String authority;

	private final SignedInState logins;

	private final CachedAccessTokens accessTokens;

	private final Supplier<MsalEngine> engine;

	private final HttpTransport transport;

	private final InstanceDiscovery discovery;

	private final RefreshTurns turns;

	private final RefusedRefreshes refused;

	private final Predicate<TokenResponse> expectedUser;

	private final CredentialEventPublisher events;

	private final TimeSource time;

	SilentTokenProvider(String authority, SignedInState logins, CachedAccessTokens accessTokens,
			Supplier<MsalEngine> engine, HttpTransport transport, InstanceDiscovery discovery, RefreshTurns turns,
			Predicate<TokenResponse> expectedUser, CredentialEventPublisher events, TimeSource time) {
		this.authority = authority;
		this.logins = logins;
		this.accessTokens = accessTokens;
		this.engine = engine;
		this.transport = transport;
		this.discovery = discovery;
		this.turns = turns;
		this.refused = new RefusedRefreshes(time);
		this.expectedUser = expectedUser;
		this.events = events;
		this.time = time;
	}

	/**
	 * Gets a token.
	 * @param request what is asked for, with the tenant it goes to
	 * @param stale the token that is to be replaced, or {@code null}; a later one that
	 * another process has got will do
	 * @param activity what this is a part of
	 * @return the token, or {@link InteractionRequiredException}
	 */
	CompletableFuture<AccessToken> acquire(TokenRequest request, @Nullable AccessToken stale,
			MeasuredActivity activity) {
		return Futures.compose(activity.within(() -> this.logins.load(request.mode())),
				(signedIn) -> activity.within(() -> {
					AccessToken cached = cached(request, stale, signedIn, activity);
					return (cached != null) ? CompletableFuture.completedFuture(cached)
							: this.turns.next(request.mode(), (others) -> activity
								.within(() -> new Refresh(request, stale, others, activity).begin(MOST_LOGINS)));
				}));
	}

	private @Nullable AccessToken cached(TokenRequest request, @Nullable AccessToken stale, SignedInLogin signedIn,
			MeasuredActivity activity) {
		AccessToken token = later(request, stale, signedIn);
		if (token == null || !this.logins.found(signedIn.login(), request.withoutClaims(), token)) {
			return null;
		}
		activity.note(Detail.SOURCE, "cache");
		return token;
	}

	private @Nullable AccessToken later(TokenRequest request, @Nullable AccessToken stale, SignedInLogin signedIn) {
		String account = signedIn.homeAccountId();
		if (account == null || request.claims() != null) {
			return null;
		}
		String tenantId = TenantResolver.resolved(request);
		Instant after = (stale != null) ? stale.expiresAt() : this.time.instant();
		String otherName = signedIn.otherName(tenantId);
		List<String> tenantIds = (otherName != null) ? List.of(tenantId, otherName) : List.of(tenantId);
		return this.accessTokens.find(signedIn.login().tokenCache(), tenantIds, request.scopes(), account)
			.stream()
			.map((found) -> this.logins.toLocalTime(found.token(), found.life(), signedIn.knownSince()))
			.filter((token) -> token.expiresAt().isAfter(after))
			.filter((token) -> stale == null || !token.value().equals(stale.value()))
			.max(Comparator.comparing(AccessToken::expiresAt))
			.orElse(null);
	}

	/**
	 * One refresh, when it is its turn.
	 */
	private final class Refresh {

		private final TokenRequest request;

		private final @Nullable AccessToken stale;

		private final Function<CachedLogin, CompletableFuture<?>> others;

		private final MeasuredActivity activity;

		Refresh(TokenRequest request, @Nullable AccessToken stale, Function<CachedLogin, CompletableFuture<?>> others,
				MeasuredActivity activity) {
			this.request = request;
			this.stale = stale;
			this.others = others;
			this.activity = activity;
		}

		CompletableFuture<AccessToken> begin(int logins) {
			SignedInLogin known = SilentTokenProvider.this.logins.known(this.request.mode());
			InteractionRequiredException hopeless = hopeless(known);
			if (hopeless != null) {
				return CompletableFuture.failedFuture(hopeless);
			}
			return Futures.compose(
					SilentTokenProvider.this.turns.leases().claim(this.request.mode(), (stored) -> isIn(stored, known)),
					(leased) -> this.activity.within(() -> refresh(leased, logins)));
		}

		private @Nullable InteractionRequiredException hopeless(SignedInLogin signedIn) {
			ServiceError error = (signedIn.homeAccountId() != null)
					? SilentTokenProvider.this.refused.find(this.request, signedIn.login()) : null;
			return (signedIn.homeAccountId() == null || error != null)
					? new InteractionRequiredException(signedIn.login(), error) : null;
		}

		private boolean isIn(CachedLogin stored, SignedInLogin known) {
			return stored.isSameLoginAs(known.login()) && later(this.request, this.stale,
					known.withLogin(stored, Moment.now(SilentTokenProvider.this.time))) != null;
		}

		private CompletableFuture<AccessToken> refresh(boolean leased, int logins) {
			SignedInLogin signedIn = SilentTokenProvider.this.logins.known(this.request.mode());
			AccessToken cached = cached(this.request, this.stale, signedIn, this.activity);
			if (cached != null) {
				return released(leased, CompletableFuture.completedFuture(cached));
			}
			if (logins > 1 && !isCurrent(signedIn)) {
				// Its refresh token may be that of a user who has signed out
				return refresh(leased, logins - 1);
			}
			InteractionRequiredException hopeless = hopeless(signedIn);
			String account = signedIn.homeAccountId();
			MsalEngine.RefreshRequest refresh = (hopeless == null && account != null)
					? SilentTokenProvider.this.engine.get()
						.refreshRequest(signedIn.login().tokenCache(), TenantResolver.resolved(this.request),
								this.request.scopes(), account)
					: null;
			if (refresh == null || account == null) {
				return released(leased, CompletableFuture.failedFuture(
						(hopeless != null) ? hopeless : new InteractionRequiredException(signedIn.login(), null)));
			}
			this.activity.note(Detail.SOURCE, "refresh");
			EntraRequest exchange = exchange(refresh);
			CompletableFuture<EntraResponse> answer = Futures.compose(
					SilentTokenProvider.this.discovery.confirm(TenantResolver.resolved(this.request)),
					(confirmed) -> SilentTokenProvider.this.transport.send(exchange));
			CompletableFuture<AccessToken> token = Futures.compose(answer,
					(received) -> this.activity.within(() -> accept(signedIn, account, exchange, received, logins)));
			return released(leased, unreachable(exchange, token));
		}

		private boolean isCurrent(SignedInLogin signedIn) {
			return SilentTokenProvider.this.logins.known(this.request.mode()).login().isSameLoginAs(signedIn.login());
		}

		private EntraRequest exchange(MsalEngine.RefreshRequest refresh) {
			Map<String, String> form = new LinkedHashMap<>(refresh.form());
			form.put("client_info", "1");
			String claims = Claims.toParameter(this.request.claims(), this.request.mode());
			if (claims != null) {
				form.put("claims", claims);
			}
			return new EntraRequest(
					EntraEndpoints.of(SilentTokenProvider.this.authority, TenantResolver.resolved(this.request))
						.token(),
					form, refresh.headers());
		}

		private CompletableFuture<AccessToken> unreachable(EntraRequest exchange,
				CompletableFuture<AccessToken> token) {
			return Futures.propagateCancel(token.exceptionally((failure) -> {
				throw (Futures.unwrap(failure) instanceof RuntimeException known
						&& !(known instanceof CancellationException)) ? known
								: AuthenticationFailures.unreachable(exchange.uri(), failure);
			}), token);
		}

		// A refresh that was kept has ended its lease with the same write
		private CompletableFuture<AccessToken> released(boolean leased, CompletableFuture<AccessToken> token) {
			if (!leased) {
				return token;
			}
			CompletableFuture<AccessToken> result = new CompletableFuture<>();
			token.whenComplete(
					(value, failure) -> releaseLease().whenComplete((done, ignored) -> Futures.forward(token, result)));
			return Futures.propagateCancel(result, token);
		}

		private CompletableFuture<?> releaseLease() {
			boolean ended = SilentTokenProvider.this.logins.known(this.request.mode()).login().refreshLease() == null;
			return ended ? CompletableFuture.completedFuture(null)
					: SilentTokenProvider.this.turns.leases().release(this.request.mode());
		}

		private CompletableFuture<AccessToken> accept(SignedInLogin signedIn, String account, EntraRequest exchange,
				EntraResponse answer, int logins) {
			Map<String, String> form = (exchange.form() != null) ? exchange.form() : Map.of();
			ServiceError error = ServiceErrorParser.parse(answer, form.getOrDefault("refresh_token", ""));
			if (error != null && ServiceErrorParser.isUserNeeded(error) && !answer.isTransient()) {
				return refused(signedIn, error, logins);
			}
			if (error != null) {
				throw AuthenticationFailures.refused(error, answer, SilentTokenProvider.this.time.instant());
			}
			if (answer.status() != 200) {
				throw AuthenticationFailures.unusable(exchange.uri(), answer, SilentTokenProvider.this.time.instant(),
						"the service is not able to answer");
			}
			try {
				return keep(signedIn, account,
						TokenResponse.parse(answer.body(), answer.issuedAt(Moment.now(SilentTokenProvider.this.time))),
						logins);
			}
			catch (IllegalArgumentException ex) {
				throw AuthenticationFailures.invalidJson(exchange.uri(), answer, String.valueOf(ex.getMessage()));
			}
		}

		// Another refresh, here or in another process, may have used the refresh token
		// before, or a user has signed in anew
		private CompletableFuture<AccessToken> refused(SignedInLogin signedIn, ServiceError error, int logins) {
			CompletableFuture<SignedInLogin> later = Futures.compose(this.others.apply(signedIn.login()),
					(settled) -> this.activity.within(() -> SilentTokenProvider.this.logins.load(this.request.mode())));
			return Futures.compose(later, (now) -> {
				boolean same = now.login().isSameLoginAs(signedIn.login())
						&& now.login().tokenCache().equals(signedIn.login().tokenCache());
				if (!same && now.homeAccountId() != null && logins > 1) {
					// All that have waited go on now, and one at a time
					return this.activity.within(() -> begin(logins - 1));
				}
				SilentTokenProvider.this.refused.add(this.request, now.login(), error);
				SilentTokenProvider.this.events.renewalRefused(now.login().authenticationRecord(),
						AuthenticationFailures.refused(error));
				return CompletableFuture.failedFuture(new InteractionRequiredException(now.login(), error));
			});
		}

		private CompletableFuture<AccessToken> keep(SignedInLogin signedIn, String account, TokenResponse answer,
				int logins) {
			if (!SilentTokenProvider.this.expectedUser.test(answer)) {
				throw new ClientAuthenticationException("Authentication failed: the service has issued a token for a "
						+ "user who is not expected, and it was dropped. Check azure.identity.device-code."
						+ "expected-usernames, expected-object-ids and expected-tenant-ids, or sign out");
			}
			AccessToken token = answer.toAccessToken(this.request.scopes(), SilentTokenProvider.this.time);
			String tenantId = TenantResolver.resolved(this.request);
			return Futures.compose(SilentTokenProvider.this.logins.refreshed(signedIn.login(),
					(tokenCache, storeTime) -> SilentTokenProvider.this.engine.get()
						.acceptRefresh(tokenCache, tenantId, this.request.scopes(), account, answer, storeTime),
					answer.issuedAt(), this.request.withoutClaims(), token), (kept) -> {
						if (kept) {
							return CompletableFuture.completedFuture(token);
						}
						if (SilentTokenProvider.this.logins.known(this.request.mode()).homeAccountId() == null
								|| logins <= 1) {
							throw new SignInCancelledException("The user was signed out while the token was renewed");
						}
						return this.activity.within(() -> refresh(false, logins - 1));
					});
		}

	}

}
