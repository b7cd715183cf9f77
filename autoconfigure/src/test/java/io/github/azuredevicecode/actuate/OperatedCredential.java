package io.github.azuredevicecode.actuate;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import org.jspecify.annotations.Nullable;

/**
 * A credential whose sign-in a test ends, and which counts what it is asked.
 */
class OperatedCredential extends FakeDeviceCodeCredential {

	private final DeviceCodeListener listener;

	private final AtomicInteger calls = new AtomicInteger();

	private final CountDownLatch asked = new CountDownLatch(1);

	private final CompletableFuture<AuthenticationRecord> answer = new CompletableFuture<>();

	volatile @Nullable AuthenticationRecord account;

	volatile @Nullable RuntimeException storeFailure;

	OperatedCredential(DeviceCodeListener listener) {
		this.listener = listener;
	}

	int calls() {
		return this.calls.get();
	}

	void awaitAsked() throws InterruptedException {
		this.asked.await();
	}

	void answer(AuthenticationRecord record) {
		this.answer.complete(record);
	}

	void refuse(ClientAuthenticationException exception) {
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
		this.listener.prompted(Logins.prompt("attempt-1"));
		this.asked.countDown();
		try {
			AuthenticationRecord record = this.answer.get();
			this.listener.authenticated("attempt-1", record);
			return record;
		}
		catch (InterruptedException ex) {
			SignInCancelledException cancelled = new SignInCancelledException("Nobody waits any more");
			this.listener.failed("attempt-1", cancelled);
			throw cancelled;
		}
		catch (ExecutionException ex) {
			throw (ClientAuthenticationException) ex.getCause();
		}
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
		this.listener.signedOut(before);
	}

}
