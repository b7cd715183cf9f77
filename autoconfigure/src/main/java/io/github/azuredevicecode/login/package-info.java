/**
 * What is known of each login without asking for a token, and what people can do with it.
 */
@NullMarked
package io.github.azuredevicecode.login;

import org.jspecify.annotations.NullMarked;
