/**
 * The token for {@code WebClient}.
 */
@NullMarked
package io.github.azuredevicecode.http.reactive;

import org.jspecify.annotations.NullMarked;
