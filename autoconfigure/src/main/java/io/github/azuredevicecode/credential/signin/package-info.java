/**
 * One sign-in with a device code, from the request for a code to the tokens. Internal: no
 * type here is API.
 */
@NullMarked
package io.github.azuredevicecode.credential.signin;

import org.jspecify.annotations.NullMarked;
