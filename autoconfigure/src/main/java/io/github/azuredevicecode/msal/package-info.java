/**
 * The credential over MSAL4J: token table, sign-in, polling, HTTP, authority and tenant
 * rules.
 */
@NullMarked
package io.github.azuredevicecode.msal;

import org.jspecify.annotations.NullMarked;
