/**
 * Auto-configuration of the token cache. Define a bean of type
 * {@link io.github.azuredevicecode.autoconfigure.cache.TokenCacheSchemaInitializer
 * TokenCacheSchemaInitializer} to create the table in another way.
 */
@NullMarked
package io.github.azuredevicecode.autoconfigure.cache;

import org.jspecify.annotations.NullMarked;
