/**
 * Errors in the wording and the form of Microsoft Entra.
 */
@NullMarked
package io.github.azuredevicecode.standin.error;

import org.jspecify.annotations.NullMarked;
