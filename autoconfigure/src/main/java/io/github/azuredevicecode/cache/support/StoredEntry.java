package io.github.azuredevicecode.cache.support;

import org.jspecify.annotations.Nullable;

/**
 * What a shared store holds under a key.
 *
 * @param version the version by which writers take turns
 * @param stamp differs between any two values that the key has ever had, also between
 * those of one version
 * @param data the encoded login, or {@code null} if what is there is no login at all
 */
public record StoredEntry(long version, String stamp, byte @Nullable [] data) {
}
