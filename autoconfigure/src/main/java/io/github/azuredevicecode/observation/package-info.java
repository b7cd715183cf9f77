/**
 * Observations of what the credential does.
 */
@NullMarked
package io.github.azuredevicecode.observation;

import org.jspecify.annotations.NullMarked;
