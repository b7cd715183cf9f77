/**
 * The API that applications import: the device code credential, its values, its failures.
 */
@NullMarked
package io.github.azuredevicecode;

import org.jspecify.annotations.NullMarked;
