/**
 * The pages on which the user signs in, enters the code and consents.
 */
@NullMarked
package io.github.azuredevicecode.standin.web;

import org.jspecify.annotations.NullMarked;
