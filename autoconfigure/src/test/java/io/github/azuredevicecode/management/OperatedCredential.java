package io.github.azuredevicecode.management;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodeListener.AuthenticatedEvent;
import io.github.azuredevicecode.DeviceCodeListener.FailedEvent;
import io.github.azuredevicecode.DeviceCodeListener.PromptEvent;
import io.github.azuredevicecode.DeviceCodeListener.SignedOutEvent;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import org.jspecify.annotations.Nullable;

/**
 * A credential whose sign-in a test ends, and which counts what it is asked.
 */
public class OperatedCredential extends FakeDeviceCodeCredential {

	private final DeviceCodeListener listener;

	private final AtomicInteger calls = new AtomicInteger();

	private final AtomicInteger renewals = new AtomicInteger();

	private final CountDownLatch asked = new CountDownLatch(1);

	private final CompletableFuture<AuthenticationRecord> answer = new CompletableFuture<>();

	public volatile @Nullable AuthenticationRecord account;

	public volatile @Nullable RuntimeException storeFailure;

	public OperatedCredential(DeviceCodeListener listener) {
		this.listener = listener;
	}

	public int calls() {
		return this.calls.get();
	}

	public void awaitAsked() throws InterruptedException {
		this.asked.await();
	}

	public void answer(AuthenticationRecord record) {
		this.answer.complete(record);
	}

	public void refuse(ClientAuthenticationException exception) {
		this.answer.completeExceptionally(exception);
	}

	@Override
	public AccessToken getToken(TokenRequest request) {
		this.calls.incrementAndGet();
		return super.getToken(request);
	}

	@Override
	public AuthenticationRecord authenticate() {
		this.calls.incrementAndGet();
		this.listener.onPrompt(PromptEvent.of(TestOperations.prompt("attempt-1")));
		this.asked.countDown();
		try {
			AuthenticationRecord record = this.answer.get();
			this.listener.onAuthenticated(AuthenticatedEvent.of("default", "attempt-1", record));
			return record;
		}
		catch (InterruptedException ex) {
			throw cancelled();
		}
		catch (ExecutionException ex) {
			throw (ClientAuthenticationException) ex.getCause();
		}
	}

	@Override
	public boolean cancelSignIn() {
		return this.asked.getCount() == 0 && this.answer.completeExceptionally(cancelled());
	}

	private SignInCancelledException cancelled() {
		SignInCancelledException cancelled = new SignInCancelledException("Cancelled");
		this.listener.onFailed(FailedEvent.of("default", "attempt-1", cancelled));
		return cancelled;
	}

	@Override
	public boolean renewUserCode() {
		this.listener.onPrompt(PromptEvent.of(TestOperations.prompt("attempt-1")));
		return this.renewals.incrementAndGet() > 0;
	}

	public int renewals() {
		return this.renewals.get();
	}

	@Override
	public Optional<AuthenticationRecord> authenticationRecord() {
		this.calls.incrementAndGet();
		RuntimeException failure = this.storeFailure;
		if (failure != null) {
			throw failure;
		}
		return Optional.ofNullable(this.account);
	}

	@Override
	public void signOut() {
		this.calls.incrementAndGet();
		AuthenticationRecord before = this.account;
		this.account = null;
		this.listener.onSignedOut(SignedOutEvent.of("default", before));
	}

}
