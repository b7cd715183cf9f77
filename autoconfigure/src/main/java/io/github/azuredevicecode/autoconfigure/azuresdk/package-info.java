/**
 * Auto-configuration of the bridge to the Azure SDK. Internal: no type here is API,
 * except for the names of auto-configurations, by which applications exclude them.
 */
@NullMarked
package io.github.azuredevicecode.autoconfigure.azuresdk;

import org.jspecify.annotations.NullMarked;
