/**
 * The user who is signed in, and the access tokens that the credential holds. Internal:
 * no type here is API.
 */
@NullMarked
package io.github.azuredevicecode.credential.state;

import org.jspecify.annotations.NullMarked;
