/**
 * Where logins are kept.
 */
@NullMarked
package io.github.azuredevicecode.cache;

import org.jspecify.annotations.NullMarked;
