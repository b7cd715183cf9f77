/**
 * Auto-configuration of status, endpoint, health, metrics and observations. Internal: no
 * type here is API, except for the names of auto-configurations, by which applications
 * exclude them.
 */
@NullMarked
package io.github.azuredevicecode.autoconfigure.management;

import org.jspecify.annotations.NullMarked;
