package io.github.azuredevicecode.standin.authorization;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.jspecify.annotations.Nullable;

/**
 * The key that signs tokens. It is made in the background, since making one takes about
 * as long as the rest of the start.
 */
public final class SigningKeys implements JWKSource<SecurityContext> {

	private final CompletableFuture<JWKSet> keys;

	/**
	 * Reads or makes the key.
	 * @param folder the folder that keeps the key, or {@code null} to keep nothing
	 */
	public SigningKeys(@Nullable Path folder) {
		this.keys = CompletableFuture.supplyAsync(() -> loadOrGenerate(folder));
	}

	@Override
	public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
		return selector.select(this.keys.join());
	}

	private static JWKSet loadOrGenerate(@Nullable Path folder) {
		if (folder == null) {
			return generate();
		}
		SigningKeyFile file = new SigningKeyFile(folder);
		JWKSet known = file.read();
		return (known != null) ? known : file.write(generate());
	}

	private static JWKSet generate() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
			generator.initialize(2048);
			KeyPair keys = generator.generateKeyPair();
			return new JWKSet(new RSAKey.Builder((RSAPublicKey) keys.getPublic()).privateKey(keys.getPrivate())
				.keyID(UUID.randomUUID().toString())
				.keyUse(KeyUse.SIGNATURE)
				.algorithm(JWSAlgorithm.RS256)
				.build());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("The signing key of the stand-in cannot be made", ex);
		}
	}

}
