/**
 * Token cache in a directory of encrypted files.
 */
@NullMarked
package io.github.azuredevicecode.cache.file;

import org.jspecify.annotations.NullMarked;
