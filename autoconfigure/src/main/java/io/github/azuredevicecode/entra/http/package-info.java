/**
 * Requests to Microsoft Entra and its responses. Internal: no type here is API.
 */
@NullMarked
package io.github.azuredevicecode.entra.http;

import org.jspecify.annotations.NullMarked;
