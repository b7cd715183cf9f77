package io.github.azuredevicecode.cache.redis;

import java.util.regex.Pattern;

/**
 * Names of the keys and of the channel.
 */
final class RedisKeys {

	private static final Pattern PREFIX = Pattern.compile("[^{}]*(\\{[^{}]+}[^{}]*)?");

	private final String prefix;

	RedisKeys(String prefix) {
		if (!PREFIX.matcher(prefix).matches()) {
			throw new IllegalArgumentException(
					"'" + prefix + "' cannot be a key prefix: braces can enclose only one hash tag");
		}
		this.prefix = prefix;
	}

	byte[] login(String id) {
		return RedisScripts.bytes(this.prefix + id);
	}

	/**
	 * Returns the key to set a login aside under. It is in the slot of the login, or a
	 * cluster could not rename one to the other; the part in braces decides about the
	 * slot.
	 * @param id the id of the login
	 * @return the name
	 */
	String unreadable(String id) {
		String login = this.prefix + id;
		return (this.prefix.contains("{") ? login : "{" + login + "}") + ":unreadable";
	}

	/**
	 * Returns a key that is never written. All processes ask the node of the cluster that
	 * has its slot for the time, since each node has a clock of its own.
	 * @return the name
	 */
	byte[] clock() {
		return RedisScripts.bytes(this.prefix + "clock");
	}

	String channel() {
		return this.prefix + "changes";
	}

}
