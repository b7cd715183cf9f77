/**
 * Auto-configuration and properties.
 */
@NullMarked
package io.github.azuredevicecode.autoconfigure;

import org.jspecify.annotations.NullMarked;
