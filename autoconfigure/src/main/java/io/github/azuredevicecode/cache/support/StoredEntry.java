package io.github.azuredevicecode.cache.support;

import org.jspecify.annotations.Nullable;

/**
 * The content of a shared store under one key.
 *
 * @param version the version by which writers take turns
 * @param stamp a text that differs between any two values that the key has ever had, also
 * between those of one version
 * @param data the encoded login, or {@code null} if the content is no login at all or is
 * larger than {@link #MAX_SIZE}
 * @since 0.1
 */
public record StoredEntry(long version, String stamp, byte @Nullable [] data) {

	/**
	 * The size that no login exceeds. A store does not read a larger content into memory.
	 */
	public static final int MAX_SIZE = 64 * 1024 * 1024;

}
