package io.github.azuredevicecode.cache.redis;

import java.util.regex.Pattern;

/**
 * The names of keys and of the channel.
 */
final class RedisKeys {

	private static final Pattern PREFIX = Pattern.compile("[^{}]*(\\{[^{}]+}[^{}]*)?");

	private final String prefix;

	RedisKeys(String prefix) {
		if (!PREFIX.matcher(prefix).matches()) {
			throw new IllegalArgumentException("'" + prefix
					+ "' cannot start the names of keys: braces may enclose one " + "hash tag and nothing else");
		}
		this.prefix = prefix;
	}

	byte[] login(String id) {
		return RedisScripts.bytes(this.prefix + id);
	}

	/**
	 * Return where a login is set aside: in the slot of the login, or a cluster could not
	 * rename one to the other. The slot is that of what braces enclose.
	 * @param id the digest of its key
	 * @return the name
	 */
	String unreadable(String id) {
		String login = this.prefix + id;
		return (this.prefix.contains("{") ? login : "{" + login + "}") + ":unreadable";
	}

	/**
	 * Return a key that is never written. All ask the node of the cluster that has its
	 * slot for the time, since each node has a clock of its own.
	 * @return the name
	 */
	byte[] clock() {
		return RedisScripts.bytes(this.prefix + "clock");
	}

	String channel() {
		return this.prefix + "changes";
	}

}
