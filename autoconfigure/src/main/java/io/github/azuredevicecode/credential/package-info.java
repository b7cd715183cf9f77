/**
 * The credential: answers from the token table, else gets one token for all who ask.
 * Internal: no type here is API.
 */
@NullMarked
package io.github.azuredevicecode.credential;

import org.jspecify.annotations.NullMarked;
