/**
 * Auto-configuration of the token cache.
 */
@NullMarked
package io.github.azuredevicecode.autoconfigure.cache;

import org.jspecify.annotations.NullMarked;
