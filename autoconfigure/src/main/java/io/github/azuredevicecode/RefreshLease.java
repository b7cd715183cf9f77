package io.github.azuredevicecode;

import java.time.Instant;

/**
 * The right of one process to use the refresh token of a login for a short time, so that
 * processes that share the login do not refresh it at once. Immutable.
 *
 * @param owner the name of the process
 * @param until the end of the lease, by the clock of the store
 * @since 0.1
 */
public record RefreshLease(String owner, Instant until) {
}
