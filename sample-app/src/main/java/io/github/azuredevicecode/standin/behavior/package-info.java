/**
 * The behavior of the stand-in that tests of an application change: lifetimes, latency,
 * refusals and errors.
 */
@NullMarked
package io.github.azuredevicecode.standin.behavior;

import org.jspecify.annotations.NullMarked;
