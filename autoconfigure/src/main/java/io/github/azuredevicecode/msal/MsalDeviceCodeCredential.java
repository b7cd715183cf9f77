package io.github.azuredevicecode.msal;

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
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.cache.LoginStore;
import io.github.azuredevicecode.cache.LoginStoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The credential: answers from the token table, and joins all other callers to the work
 * for their key.
 */
final class MsalDeviceCodeCredential implements DeviceCodeCredential {

	private static final Logger logger = LoggerFactory.getLogger(MsalDeviceCodeCredential.class);

	private final DeviceCodeCredentialOptions options;

	private final TenantResolver tenants;

	private final TokenTable table;

	private final ScopeRequests scopeRequests = new ScopeRequests();

	private final ConcurrentMap<TokenRequest, Acquisition> acquisitions = new ConcurrentHashMap<>();

	private final Logins logins;

	private final SilentTokens silentTokens;

	private final SignIns signIns;

	private final RefreshAhead refreshAhead;

	private final LazyEngine engine;

	private final DeviceCodeListener listener;

	private final HttpTransport transport;

	private final TimeSource time;

	private final CredentialExecutor executor;

	private final @Nullable Runnable tableHit;

	private volatile boolean closed;

	MsalDeviceCodeCredential(DeviceCodeCredentialOptions options, LoginStore store, HttpTransport transport,
			TimeSource time, CredentialExecutor executor) {
		this.options = options;
		this.transport = transport;
		this.time = time;
		this.executor = executor;
		this.table = new TokenTable(time);
		this.tenants = new TenantResolver(options);
		this.listener = new SafeListener(options.listener().forCredential(options.name()));
		DeviceCodeInstrumentation instrumentation = options.instrumentation();
		this.tableHit = instrumentation.tableHit();
		this.logins = new Logins(options, (instrumentation != DeviceCodeInstrumentation.NONE)
				? new MeasuredLoginStore(store, instrumentation) : store, this.table, this.listener);
		this.engine = new LazyEngine(options);
		InstanceDiscovery discovery = new InstanceDiscovery(options, transport);
		this.silentTokens = new SilentTokens(options, this.logins, this.engine, transport, discovery, time);
		this.signIns = new SignIns(options, this.logins, this.engine,
				new SignInResources(transport, discovery, time, executor, this.listener));
		this.refreshAhead = new RefreshAhead(this.silentTokens, time, executor, instrumentation);
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
		TokenSlot slot = this.table.find(request);
		TokenSlot.Held held = (slot != null) ? slot.held() : null;
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
			Acquisition fresh = new Acquisition(key, !this.options.disableAutomaticAuthentication(), this.silentTokens,
					this.signIns, (ended) -> this.acquisitions.remove(key, ended));
			Acquisition current = this.acquisitions.putIfAbsent(key, fresh);
			CompletableFuture<AccessToken> waiter = ((current != null) ? current : fresh).flight().join();
			if (current == null) {
				begin(key, fresh);
			}
			if (waiter != null) {
				return waiter;
			}
		}
	}

	private void begin(TokenRequest key, Acquisition acquisition) {
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
				catch (LoginStoreException ex) {
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
			request = EntraHosts.defaultRequest(this.options.authority());
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
			SignIns.Ticket ticket = this.signIns.join(key);
			if (ticket.request().equals(key)) {
				SignIns.SignedIn signedIn = await(ticket.signedIn());
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
			throw Failures.of((ex.getCause() != null) ? ex.getCause() : ex);
		}
	}

	// How another's sign-in ends does not matter to who wants one of their own
	private static void awaitEnd(CompletableFuture<SignIns.SignedIn> waiter) {
		try {
			waiter.handle((signedIn, failure) -> true).get();
		}
		catch (InterruptedException ex) {
			waiter.cancel(true);
			Thread.currentThread().interrupt();
			throw new SignInCancelledException("The thread that waited for the sign-in was interrupted", null, ex);
		}
		catch (ExecutionException ex) {
			throw Failures.of(ex);
		}
	}

	@Override
	public String toString() {
		return "DeviceCodeCredential[clientId=" + this.options.clientId() + ", authority=" + this.options.authority()
				+ ", tenantId=" + this.options.tenantId() + "]";
	}

}
