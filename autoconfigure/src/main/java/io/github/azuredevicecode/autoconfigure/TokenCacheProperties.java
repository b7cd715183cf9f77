package io.github.azuredevicecode.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Properties of the token cache.
 *
 * @since 0.1
 */
public class TokenCacheProperties {

	/**
	 * The prefix of the properties.
	 */
	public static final String PREFIX = DeviceCodeProperties.PREFIX + ".token-cache";

	/**
	 * Store of the logins. Logins in memory end with the process.
	 */
	private Type type = Type.MEMORY;

	/**
	 * Name of the login, by which several applications or credentials with the same
	 * client and tenant can have logins of their own in one store.
	 */
	private String name = "default";

	/**
	 * Time limit of one access, twice that for the first one. While the cache does not
	 * answer, credentials work with what they have in memory.
	 */
	private Duration timeout = Duration.ofSeconds(5);

	/**
	 * Whether logins may be written as plain text where no key is configured.
	 */
	private boolean allowUnencryptedStorage;

	private final Encryption encryption = new Encryption();

	private final File file = new File();

	private final Redis redis = new Redis();

	/**
	 * Creates an exception for an invalid property of the token cache.
	 * @param name the name of the property, without the prefix
	 * @param value its value, unless it is a secret
	 * @param reason the reason, and what to do
	 * @param cause the cause, or {@code null}
	 * @return the exception
	 */
	public static InvalidConfigurationPropertyValueException invalid(String name, Object value, String reason,
			@Nullable Throwable cause) {
		return new InvalidConfigurationPropertyValueException(PREFIX + "." + name, value, reason, cause);
	}

	public Type getType() {
		return this.type;
	}

	public void setType(Type type) {
		this.type = type;
	}

	public String getName() {
		return this.name;
	}

	public void setName(String name) {
		this.name = name;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public boolean isAllowUnencryptedStorage() {
		return this.allowUnencryptedStorage;
	}

	public void setAllowUnencryptedStorage(boolean allowUnencryptedStorage) {
		this.allowUnencryptedStorage = allowUnencryptedStorage;
	}

	public Encryption getEncryption() {
		return this.encryption;
	}

	public File getFile() {
		return this.file;
	}

	// Lets unknown properties of this name pass, which JdbcTokenCacheProperties binds and
	// checks where there is a database
	void setJdbc(Map<String, Object> properties) {
	}

	public Redis getRedis() {
		return this.redis;
	}

	/**
	 * Kind of token cache.
	 */
	public enum Type {

		/**
		 * In the memory of the process.
		 */
		MEMORY,

		/**
		 * In encrypted files, for the processes of one machine.
		 */
		FILE,

		/**
		 * In a database, for many replicas.
		 */
		JDBC,

		/**
		 * In Redis, for many replicas.
		 */
		REDIS

	}

	/**
	 * Encryption of stored logins.
	 */
	public static class Encryption {

		/**
		 * Key that logins are encrypted with: 32 random bytes in base64 or hex. Better
		 * left out of files with other properties.
		 */
		private @Nullable String key;

		/**
		 * File with the key, such as a Kubernetes secret or a systemd credential. Further
		 * lines hold previous keys, which still decrypt logins.
		 */
		private @Nullable Path keyFile;

		/**
		 * Comma-separated list of previous keys, which still decrypt logins.
		 */
		private List<String> previousKeys = new ArrayList<>();

		/**
		 * Key that names stored logins: 32 random bytes in base64 or hex. With it, nobody
		 * who lists the store can tell which application and tenant a login belongs to.
		 * It stays when the other keys are rotated.
		 */
		private @Nullable String nameKey;

		public @Nullable String getKey() {
			return this.key;
		}

		public void setKey(@Nullable String key) {
			this.key = key;
		}

		public @Nullable Path getKeyFile() {
			return this.keyFile;
		}

		public void setKeyFile(@Nullable Path keyFile) {
			this.keyFile = keyFile;
		}

		public List<String> getPreviousKeys() {
			return this.previousKeys;
		}

		public void setPreviousKeys(List<String> previousKeys) {
			this.previousKeys = previousKeys;
		}

		public @Nullable String getNameKey() {
			return this.nameKey;
		}

		public void setNameKey(@Nullable String nameKey) {
			this.nameKey = nameKey;
		}

	}

	/**
	 * Token cache in files.
	 */
	public static class File {

		/**
		 * Directory of the files, created with access for its owner only. By default
		 * .azure-device-code in the home directory.
		 */
		private @Nullable Path directory;

		public @Nullable Path getDirectory() {
			return this.directory;
		}

		public void setDirectory(@Nullable Path directory) {
			this.directory = directory;
		}

	}

	/**
	 * Token cache in Redis.
	 */
	public static class Redis {

		/**
		 * Prefix of all keys.
		 */
		private String keyPrefix = "azure:device-code:";

		/**
		 * Time after which a login that nobody uses is forgotten. By default it is kept.
		 */
		private @Nullable Duration timeToLive;

		public String getKeyPrefix() {
			return this.keyPrefix;
		}

		public void setKeyPrefix(String keyPrefix) {
			this.keyPrefix = keyPrefix;
		}

		public @Nullable Duration getTimeToLive() {
			return this.timeToLive;
		}

		public void setTimeToLive(@Nullable Duration timeToLive) {
			this.timeToLive = timeToLive;
		}

	}

}
