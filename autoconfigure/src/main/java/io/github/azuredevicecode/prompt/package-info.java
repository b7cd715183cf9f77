/**
 * Handlers that show a sign-in prompt to a person.
 */
@NullMarked
package io.github.azuredevicecode.prompt;

import org.jspecify.annotations.NullMarked;
