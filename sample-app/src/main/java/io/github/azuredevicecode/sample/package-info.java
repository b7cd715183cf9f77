/**
 * The sample application, which signs a user in, calls an API with the token and greets
 * the user.
 */
@NullMarked
package io.github.azuredevicecode.sample;

import org.jspecify.annotations.NullMarked;
