/**
 * For the tests of applications: a credential that needs neither a user nor a service.
 */
@NullMarked
package io.github.azuredevicecode.test;

import org.jspecify.annotations.NullMarked;
