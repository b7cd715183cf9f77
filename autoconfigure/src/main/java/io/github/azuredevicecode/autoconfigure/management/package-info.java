/**
 * Auto-configuration of status, endpoint, health, metrics and observations.
 */
@NullMarked
package io.github.azuredevicecode.autoconfigure.management;

import org.jspecify.annotations.NullMarked;
