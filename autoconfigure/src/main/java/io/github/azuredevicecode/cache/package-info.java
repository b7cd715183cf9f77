/**
 * The token cache in memory, and the types that codecs and stores share.
 */
@NullMarked
package io.github.azuredevicecode.cache;

import org.jspecify.annotations.NullMarked;
