package io.github.azuredevicecode.credential;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.CredentialUnavailableException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.cache.UnreadableLoginException;
import io.github.azuredevicecode.concurrent.CredentialEventPublisher;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.concurrent.Guard;
import io.github.azuredevicecode.concurrent.Observability;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.credential.signin.ExpectedUsers;
import io.github.azuredevicecode.credential.signin.PromptCalls;
import io.github.azuredevicecode.credential.signin.SignInContext;
import io.github.azuredevicecode.credential.signin.SignInCoordinator;
import io.github.azuredevicecode.credential.state.AccessTokenTable;
import io.github.azuredevicecode.credential.state.SignedInState;
import io.github.azuredevicecode.entra.AuthenticationFailures;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.entra.InstanceDiscovery;
import io.github.azuredevicecode.entra.TenantResolver;
import io.github.azuredevicecode.entra.http.HttpTransport;
import io.github.azuredevicecode.identifier.EntraCloud;
import io.github.azuredevicecode.msal.CachedAccessTokens;
import io.github.azuredevicecode.msal.LazyMsalEngine;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credential: answers from the token table, and joins all other callers to the work
 * for their key.
 */
public final class DefaultDeviceCodeCredential implements DeviceCodeCredential {

	private static final Logger logger = LoggerFactory.getLogger(DefaultDeviceCodeCredential.class);

	private final DeviceCodeCredentialSettings settings;

	private final TenantResolver tenants;

	private final TokenRequestCache scopeRequests = new TokenRequestCache();

	private final HeldTokens heldTokens;

	private final SignedInState logins;

	private final SignInCoordinator signIns;

	private final CacheWatch cacheWatch;

	private final TokenAcquisitions acquisitions;

	private final LazyMsalEngine engine;

	private final CredentialEventPublisher events;

	private final PromptCalls promptCalls = new PromptCalls();

	private final HttpTransport transport;

	private final CredentialExecutor executor;

	private volatile boolean closed;

	DefaultDeviceCodeCredential(DeviceCodeCredentialSettings settings, HttpTransport transport, TimeSource time,
			CredentialExecutor executor, RandomGenerator random) {
		this.settings = settings;
		this.transport = transport;
		this.executor = executor;
		Observability observability = settings.observability();
		DeviceCodeInstrumentation instrumentation = observability.instrumentation();
		this.events = new CredentialEventPublisher(observability);
		AccessTokenTable table = new AccessTokenTable(time, random);
		ExpectedUsers expectedUsers = settings.signIn().expectedUsers();
		this.logins = new SignedInState(settings.cache(), TokenCacheLayers.of(settings), expectedUsers, table,
				this.events, executor, time, random);
		this.tenants = new TenantResolver(settings.authority(), this::signedInTenant);
		this.engine = new LazyMsalEngine(settings.authority(), observability.supportLogging());
		InstanceDiscovery discovery = new InstanceDiscovery(settings.authority(), transport);
		SilentTokenProvider silentTokens = new SilentTokenProvider(settings.authority().authority(), this.logins,
				new CachedAccessTokens(settings.authority().clientId(), settings.authority().authorityHost()),
				this.engine, transport, discovery, new RefreshTurns(this.logins, executor, time, random),
				expectedUsers::test, this.events, time);
		this.signIns = new SignInCoordinator(new SignInContext(settings.authority(), settings.signIn(), transport,
				discovery, time, executor, this.events, this.promptCalls, random, observability), this.logins,
				this.engine);
		this.heldTokens = new HeldTokens(table,
				new BackgroundTokenRefresh(silentTokens, time, executor, random, instrumentation, this.events),
				instrumentation.tableHit());
		this.cacheWatch = new CacheWatch(this.logins, this.signIns, executor);
		boolean mayPrompt = !settings.signIn().disableAutomaticAuthentication();
		this.acquisitions = new TokenAcquisitions(
				(key, onEnd) -> new TokenAcquisition(key, mayPrompt, silentTokens, this.signIns, onEnd),
				this.heldTokens, this.cacheWatch, executor, time, instrumentation, this.events);
	}

	@Override
	public AccessToken getToken(String... scopes) {
		return getToken(this.scopeRequests.of(scopes));
	}

	@Override
	public AccessToken getToken(TokenRequest request) {
		AccessToken held = this.heldTokens.hit(request);
		if (held != null) {
			return held;
		}
		this.promptCalls.requireNoneUnderWay();
		return await(acquire(request), "token");
	}

	@Override
	public CompletableFuture<AccessToken> getTokenAsync(TokenRequest request) {
		AccessToken held = this.heldTokens.hit(request);
		if (held != null) {
			return CompletableFuture.completedFuture(held);
		}
		try {
			return Futures.detach(acquire(request), this.executor);
		}
		catch (ClientAuthenticationException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private CompletableFuture<AccessToken> acquire(TokenRequest request) {
		TokenRequest key = key(request);
		if (this.tenants.isAssumed(request.tenantId(), TenantResolver.resolved(key))) {
			CompletableFuture<AccessToken> token = acquire(request, key, key.withoutClaims());
			// Now that a user is signed in, it is known whether the assumption was right
			return Futures.propagateCancel(token.thenApply((acquired) -> {
				this.tenants.resolve(request.tenantId());
				return acquired;
			}), token);
		}
		return acquire(request, key, request);
	}

	private CompletableFuture<AccessToken> acquire(TokenRequest request, TokenRequest key, TokenRequest form) {
		if (request.claims() == null) {
			AccessToken held = this.heldTokens.hit(form, key);
			if (held != null) {
				return CompletableFuture.completedFuture(held);
			}
		}
		return this.acquisitions.join(key);
	}

	private @Nullable String signedInTenant() {
		AuthenticationRecord user = this.logins.user();
		return (user != null) ? user.tenantId() : null;
	}

	private TokenRequest key(TokenRequest request) {
		return request.withTenantId(this.tenants.resolve(request.tenantId()));
	}

	@Override
	public AuthenticationRecord authenticate() {
		return authenticate(defaultRequest());
	}

	@Override
	public AuthenticationRecord authenticate(TokenRequest request) {
		this.promptCalls.requireNoneUnderWay();
		return await(startToAuthenticate(request), "sign-in");
	}

	@Override
	public CompletableFuture<AuthenticationRecord> authenticateAsync() {
		try {
			return authenticateAsync(defaultRequest());
		}
		catch (ClientAuthenticationException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public CompletableFuture<AuthenticationRecord> authenticateAsync(TokenRequest request) {
		try {
			return Futures.detach(startToAuthenticate(request), this.executor);
		}
		catch (ClientAuthenticationException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private CompletableFuture<AuthenticationRecord> startToAuthenticate(TokenRequest request) {
		TokenRequest key = key(request);
		this.acquisitions.requireOpen();
		this.cacheWatch.begin();
		return InteractiveAuthentication.begin(this.acquisitions, this.signIns, key);
	}

	private TokenRequest defaultRequest() {
		TokenRequest request = this.settings.signIn().defaultRequest();
		if (request != null) {
			return request;
		}
		String scope = EntraCloud.defaultScope(this.settings.authority().authority());
		if (scope == null) {
			throw new CredentialUnavailableException(
					"Authenticating in this environment requires a value for the 'scopes'. Set "
							+ "azure.identity.device-code.scopes, or call authenticate with a TokenRequest");
		}
		return TokenRequest.of(scope);
	}

	@Override
	public Optional<AuthenticationRecord> authenticationRecord() {
		waitForStore(this.logins.lookForUser());
		return Optional.ofNullable(this.logins.user());
	}

	@Override
	public void signOut() {
		AuthenticationRecord before = this.logins.signOut();
		// First, since a listener may take its time
		CompletableFuture<Void> saved = this.logins.saveSignOut();
		end("The credential was signed out");
		this.events.signedOut(before);
		if (!this.closed) {
			// A process that does not know of the sign-out could put the login back
			this.cacheWatch.begin();
		}
		Throwable failure = waitForStore(saved);
		if (failure != null) {
			String state = (failure.getCause() instanceof UnreadableLoginException)
					? "the stored login cannot be changed; other processes are still signed in: "
					: "the token cache is unreachable; other processes are still signed in until it is back: ";
			throw new ClientAuthenticationException("Signed out here, but " + state + failure.getMessage(), null,
					failure);
		}
	}

	private @Nullable Throwable waitForStore(CompletableFuture<?> access) {
		try {
			// Longer than the access itself takes, which the injected timer limits
			access.get(this.settings.cache().timeout().multipliedBy(2).plusSeconds(1).toMillis(),
					TimeUnit.MILLISECONDS);
			return null;
		}
		catch (ExecutionException ex) {
			return Futures.unwrap((ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (TimeoutException ex) {
			return new TokenCacheException("The token cache did not answer in time", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return new TokenCacheException("The thread that waited for the token cache was interrupted", ex);
		}
	}

	@Override
	public boolean cancelSignIn() {
		return this.signIns.cancelForAll("The sign-in was cancelled");
	}

	@Override
	public boolean renewUserCode() {
		return this.signIns.renew();
	}

	@Override
	public void warmUp() {
		this.executor.execute(() -> {
			this.engine.get().warmUp();
			this.transport.warmUp();
		}, (failure) -> logger.debug("Cannot warm up the credential", failure));
	}

	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		this.acquisitions.close();
		for (Runnable step : List.<Runnable>of(() -> end("The credential was closed"), this.logins::close,
				this.transport::close, this.executor::close)) {
			Guard.run("The end", step);
		}
	}

	private void end(String reason) {
		Guard.run("The end of a sign-in", () -> this.signIns.cancel(reason));
		this.acquisitions.cancel(reason);
	}

	private static <T> T await(CompletableFuture<T> waiter, String what) {
		try {
			return waiter.get();
		}
		catch (InterruptedException ex) {
			waiter.cancel(true);
			Thread.currentThread().interrupt();
			throw new SignInCancelledException("The thread that waited for the " + what + " was interrupted", null, ex);
		}
		catch (ExecutionException ex) {
			throw AuthenticationFailures.of((ex.getCause() != null) ? ex.getCause() : ex);
		}
	}

	@Override
	public String toString() {
		AuthoritySettings authority = this.settings.authority();
		return "DeviceCodeCredential[clientId=" + authority.clientId() + ", authority=" + authority.authority()
				+ ", tenantId=" + authority.tenantId() + "]";
	}

}
