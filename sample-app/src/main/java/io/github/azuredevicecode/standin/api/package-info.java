/**
 * The API in the manner of Microsoft Graph, and the scopes that clients request for it.
 */
@NullMarked
package io.github.azuredevicecode.standin.api;

import org.jspecify.annotations.NullMarked;
