package io.github.azuredevicecode.sample;

import org.jspecify.annotations.Nullable;

/**
 * The signed-in user as Microsoft Graph describes them.
 *
 * @param displayName the name to greet with
 * @param userPrincipalName the name to sign in with
 * @param mail the e-mail address, or {@code null} if the user has none
 */
record Profile(String displayName, String userPrincipalName, @Nullable String mail) {
}
