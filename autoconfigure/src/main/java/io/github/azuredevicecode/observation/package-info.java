/**
 * Observations of the credential.
 */
@NullMarked
package io.github.azuredevicecode.observation;

import org.jspecify.annotations.NullMarked;
