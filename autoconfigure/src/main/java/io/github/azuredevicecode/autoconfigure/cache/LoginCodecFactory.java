package io.github.azuredevicecode.autoconfigure.cache;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.autoconfigure.TokenCacheProperties;
import io.github.azuredevicecode.cache.LoginCodec;
import io.github.azuredevicecode.cache.codec.EncryptedLoginCodec;
import io.github.azuredevicecode.cache.codec.EncryptionKeys;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Makes the form in which logins are written, and insists that it is encrypted unless the
 * operator says otherwise.
 */
public final class LoginCodecFactory {

	private static final Log logger = LogFactory.getLog(LoginCodecFactory.class);

	private static final String NOT_SHOWN = "******";

	private final TokenCacheProperties properties;

	LoginCodecFactory(TokenCacheProperties properties) {
		this.properties = properties;
	}

	LoginCodec create() {
		TokenCacheProperties.Encryption encryption = this.properties.getEncryption();
		String key = encryption.getKey();
		Path keyFile = encryption.getKeyFile();
		List<String> olderKeys = encryption.getOlderKeys();
		if (key != null && keyFile != null) {
			throw TokenCacheProperties.invalid("encryption.key-file", keyFile,
					"encryption.key is set too: set one of them", null);
		}
		if (key != null) {
			String[] older = olderKeys.toArray(String[]::new);
			return encrypted("encryption.key", NOT_SHOWN, () -> EncryptionKeys.of(key, older));
		}
		if (!olderKeys.isEmpty()) {
			throw TokenCacheProperties.invalid("encryption.older-keys", NOT_SHOWN,
					(keyFile != null)
							? "encryption.key-file is set: older keys stand there, on the lines after the first"
							: "encryption.key is not set: the key that logins are written with is missing",
					null);
		}
		if (keyFile != null) {
			return encrypted("encryption.key-file", keyFile, () -> EncryptionKeys.fromFile(keyFile));
		}
		return plain();
	}

	private LoginCodec plain() {
		if (!this.properties.isAllowUnencryptedStorage()) {
			throw TokenCacheProperties.invalid("type", this.properties.getType(),
					"logins hold refresh tokens and are encrypted, for which "
							+ "a key is missing. Make one with 'openssl rand -base64 32', and name its file in "
							+ TokenCacheProperties.PREFIX + ".encryption.key-file or set " + TokenCacheProperties.PREFIX
							+ ".encryption.key from the environment. To have them written as plain text, set "
							+ TokenCacheProperties.PREFIX + ".allow-unencrypted-storage=true",
					null);
		}
		logger.warn("Logins are written as plain text (" + TokenCacheProperties.PREFIX
				+ ".allow-unencrypted-storage=true): whoever can read them can act as the user who signed in");
		return new JsonLoginCodec();
	}

	private static LoginCodec encrypted(String name, Object value, Supplier<EncryptionKeys> keys) {
		try {
			return new EncryptedLoginCodec(new JsonLoginCodec(), keys.get());
		}
		catch (IllegalArgumentException | TokenCacheException ex) {
			throw TokenCacheProperties.invalid(name, value, String.valueOf(ex.getMessage()), ex);
		}
	}

}
