/**
 * The token for {@code RestClient} and {@code RestTemplate}, and the hosts that may
 * receive it.
 */
@NullMarked
package io.github.azuredevicecode.http;

import org.jspecify.annotations.NullMarked;
