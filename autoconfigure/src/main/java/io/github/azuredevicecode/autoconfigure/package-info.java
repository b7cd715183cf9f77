/**
 * Auto-configuration of the credential, and its properties.
 */
@NullMarked
package io.github.azuredevicecode.autoconfigure;

import org.jspecify.annotations.NullMarked;
