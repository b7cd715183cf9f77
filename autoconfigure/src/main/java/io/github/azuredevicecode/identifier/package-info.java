/**
 * Names and addresses as people write them: tenants and authorities. Internal: no type
 * here is API.
 */
@NullMarked
package io.github.azuredevicecode.identifier;

import org.jspecify.annotations.NullMarked;
