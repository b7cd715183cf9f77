package io.github.azuredevicecode.testsupport;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;

/**
 * A credential that needs no user: its tokens tell what they were asked for.
 */
public class FakeDeviceCodeCredential implements DeviceCodeCredential {

	private final List<TokenRequest> requests = new CopyOnWriteArrayList<>();

	private volatile boolean closed;

	@Override
	public AccessToken getToken(TokenRequest request) {
		this.requests.add(request);
		String value = "token-of-" + String.join("+", request.scopes())
				+ ((request.claims() != null) ? "-with-claims" : "");
		return new AccessToken(value.replaceAll("[^A-Za-z0-9.+-]", "-"), Instant.now().plusSeconds(3600), null,
				"Bearer", request.scopes());
	}

	@Override
	public CompletableFuture<AccessToken> getTokenAsync(TokenRequest request) {
		return CompletableFuture.completedFuture(getToken(request));
	}

	@Override
	public AuthenticationRecord authenticate() {
		throw new UnsupportedOperationException();
	}

	@Override
	public AuthenticationRecord authenticate(TokenRequest request) {
		throw new UnsupportedOperationException();
	}

	@Override
	public Optional<AuthenticationRecord> authenticationRecord() {
		return Optional.empty();
	}

	@Override
	public void signOut() {
	}

	@Override
	public void close() {
		this.closed = true;
	}

	public boolean isClosed() {
		return this.closed;
	}

	public List<TokenRequest> requests() {
		return List.copyOf(this.requests);
	}

}
