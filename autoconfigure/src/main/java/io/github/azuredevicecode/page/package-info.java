/**
 * The sign-in page for browsers.
 */
@NullMarked
package io.github.azuredevicecode.page;

import org.jspecify.annotations.NullMarked;
