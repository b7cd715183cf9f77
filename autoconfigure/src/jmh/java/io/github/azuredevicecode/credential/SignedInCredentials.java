package io.github.azuredevicecode.credential;

import java.time.Instant;
import java.util.Random;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.cache.InMemoryTokenCache;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.CredentialThreads;
import io.github.azuredevicecode.credential.state.AccessTokenTable;
import io.github.azuredevicecode.credential.state.FilledSlots;
import io.github.azuredevicecode.entra.TenantResolver;

import org.springframework.test.util.ReflectionTestUtils;

/**
 * The credential that applications get, on real time and threads of its own, signed in
 * over a network that answers from a script.
 */
public final class SignedInCredentials {

	public static final String CLIENT_ID = "client";

	private static final int LIFETIME_SECONDS = 24 * 60 * 60;

	private SignedInCredentials() {
	}

	/**
	 * Sign in.
	 * @param request what the token is for
	 * @param accessToken the token
	 * @return a credential that holds the token and cannot ask for another
	 */
	public static DeviceCodeCredential create(TokenRequest request, String accessToken) {
		return create(request, accessToken, DeviceCodeInstrumentation.NONE);
	}

	/**
	 * Sign in, and be measured.
	 * @param request what the token is for
	 * @param accessToken the token
	 * @param instrumentation measures
	 * @return a credential that holds the token and cannot ask for another
	 */
	public static DeviceCodeCredential create(TokenRequest request, String accessToken,
			DeviceCodeInstrumentation instrumentation) {
		return create(request, accessToken, new InMemoryTokenCache(), instrumentation);
	}

	/**
	 * Sign in, and tell what MSAL4J would keep.
	 * @param request what the token is for
	 * @param accessToken the token
	 * @return the login in the unified cache format of MSAL
	 */
	public static String tokenCache(TokenRequest request, String accessToken) {
		LastLogin store = new LastLogin();
		create(request, accessToken, store).close();
		return store.login.tokenCache();
	}

	/**
	 * Create a credential that can only find a login.
	 * @param store where it looks
	 * @return a credential without a network
	 */
	public static DeviceCodeCredential restart(TokenCache store) {
		return credential(store, new ScriptedTransport(), DeviceCodeInstrumentation.NONE);
	}

	/**
	 * Sign in.
	 * @param request what the token is for
	 * @param accessToken the token
	 * @param store where the login is kept
	 * @return a credential that holds the token and cannot ask for another
	 */
	public static DeviceCodeCredential create(TokenRequest request, String accessToken, TokenCache store) {
		return create(request, accessToken, store, DeviceCodeInstrumentation.NONE);
	}

	private static DeviceCodeCredential create(TokenRequest request, String accessToken, TokenCache store,
			DeviceCodeInstrumentation instrumentation) {
		ScriptedTransport transport = new ScriptedTransport().deviceCode(1, 900)
			.answer(200, tokenAnswer(request, accessToken));
		DefaultDeviceCodeCredential credential = credential(store, transport, instrumentation);
		credential.authenticate(request);
		requireToken(credential, request, accessToken);
		return credential;
	}

	private static DefaultDeviceCodeCredential credential(TokenCache store, ScriptedTransport transport,
			DeviceCodeInstrumentation instrumentation) {
		DeviceCodeCredentialSettings settings = new DefaultDeviceCodeCredentialBuilder().clientId(CLIENT_ID)
			.authority("login.microsoftonline.com")
			.instrumentation(instrumentation)
			.tokenCache(store)
			.promptHandler((prompt) -> {
			})
			.settings();
		return new DefaultDeviceCodeCredential(settings, transport, new CredentialThreads(false).time(),
				CredentialExecutor.of(settings.execution(), new CredentialThreads(false), () -> {
				}), new Random());
	}

	/**
	 * Put more tokens beside the one that is there. They go straight into the token
	 * table, as if refreshed: for MSAL4J the work grows with the square of their number.
	 * @param credential a credential of this class
	 * @param request what the token is for
	 * @param accessToken the token
	 */
	public static void addToken(DeviceCodeCredential credential, TokenRequest request, String accessToken) {
		AccessTokenTable table = (AccessTokenTable) ReflectionTestUtils
			.getField(ReflectionTestUtils.getField(credential, "heldTokens"), "table");
		TenantResolver tenants = (TenantResolver) ReflectionTestUtils.getField(credential, "tenants");
		TokenRequest key = request.withTenantId(tenants.resolve(null));
		AccessToken token = new AccessToken(accessToken, Instant.now().plusSeconds(LIFETIME_SECONDS), null, "Bearer",
				request.scopes());
		FilledSlots.fill(table.slot(request, key), token);
		requireToken(credential, request, accessToken);
	}

	/**
	 * Return what the token endpoint answers.
	 * @param request what the token is for
	 * @param accessToken the token
	 * @return the JSON
	 */
	public static String tokenAnswer(TokenRequest request, String accessToken) {
		return ScriptedTransport.tokenBody(accessToken, LIFETIME_SECONDS, "ada@contoso.example", "oid-ada")
			.replace("\"scope\":\"scope\"", "\"scope\":\"" + String.join(" ", request.scopes()) + "\"");
	}

	// The script has nothing more to answer, so that a token which is not held fails
	private static void requireToken(DeviceCodeCredential credential, TokenRequest request, String accessToken) {
		if (!credential.getToken(request).value().equals(accessToken)) {
			throw new IllegalStateException("The credential does not hold the token for " + request);
		}
	}

	private static final class LastLogin implements TokenCache {

		private volatile CachedLogin login = CachedLogin.NONE;

		@Override
		public CachedLogin load(CachedLoginKey key) {
			return this.login;
		}

		@Override
		public boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next) {
			this.login = next;
			return true;
		}

	}

}
