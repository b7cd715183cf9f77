/**
 * The tenant that all parts of the stand-in serve: its user, its applications and its
 * addresses.
 */
@NullMarked
package io.github.azuredevicecode.standin.tenant;

import org.jspecify.annotations.NullMarked;
