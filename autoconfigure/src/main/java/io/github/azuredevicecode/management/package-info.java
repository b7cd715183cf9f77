/**
 * Status and operations of each credential, for the endpoint, the page and applications.
 */
@NullMarked
package io.github.azuredevicecode.management;

import org.jspecify.annotations.NullMarked;
