/**
 * QR codes for pages and terminals.
 */
@NullMarked
package io.github.azuredevicecode.qr;

import org.jspecify.annotations.NullMarked;
