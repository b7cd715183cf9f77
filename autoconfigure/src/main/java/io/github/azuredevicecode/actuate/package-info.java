/**
 * What operators see of the login: an endpoint, health, info and metrics.
 */
@NullMarked
package io.github.azuredevicecode.actuate;

import org.jspecify.annotations.NullMarked;
