/**
 * Reading and writing of small JSON documents, within limits.
 */
@NullMarked
package io.github.azuredevicecode.json;

import org.jspecify.annotations.NullMarked;
