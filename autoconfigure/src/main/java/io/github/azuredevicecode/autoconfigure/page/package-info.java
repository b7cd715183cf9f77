/**
 * Auto-configuration of the sign-in page. Internal: no type here is API, except for the
 * names of auto-configurations, by which applications exclude them.
 */
@NullMarked
package io.github.azuredevicecode.autoconfigure.page;

import org.jspecify.annotations.NullMarked;
