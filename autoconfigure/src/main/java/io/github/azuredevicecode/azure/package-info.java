/**
 * The credential for the clients of the Azure SDK.
 */
@NullMarked
package io.github.azuredevicecode.azure;

import org.jspecify.annotations.NullMarked;
