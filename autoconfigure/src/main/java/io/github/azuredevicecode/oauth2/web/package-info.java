/**
 * The token for HTTP service interfaces.
 */
@NullMarked
package io.github.azuredevicecode.oauth2.web;

import org.jspecify.annotations.NullMarked;
