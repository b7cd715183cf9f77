/**
 * Auto-configuration of the token cache. Internal: no type here is API, except for the
 * names of auto-configurations, by which applications exclude them.
 */
@NullMarked
package io.github.azuredevicecode.autoconfigure.cache;

import org.jspecify.annotations.NullMarked;
