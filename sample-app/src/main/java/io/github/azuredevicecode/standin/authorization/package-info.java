/**
 * The authorization server: it issues device codes and tokens to public clients, as
 * Microsoft Entra does.
 */
@NullMarked
package io.github.azuredevicecode.standin.authorization;

import org.jspecify.annotations.NullMarked;
