/**
 * The certificate that the stand-in shows its clients, and the file that keeps it.
 */
@NullMarked
package io.github.azuredevicecode.standin.tls;

import org.jspecify.annotations.NullMarked;
