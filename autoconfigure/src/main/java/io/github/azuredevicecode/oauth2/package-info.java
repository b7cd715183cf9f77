/**
 * Spring Security's OAuth 2.0 client and RestClient fed by the credential.
 */
@NullMarked
package io.github.azuredevicecode.oauth2;

import org.jspecify.annotations.NullMarked;
