package io.github.azuredevicecode.cache.codec;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;

import com.microsoft.aad.msal4jextensions.persistence.CacheFileAccessor;
import com.microsoft.aad.msal4jextensions.persistence.linux.KeyRingAccessor;
import com.microsoft.aad.msal4jextensions.persistence.mac.KeyChainAccessor;
import io.github.azuredevicecode.TokenCacheException;
import org.jspecify.annotations.Nullable;

/**
 * Factory of {@link EncryptionKeys} whose key is in the keyring of the operating system:
 * libsecret, the Keychain of macOS, or DPAPI on Windows. The keyring holds only the key,
 * so that logins can be written and watched like all files.
 *
 * @since 0.1
 */
public final class KeyringEncryptionKeys {

	private static final int KEY_BYTES = 32;

	private KeyringEncryptionKeys() {
	}

	/**
	 * Returns the key, a new one if there is none.
	 * @param directory the directory of the logins, which names the key
	 * @param limit the time to wait for the keyring
	 * @return the key
	 * @throws TokenCacheException if no keyring answers in time
	 */
	public static EncryptionKeys obtain(Path directory, Duration limit) {
		return obtain(() -> PersistenceExtension.keyring(directory), limit);
	}

	static EncryptionKeys obtain(Callable<Keyring> keyring, Duration limit) {
		FutureTask<String> task = new FutureTask<>(() -> readOrMake(keyring.call()));
		Thread thread = new Thread(task, "device-code-keyring");
		thread.setDaemon(true);
		thread.start();
		try {
			return EncryptionKeys.of(task.get(limit.toMillis(), TimeUnit.MILLISECONDS));
		}
		catch (TimeoutException ex) {
			throw unusable("it did not answer within " + limit, ex);
		}
		catch (ExecutionException ex) {
			throw unusable(String.valueOf(ex.getCause()), ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw unusable("the thread was interrupted", ex);
		}
		catch (IllegalArgumentException ex) {
			throw unusable("it contains something other than a key", ex);
		}
	}

	private static String readOrMake(Keyring keyring) {
		byte @Nullable [] known = keyring.read();
		if (known == null || known.length == 0) {
			byte[] key = new byte[KEY_BYTES];
			new SecureRandom().nextBytes(key);
			keyring.write(Base64.getEncoder().encode(key));
			// What another process may have written at the same time counts for both
			known = keyring.read();
		}
		return (known != null) ? new String(known, StandardCharsets.US_ASCII) : "";
	}

	private static TokenCacheException unusable(String problem, @Nullable Throwable cause) {
		return new TokenCacheException("The keyring of the operating system cannot be used: " + problem
				+ ". It needs a desktop session, and the library msal4j-persistence-extension on the class path. "
				+ "Without one, set azure.identity.device-code.token-cache.type=file with a key "
				+ "(azure.identity.device-code.token-cache.encryption.key-file)", cause);
	}

	/**
	 * Store of one secret.
	 */
	interface Keyring {

		byte @Nullable [] read();

		void write(byte[] secret);

	}

	/**
	 * The keyrings of Microsoft's library, in a class of their own since the library may
	 * be missing.
	 */
	private static final class PersistenceExtension {

		private static final String SERVICE = "io.github.azuredevicecode";

		private static final String LABEL = "Key of the device code logins";

		private PersistenceExtension() {
		}

		static Keyring keyring(Path directory) {
			String file = directory.resolve("keyring-key").toString();
			String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
			if (system.contains("win")) {
				CacheFileAccessor accessor = new CacheFileAccessor(file);
				return of(accessor::read, accessor::write);
			}
			if (system.contains("mac")) {
				KeyChainAccessor accessor = new KeyChainAccessor(file, SERVICE, directory.toString());
				return of(accessor::read, accessor::write);
			}
			KeyRingAccessor accessor = new KeyRingAccessor(file, null, SERVICE, LABEL, "directory",
					directory.toString(), "version", "1");
			return of(accessor::read, accessor::write);
		}

		private static Keyring of(Supplier<byte @Nullable []> read, Consumer<byte[]> write) {
			return new Keyring() {

				@Override
				public byte @Nullable [] read() {
					return read.get();
				}

				@Override
				public void write(byte[] secret) {
					write.accept(secret);
				}

			};
		}

	}

}
