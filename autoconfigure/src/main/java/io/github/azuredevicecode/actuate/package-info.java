/**
 * Actuator endpoint, health, info and metrics for operators.
 */
@NullMarked
package io.github.azuredevicecode.actuate;

import org.jspecify.annotations.NullMarked;
