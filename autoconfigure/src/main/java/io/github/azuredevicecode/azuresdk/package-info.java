/**
 * The credential as a {@code TokenCredential} of the Azure SDK.
 */
@NullMarked
package io.github.azuredevicecode.azuresdk;

import org.jspecify.annotations.NullMarked;
