/**
 * Token caches: the one in memory, and what codecs and stores have in common.
 */
@NullMarked
package io.github.azuredevicecode.cache;

import org.jspecify.annotations.NullMarked;
