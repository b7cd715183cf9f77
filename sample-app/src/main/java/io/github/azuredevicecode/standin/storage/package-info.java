/**
 * The folder that keeps keys and grants from one start to the next.
 */
@NullMarked
package io.github.azuredevicecode.standin.storage;

import org.jspecify.annotations.NullMarked;
