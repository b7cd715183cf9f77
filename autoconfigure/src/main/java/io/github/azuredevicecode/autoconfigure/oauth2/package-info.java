/**
 * Auto-configuration of Spring Security's OAuth 2.0 client. Internal: no type here is
 * API, except for the names of auto-configurations, by which applications exclude them.
 */
@NullMarked
package io.github.azuredevicecode.autoconfigure.oauth2;

import org.jspecify.annotations.NullMarked;
