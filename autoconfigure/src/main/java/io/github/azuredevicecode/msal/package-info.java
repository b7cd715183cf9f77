/**
 * MSAL4J as a pure function; the only package that imports it. Internal: no type here is
 * API.
 */
@NullMarked
package io.github.azuredevicecode.msal;

import org.jspecify.annotations.NullMarked;
