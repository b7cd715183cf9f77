/**
 * The sample: signs a user in, calls an API with the token, and greets.
 */
@NullMarked
package io.github.azuredevicecode.sample;

import org.jspecify.annotations.NullMarked;
