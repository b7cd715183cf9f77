package io.github.azuredevicecode.autoconfigure.cache;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.autoconfigure.TokenCacheProperties;
import io.github.azuredevicecode.autoconfigure.credential.SecretValues;
import io.github.azuredevicecode.cache.LoginCodec;
import io.github.azuredevicecode.cache.codec.EncryptedLoginCodec;
import io.github.azuredevicecode.cache.codec.EncryptionKeys;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Factory of the codec that the properties ask for, which encrypts unless the operator
 * allows plain text.
 */
final class LoginCodecFactory {

	private static final Log logger = LogFactory.getLog(LoginCodecFactory.class);

	private static final String KEY = "encryption.key";

	private static final String KEY_FILE = "encryption.key-file";

	private static final String PREVIOUS_KEYS = "encryption.previous-keys";

	private static final String NAME_KEY = "encryption.name-key";

	private final TokenCacheProperties properties;

	LoginCodecFactory(TokenCacheProperties properties) {
		this.properties = properties;
	}

	LoginCodec create() {
		TokenCacheProperties.Encryption encryption = this.properties.getEncryption();
		String key = encryption.getKey();
		Path keyFile = encryption.getKeyFile();
		List<String> previousKeys = encryption.getPreviousKeys();
		if (key != null && keyFile != null) {
			throw TokenCacheProperties.invalid(KEY_FILE, SecretValues.NOT_SHOWN, KEY + " is set too: set one of them",
					null);
		}
		if (key != null) {
			keys(KEY, () -> EncryptionKeys.of(key));
			String[] previous = previousKeys.toArray(String[]::new);
			return encrypted(keys(PREVIOUS_KEYS, () -> EncryptionKeys.of(key, previous)));
		}
		if (!previousKeys.isEmpty()) {
			throw TokenCacheProperties.invalid(PREVIOUS_KEYS, SecretValues.NOT_SHOWN,
					(keyFile != null)
							? KEY_FILE + " is set: add the previous keys to that file, on the lines after the first"
							: KEY + " is not set: the key that logins are written with is missing",
					null);
		}
		if (keyFile != null) {
			if (isKey(keyFile.toString())) {
				throw TokenCacheProperties.invalid(KEY_FILE, SecretValues.NOT_SHOWN,
						"it is a key and not the name of a file: set " + KEY + " instead", null);
			}
			if (!Files.exists(keyFile) && (!keyFile.isAbsolute() || SecretValues.isPossible(keyFile))) {
				throw TokenCacheProperties.invalid(KEY_FILE, SecretValues.NOT_SHOWN,
						"no such file can be seen; the value is not shown, since it could be a "
								+ "key. Check the name and the permissions, write an absolute path, or set " + KEY
								+ " instead",
						null);
			}
			return encrypted(keys(KEY_FILE, () -> EncryptionKeys.fromFile(keyFile)));
		}
		return plain();
	}

	private LoginCodec plain() {
		if (this.properties.getEncryption().getNameKey() != null) {
			throw TokenCacheProperties.invalid(NAME_KEY, SecretValues.NOT_SHOWN,
					KEY + " is not set: the key that logins are encrypted with is missing", null);
		}
		if (!this.properties.isAllowUnencryptedStorage()) {
			throw TokenCacheProperties.invalid("type", this.properties.getType(),
					"Stored logins contain refresh tokens and must be encrypted, but no key is configured. "
							+ "Create one with 'openssl rand -base64 32', and name its file in "
							+ TokenCacheProperties.PREFIX + "." + KEY_FILE + " or set " + TokenCacheProperties.PREFIX
							+ "." + KEY + " from the environment. To store logins as plain text, set "
							+ TokenCacheProperties.PREFIX + ".allow-unencrypted-storage=true",
					null);
		}
		logger.warn("Logins are written as plain text (" + TokenCacheProperties.PREFIX
				+ ".allow-unencrypted-storage=true): anyone who can read them can act as the user who signed in");
		return new JsonLoginCodec();
	}

	private LoginCodec encrypted(EncryptionKeys keys) {
		String nameKey = this.properties.getEncryption().getNameKey();
		return new EncryptedLoginCodec(new JsonLoginCodec(),
				(nameKey != null) ? keys(NAME_KEY, () -> keys.withNameKey(nameKey)) : keys);
	}

	private static EncryptionKeys keys(String name, Supplier<EncryptionKeys> keys) {
		try {
			return keys.get();
		}
		catch (IllegalArgumentException | TokenCacheException ex) {
			throw TokenCacheProperties.invalid(name, SecretValues.NOT_SHOWN, String.valueOf(ex.getMessage()), ex);
		}
	}

	private static boolean isKey(String text) {
		try {
			EncryptionKeys.of(text);
			return true;
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
