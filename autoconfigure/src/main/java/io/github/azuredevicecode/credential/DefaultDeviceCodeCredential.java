package io.github.azuredevicecode.credential;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.CredentialUnavailableException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeCredentialOptions;
import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Detail;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.CompositeListener;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.MeasuredActivity;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.credential.signin.SignInContext;
import io.github.azuredevicecode.credential.signin.SignInCoordinator;
import io.github.azuredevicecode.credential.state.AccessTokenSlot;
import io.github.azuredevicecode.credential.state.AccessTokenTable;
import io.github.azuredevicecode.credential.state.ObservedTokenCache;
import io.github.azuredevicecode.credential.state.SignedInState;
import io.github.azuredevicecode.entra.AuthenticationFailures;
import io.github.azuredevicecode.entra.EntraCloud;
import io.github.azuredevicecode.entra.InstanceDiscovery;
import io.github.azuredevicecode.entra.TenantResolver;
import io.github.azuredevicecode.entra.http.HttpTransport;
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

	private final DeviceCodeCredentialOptions options;

	private final TenantResolver tenants;

	private final AccessTokenTable table;

	private final TokenRequestCache scopeRequests = new TokenRequestCache();

	private final ConcurrentMap<TokenRequest, TokenAcquisition> acquisitions = new ConcurrentHashMap<>();

	private final SignedInState logins;

	private final SilentTokenProvider silentTokens;

	private final SignInCoordinator signIns;

	private final BackgroundTokenRefresh refreshAhead;

	private final LazyMsalEngine engine;

	private final DeviceCodeListener listener;

	private final HttpTransport transport;

	private final TimeSource time;

	private final CredentialExecutor executor;

	private final @Nullable Runnable tableHit;

	private volatile boolean closed;

	DefaultDeviceCodeCredential(DeviceCodeCredentialOptions options, TokenCache store, HttpTransport transport,
			TimeSource time, CredentialExecutor executor) {
		this.options = options;
		this.transport = transport;
		this.time = time;
		this.executor = executor;
		this.table = new AccessTokenTable(time);
		this.tenants = new TenantResolver(options);
		this.listener = new CompositeListener(options.listener().forCredential(options.name()));
		DeviceCodeInstrumentation instrumentation = options.instrumentation();
		this.tableHit = instrumentation.tableHit();
		this.logins = new SignedInState(options, (instrumentation != DeviceCodeInstrumentation.NONE)
				? new ObservedTokenCache(store, instrumentation) : store, this.table, this.listener);
		this.engine = new LazyMsalEngine(options);
		InstanceDiscovery discovery = new InstanceDiscovery(options, transport);
		this.silentTokens = new SilentTokenProvider(options, this.logins, this.engine, transport, discovery, time);
		this.signIns = new SignInCoordinator(options, this.logins, this.engine,
				new SignInContext(transport, discovery, time, executor, this.listener));
		this.refreshAhead = new BackgroundTokenRefresh(this.silentTokens, time, executor, instrumentation);
	}

	@Override
	public AccessToken getToken(String... scopes) {
		return getToken(this.scopeRequests.of(scopes));
	}

	@Override
	public AccessToken getToken(TokenRequest request) {
		AccessToken held = hit(request);
		return (held != null) ? held : await(acquire(request));
	}

	@Override
	public CompletableFuture<AccessToken> getTokenAsync(TokenRequest request) {
		AccessToken held = hit(request);
		if (held != null) {
			return CompletableFuture.completedFuture(held);
		}
		try {
			return acquire(request);
		}
		catch (ClientAuthenticationException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private @Nullable AccessToken hit(TokenRequest request) {
		AccessToken held = held(request);
		if (held != null && this.tableHit != null) {
			this.tableHit.run();
		}
		return held;
	}

	private @Nullable AccessToken held(TokenRequest request) {
		AccessTokenSlot slot = this.table.find(request);
		AccessTokenSlot.Held held = (slot != null) ? slot.held() : null;
		if (slot == null || held == null) {
			return null;
		}
		long now = this.time.millis();
		if (now >= held.expiresAt()) {
			return null;
		}
		if (now >= held.refreshAt()) {
			this.refreshAhead.refresh(slot, held);
		}
		return held.token();
	}

	private CompletableFuture<AccessToken> acquire(TokenRequest request) {
		TokenRequest key = request.withTenantId(this.tenants.resolve(request.tenantId()));
		if (request.claims() == null) {
			this.table.slot(request, key);
			AccessToken held = hit(key);
			if (held != null) {
				return CompletableFuture.completedFuture(held);
			}
		}
		while (true) {
			requireOpen();
			TokenAcquisition fresh = new TokenAcquisition(key, !this.options.disableAutomaticAuthentication(),
					this.silentTokens, this.signIns, (ended) -> this.acquisitions.remove(key, ended));
			TokenAcquisition current = this.acquisitions.putIfAbsent(key, fresh);
			CompletableFuture<AccessToken> waiter = ((current != null) ? current : fresh).flight().join();
			if (current == null) {
				begin(key, fresh);
			}
			if (waiter != null) {
				return waiter;
			}
		}
	}

	private void begin(TokenRequest key, TokenAcquisition acquisition) {
		acquisition.measure(MeasuredActivity.begin(this.options.instrumentation(), Operation.TOKEN,
				Map.of(Detail.TRIGGER, "caller")));
		try {
			this.executor.execute(() -> {
				// Another flight may have landed between the caller's look and this one
				this.logins.watch(this::changed);
				AccessToken held = (key.claims() == null) ? held(key) : null;
				if (held != null) {
					acquisition.foundInTable(held);
				}
				else {
					acquisition.start();
				}
			});
		}
		catch (RejectedExecutionException ex) {
			acquisition.flight().fail(closedFailure());
		}
	}

	private void changed(boolean cae) {
		try {
			this.executor.execute(() -> {
				try {
					this.signIns.changed(this.logins.load(cae), cae);
				}
				catch (TokenCacheException ex) {
					// The next look brings it
					logger.debug("A change of the login could not be read", ex);
				}
			});
		}
		catch (RejectedExecutionException ex) {
			// The credential is closed
			logger.trace("A change of the login came after the close");
		}
	}

	@Override
	public AuthenticationRecord authenticate() {
		TokenRequest request = this.options.defaultRequest();
		if (request == null) {
			request = EntraCloud.defaultRequest(this.options.authority());
		}
		if (request == null) {
			throw new CredentialUnavailableException(
					"Authenticating in this environment requires a value for the 'scopes' keyword argument. "
							+ "(Property: azure.identity.device-code.scopes)");
		}
		return authenticate(request);
	}

	@Override
	public AuthenticationRecord authenticate(TokenRequest request) {
		TokenRequest key = request.withTenantId(this.tenants.resolve(request.tenantId()));
		while (true) {
			requireOpen();
			this.logins.watch(this::changed);
			SignInCoordinator.Ticket ticket = this.signIns.join(key);
			if (ticket.request().equals(key)) {
				SignInCoordinator.SignedIn signedIn = await(ticket.signedIn());
				if (signedIn.request().equals(key)) {
					return signedIn.authenticationRecord();
				}
			}
			else {
				awaitEnd(ticket.signedIn());
			}
		}
	}

	@Override
	public Optional<AuthenticationRecord> authenticationRecord() {
		return Optional.ofNullable(this.logins.storedRecord());
	}

	@Override
	public void signOut() {
		AuthenticationRecord before = this.logins.record();
		try {
			this.logins.signOut();
		}
		finally {
			end("The credential was signed out");
			this.listener.signedOut(before);
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
		try {
			this.executor.execute(() -> {
				this.engine.get().warmUp();
				this.transport.warmUp();
			});
		}
		catch (RejectedExecutionException ex) {
			// The credential is closed: there is nothing to prepare for
		}
	}

	@Override
	public void close() {
		if (this.closed) {
			return;
		}
		this.closed = true;
		end("The credential was closed");
		this.logins.close();
		this.transport.close();
		this.executor.close();
	}

	private void end(String reason) {
		this.signIns.cancel(reason);
		this.acquisitions.values()
			.forEach((acquisition) -> acquisition.flight().fail(new SignInCancelledException(reason)));
	}

	private void requireOpen() {
		if (this.closed) {
			throw closedFailure();
		}
	}

	private static CredentialUnavailableException closedFailure() {
		return new CredentialUnavailableException("The credential is closed");
	}

	private static <T> T await(CompletableFuture<T> waiter) {
		try {
			return waiter.get();
		}
		catch (InterruptedException ex) {
			waiter.cancel(true);
			Thread.currentThread().interrupt();
			throw new SignInCancelledException("The thread that waited for the token was interrupted", null, ex);
		}
		catch (ExecutionException ex) {
			throw AuthenticationFailures.of((ex.getCause() != null) ? ex.getCause() : ex);
		}
	}

	// How another's sign-in ends does not matter to who wants one of their own
	private static void awaitEnd(CompletableFuture<SignInCoordinator.SignedIn> waiter) {
		try {
			waiter.handle((signedIn, failure) -> true).get();
		}
		catch (InterruptedException ex) {
			waiter.cancel(true);
			Thread.currentThread().interrupt();
			throw new SignInCancelledException("The thread that waited for the sign-in was interrupted", null, ex);
		}
		catch (ExecutionException ex) {
			throw AuthenticationFailures.of(ex);
		}
	}

	@Override
	public String toString() {
		return "DeviceCodeCredential[clientId=" + this.options.clientId() + ", authority=" + this.options.authority()
				+ ", tenantId=" + this.options.tenantId() + "]";
	}

}
