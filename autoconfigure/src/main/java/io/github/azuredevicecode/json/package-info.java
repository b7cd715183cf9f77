/**
 * Reading and writing of small JSON documents, within limits. Internal: no type here is
 * API.
 */
@NullMarked
package io.github.azuredevicecode.json;

import org.jspecify.annotations.NullMarked;
