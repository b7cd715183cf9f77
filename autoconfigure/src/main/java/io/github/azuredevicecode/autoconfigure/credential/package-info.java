/**
 * Auto-configuration of the credentials, from properties to beans. Internal: no type here
 * is API.
 */
@NullMarked
package io.github.azuredevicecode.autoconfigure.credential;

import org.jspecify.annotations.NullMarked;
