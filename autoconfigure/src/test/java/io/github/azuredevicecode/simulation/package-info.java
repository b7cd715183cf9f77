/**
 * Runs replicas of the credential on virtual time, with models of all that is around
 * them, and looks whether what must hold does.
 */
@NullMarked
package io.github.azuredevicecode.simulation;

import org.jspecify.annotations.NullMarked;
