/**
 * Token cache in Redis.
 */
@NullMarked
package io.github.azuredevicecode.cache.redis;

import org.jspecify.annotations.NullMarked;
