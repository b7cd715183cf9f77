/**
 * The token for {@code RestClient}, {@code RestTemplate} and {@code WebClient}, and the
 * hosts that may receive it.
 */
@NullMarked
package io.github.azuredevicecode.http;

import org.jspecify.annotations.NullMarked;
