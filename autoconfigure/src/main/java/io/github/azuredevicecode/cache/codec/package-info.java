/**
 * Codecs for stored logins, plain or encrypted.
 */
@NullMarked
package io.github.azuredevicecode.cache.codec;

import org.jspecify.annotations.NullMarked;
