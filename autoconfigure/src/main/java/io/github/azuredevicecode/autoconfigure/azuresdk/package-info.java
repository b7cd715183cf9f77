/**
 * Auto-configuration of the bridge to the Azure SDK.
 */
@NullMarked
package io.github.azuredevicecode.autoconfigure.azuresdk;

import org.jspecify.annotations.NullMarked;
