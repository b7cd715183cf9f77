package io.github.azuredevicecode.test;

import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodeListener.AuthenticatedEvent;
import io.github.azuredevicecode.DeviceCodeListener.FailedEvent;
import io.github.azuredevicecode.DeviceCodeListener.PromptEvent;
import io.github.azuredevicecode.DeviceCodeListener.SignedOutEvent;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import io.github.azuredevicecode.TokenRequest;
import org.jspecify.annotations.Nullable;

/**
 * A credential for tests. A user is signed in from the start, and each token tells what
 * it was asked for: that for {@code User.Read} is {@code token-of-User.Read}. A test may
 * set another token, let requests fail, and let them prompt. Thread safe.
 *
 * @since 0.1
 * @see FakeDeviceCode
 */
public class FakeDeviceCodeCredential implements DeviceCodeCredential {

	/**
	 * The user who is signed in.
	 */
	public static final AuthenticationRecord USER = new AuthenticationRecord("login.microsoftonline.com", "fake-client",
			"fake-account", "fake-tenant", "ada@contoso.example");

	private static final TokenRequest DEFAULT_REQUEST = TokenRequest.of("https://graph.microsoft.com/.default");

	private final DeviceCodePromptHandler promptHandler;

	private final List<DeviceCodeListener> listeners;

	private final List<TokenRequest> requests = new CopyOnWriteArrayList<>();

	private final List<DeviceCodePrompt> prompts = new CopyOnWriteArrayList<>();

	private final Queue<ClientAuthenticationException> failures = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean promptNext = new AtomicBoolean();

	private volatile @Nullable String token;

	private volatile @Nullable AuthenticationRecord user = USER;

	private volatile boolean closed;

	/**
	 * Creates a credential whose prompts are seen by {@link #prompts()} alone.
	 */
	public FakeDeviceCodeCredential() {
		this((prompt) -> {
		}, List.of());
	}

	/**
	 * Creates a credential whose prompts and sign-ins are told, as the real one tells
	 * them.
	 * @param promptHandler shows prompts
	 * @param listeners hear of sign-ins
	 */
	public FakeDeviceCodeCredential(DeviceCodePromptHandler promptHandler, List<DeviceCodeListener> listeners) {
		this.promptHandler = promptHandler;
		this.listeners = List.copyOf(listeners);
	}

	/**
	 * Gives this token from now on, whatever is asked for.
	 * @param token the value of the token
	 */
	public void setToken(String token) {
		this.token = token;
	}

	/**
	 * Lets the next requests fail, each with one of the exceptions in turn.
	 * @param failures why the requests fail
	 */
	public void failNext(ClientAuthenticationException... failures) {
		this.failures.addAll(Arrays.asList(failures));
	}

	/**
	 * Lets the next request for a token show a prompt, as if a user were needed. The user
	 * signs in at once, or fails to as {@link #failNext} says.
	 */
	public void promptNext() {
		this.promptNext.set(true);
	}

	/**
	 * Be as new: tests that share an application context call it before each test.
	 */
	public void reset() {
		this.requests.clear();
		this.prompts.clear();
		this.failures.clear();
		this.promptNext.set(false);
		this.token = null;
		this.user = USER;
	}

	/**
	 * Returns what was asked for, sign-ins included.
	 * @return the requests in order
	 */
	public List<TokenRequest> requests() {
		return List.copyOf(this.requests);
	}

	/**
	 * Returns which prompts were shown.
	 * @return the prompts in order
	 */
	public List<DeviceCodePrompt> prompts() {
		return List.copyOf(this.prompts);
	}

	/**
	 * Returns whether the credential was closed. It gives tokens nonetheless.
	 * @return whether it was closed
	 */
	public boolean isClosed() {
		return this.closed;
	}

	@Override
	public AccessToken getToken(TokenRequest request) {
		this.requests.add(request);
		if (this.promptNext.getAndSet(false)) {
			signIn(request);
		}
		ClientAuthenticationException failure = this.failures.poll();
		if (failure != null) {
			throw failure;
		}
		String fixed = this.token;
		return new AccessToken((fixed != null) ? fixed : describe(request), Instant.now().plusSeconds(3600), null,
				"Bearer", request.scopes());
	}

	private static String describe(TokenRequest request) {
		String value = "token-of-" + String.join("+", request.scopes())
				+ ((request.claims() != null) ? "-with-claims" : "");
		return value.replaceAll("[^A-Za-z0-9.+-]", "-");
	}

	@Override
	public CompletableFuture<AccessToken> getTokenAsync(TokenRequest request) {
		try {
			return CompletableFuture.completedFuture(getToken(request));
		}
		catch (ClientAuthenticationException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public AuthenticationRecord authenticate() {
		return authenticate(DEFAULT_REQUEST);
	}

	@Override
	public AuthenticationRecord authenticate(TokenRequest request) {
		this.requests.add(request);
		signIn(request);
		return USER;
	}

	@Override
	public CompletableFuture<AuthenticationRecord> authenticateAsync() {
		return authenticateAsync(DEFAULT_REQUEST);
	}

	@Override
	public CompletableFuture<AuthenticationRecord> authenticateAsync(TokenRequest request) {
		try {
			return CompletableFuture.completedFuture(authenticate(request));
		}
		catch (ClientAuthenticationException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private void signIn(TokenRequest request) {
		DeviceCodePrompt prompt = prompt(request);
		this.prompts.add(prompt);
		this.listeners.forEach((listener) -> listener.onPrompt(PromptEvent.of(prompt)));
		this.promptHandler.prompt(prompt);
		ClientAuthenticationException failure = this.failures.poll();
		if (failure != null) {
			this.listeners.forEach((listener) -> listener
				.onFailed(FailedEvent.of(prompt.credentialName(), prompt.attemptId(), failure)));
			throw failure;
		}
		this.user = USER;
		this.listeners.forEach((listener) -> listener
			.onAuthenticated(AuthenticatedEvent.of(prompt.credentialName(), prompt.attemptId(), USER)));
	}

	private DeviceCodePrompt prompt(TokenRequest request) {
		int number = this.prompts.size() + 1;
		return new DeviceCodePrompt("fake-attempt-" + number, URI.create("https://microsoft.com/devicelogin"), true,
				"FAKECODE" + number, Instant.now().plusSeconds(900), "Nobody needs to sign in, this is a test.",
				USER.clientId(), USER.tenantId(), request.scopes(), DeviceCodeCredential.DEFAULT_NAME);
	}

	@Override
	public Optional<AuthenticationRecord> authenticationRecord() {
		return Optional.ofNullable(this.user);
	}

	@Override
	public void signOut() {
		AuthenticationRecord signedOut = this.user;
		this.user = null;
		this.listeners.forEach(
				(listener) -> listener.onSignedOut(SignedOutEvent.of(DeviceCodeCredential.DEFAULT_NAME, signedOut)));
	}

	/**
	 * Does nothing: the user signs in at once, so that no sign-in is ever under way.
	 * @return {@code false}
	 */
	@Override
	public boolean cancelSignIn() {
		return false;
	}

	/**
	 * Does nothing: the user signs in at once, so that no sign-in is ever under way.
	 * @return {@code false}
	 */
	@Override
	public boolean renewUserCode() {
		return false;
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
