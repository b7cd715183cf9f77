/**
 * Configuration properties, and the condition that they switch on and off.
 */
@NullMarked
package io.github.azuredevicecode.autoconfigure;

import org.jspecify.annotations.NullMarked;
