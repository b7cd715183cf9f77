/**
 * Providers and managers of Spring Security that get their tokens from the credential.
 */
@NullMarked
package io.github.azuredevicecode.oauth2;

import org.jspecify.annotations.NullMarked;
