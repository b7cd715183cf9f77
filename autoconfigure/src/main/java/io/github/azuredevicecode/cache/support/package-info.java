/**
 * Support for token caches over a store that several processes share. Write a
 * {@link io.github.azuredevicecode.cache.support.LoginStorage LoginStorage} and a
 * {@link io.github.azuredevicecode.cache.support.ChangeWatcher ChangeWatcher} to keep
 * logins in a store that this library does not know.
 */
@NullMarked
package io.github.azuredevicecode.cache.support;

import org.jspecify.annotations.NullMarked;
