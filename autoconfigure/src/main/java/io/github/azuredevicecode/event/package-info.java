/**
 * Application events for prompts, sign-ins and sign-outs.
 */
@NullMarked
package io.github.azuredevicecode.event;

import org.jspecify.annotations.NullMarked;
