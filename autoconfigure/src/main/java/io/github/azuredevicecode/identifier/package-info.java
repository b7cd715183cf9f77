/**
 * Names and addresses: the clouds of Microsoft Entra, tenants and authorities. Internal:
 * no type here is API.
 */
@NullMarked
package io.github.azuredevicecode.identifier;

import org.jspecify.annotations.NullMarked;
