/**
 * Checks of where a web request comes from, for the sign-in page and the endpoint.
 * Internal: no type here is API.
 */
@NullMarked
package io.github.azuredevicecode.web;

import org.jspecify.annotations.NullMarked;
