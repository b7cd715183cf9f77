/**
 * Spring Security's OAuth 2.0 client, RestClient and WebClient fed by the credential.
 */
@NullMarked
package io.github.azuredevicecode.oauth2;

import org.jspecify.annotations.NullMarked;
