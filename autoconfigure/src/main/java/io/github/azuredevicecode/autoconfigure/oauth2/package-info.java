/**
 * Auto-configuration of Spring Security's OAuth 2.0 client.
 */
@NullMarked
package io.github.azuredevicecode.autoconfigure.oauth2;

import org.jspecify.annotations.NullMarked;
