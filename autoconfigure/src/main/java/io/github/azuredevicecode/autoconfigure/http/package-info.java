/**
 * Auto-configuration of HTTP clients that send the token.
 */
@NullMarked
package io.github.azuredevicecode.autoconfigure.http;

import org.jspecify.annotations.NullMarked;
