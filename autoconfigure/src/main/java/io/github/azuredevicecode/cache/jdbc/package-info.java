/**
 * Token cache in a table of a relational database.
 */
@NullMarked
package io.github.azuredevicecode.cache.jdbc;

import org.jspecify.annotations.NullMarked;
