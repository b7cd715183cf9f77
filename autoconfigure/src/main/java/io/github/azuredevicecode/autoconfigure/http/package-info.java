/**
 * Auto-configuration of HTTP clients that send the token. Internal: no type here is API,
 * except for the names of auto-configurations, by which applications exclude them.
 */
@NullMarked
package io.github.azuredevicecode.autoconfigure.http;

import org.jspecify.annotations.NullMarked;
