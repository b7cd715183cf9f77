package io.github.azuredevicecode.standin.tenant;

import java.time.Duration;
import java.util.Set;

/**
 * The tenant that the stand-in plays.
 *
 * @param id the tenant of the user, whatever tenant a client asks for
 * @param clientIds the applications that the tenant knows
 * @param pollingInterval the least time between two polls, in whole seconds
 */
public record Tenant(String id, Set<String> clientIds, Duration pollingInterval) {
}
