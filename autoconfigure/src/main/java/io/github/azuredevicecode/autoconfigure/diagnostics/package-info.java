/**
 * Failure analyzers, which explain why the application did not start. Internal: no type
 * here is API.
 */
@NullMarked
package io.github.azuredevicecode.autoconfigure.diagnostics;

import org.jspecify.annotations.NullMarked;
