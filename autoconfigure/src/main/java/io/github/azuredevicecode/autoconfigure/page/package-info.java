/**
 * Auto-configuration of the sign-in page.
 */
@NullMarked
package io.github.azuredevicecode.autoconfigure.page;

import org.jspecify.annotations.NullMarked;
