/**
 * Threads, time and futures that the credential works with. Internal: no type here is
 * API.
 */
@NullMarked
package io.github.azuredevicecode.concurrent;

import org.jspecify.annotations.NullMarked;
