package io.github.azuredevicecode.credential;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;
import io.github.azuredevicecode.identifier.EntraCloud;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An executor of the application that is full for a moment: nothing is lost by that.
 */
class RefusingExecutorTests {

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private final VirtualTime time = new VirtualTime(Instant.now());

	private final SharedStore store = new SharedStore();

	private final CachedLoginKey key = new CachedLoginKey("default", "client",
			EntraCloud.mainAuthority("https://login.microsoftonline.com"), EntraCloud.ORGANIZATIONS,
			LoginMode.STANDARD);

	private boolean full;

	@Test
	void tokensThatComeMeanwhileAreKeptAndStored() {
		CredentialFixture fixture = new CredentialFixture(this.time, this.store.view());
		DefaultDeviceCodeCredential credential = credential(fixture);
		CompletableFuture<EntraResponse> answer = new CompletableFuture<>();
		fixture.transport.deviceCode().answer(answer);
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		this.time.advance(Duration.ofSeconds(5));
		this.full = true;
		answer.complete(new EntraResponse(200, Map.of(),
				ScriptedTransport.tokenBody("token-1", 3600, "ada@contoso.example", "oid-ada")));
		this.time.advance(Duration.ofSeconds(10));
		assertThat(token.join().value()).isEqualTo("token-1");
		assertThat(this.store.stored(this.key).authenticationRecord()).isNull();
		this.full = false;
		this.time.advance(Duration.ofSeconds(10));
		assertThat(this.store.stored(this.key).authenticationRecord()).isNotNull();
	}

	@Test
	void anOutageEndsAlthoughItsProbesWereRefused() {
		TokenCache view = this.store.view();
		boolean[] down = new boolean[1];
		CredentialFixture fixture = new CredentialFixture(this.time, new TokenCache() {

			@Override
			public CachedLogin load(CachedLoginKey key) {
				if (down[0]) {
					RefusingExecutorTests.this.time.advance(Duration.ofSeconds(1));
					throw new TokenCacheException("slow to fail", null);
				}
				return view.load(key);
			}

			@Override
			public boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next) {
				return view.replace(key, expected, next);
			}

			@Override
			public Watch watch(CachedLoginKey key, Runnable onChange) {
				return view.watch(key, onChange);
			}

		});
		DefaultDeviceCodeCredential credential = credential(fixture);
		signIn(fixture, credential);
		down[0] = true;
		credential.getTokenAsync(TokenRequest.of("other"));
		assertThat(fixture.tokenCacheAvailable).containsExactly(false);
		this.full = true;
		this.time.advance(Duration.ofMinutes(1));
		this.full = false;
		down[0] = false;
		this.time.advance(Duration.ofMinutes(1));
		assertThat(fixture.tokenCacheAvailable).containsExactly(false, true);
	}

	@Test
	void aSignOutInAnotherProcessIsFollowed() {
		CredentialFixture fixture = new CredentialFixture(this.time, this.store.view());
		DefaultDeviceCodeCredential credential = credential(fixture);
		signIn(fixture, credential);
		CredentialFixture other = new CredentialFixture(this.time, this.store.view());
		other.credential().signOut();
		this.full = true;
		this.store.tell();
		this.full = false;
		this.time.advance(Duration.ofSeconds(30));
		assertThat(credential.authenticationRecord()).isEmpty();
	}

	@Test
	void aWatchThatCannotBeginIsTriedAgain() {
		int[] refusals = { 4 };
		SharedStore.View view = this.store.view();
		CredentialFixture fixture = new CredentialFixture(this.time, new TokenCache() {

			@Override
			public CachedLogin load(CachedLoginKey key) {
				return view.load(key);
			}

			@Override
			public boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next) {
				return view.replace(key, expected, next);
			}

			@Override
			public Watch watch(CachedLoginKey key, Runnable onChange) {
				if (refusals[0]-- > 0) {
					throw new IllegalStateException("No connection");
				}
				return view.watch(key, onChange);
			}

		});
		DefaultDeviceCodeCredential credential = credential(fixture);
		signIn(fixture, credential);
		assertThat(view.watchers()).isZero();
		this.time.advance(Duration.ofMinutes(2));
		assertThat(view.watchers()).isEqualTo(2);
	}

	@Test
	void aWatchThatCannotBeEndedDoesNotKeepTheCredentialFromClosing() {
		TokenCache view = this.store.view();
		CredentialFixture fixture = new CredentialFixture(this.time, new TokenCache() {

			@Override
			public CachedLogin load(CachedLoginKey key) {
				return view.load(key);
			}

			@Override
			public boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next) {
				return view.replace(key, expected, next);
			}

			@Override
			public Watch watch(CachedLoginKey key, Runnable onChange) {
				return () -> {
					throw new IllegalStateException("The client was stopped");
				};
			}

		});
		DefaultDeviceCodeCredential credential = credential(fixture);
		signIn(fixture, credential);
		credential.close();
		assertThat(fixture.transport.isClosed()).isTrue();
	}

	private DefaultDeviceCodeCredential credential(CredentialFixture fixture) {
		return fixture.credential((builder) -> builder.executor((task) -> {
			if (this.full) {
				throw new RejectedExecutionException("full");
			}
			task.run();
		}));
	}

	private void signIn(CredentialFixture fixture, DefaultDeviceCodeCredential credential) {
		fixture.transport.deviceCode().tokens("token-1", 3600);
		CompletableFuture<AccessToken> token = credential.getTokenAsync(REQUEST);
		this.time.advance(Duration.ofSeconds(5));
		assertThat(token).isCompleted();
	}

}
