/**
 * What token caches over a store share. Internal: no type here is API.
 */
@NullMarked
package io.github.azuredevicecode.cache.support;

import org.jspecify.annotations.NullMarked;
