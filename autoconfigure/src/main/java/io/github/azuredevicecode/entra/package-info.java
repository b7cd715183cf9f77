/**
 * The particulars of Microsoft Entra: clouds, endpoints, tenants, claims, answers and
 * error codes. Internal: no type here is API.
 */
@NullMarked
package io.github.azuredevicecode.entra;

import org.jspecify.annotations.NullMarked;
