/**
 * QR codes for pages and terminals. Internal: no type here is API.
 */
@NullMarked
package io.github.azuredevicecode.qr;

import org.jspecify.annotations.NullMarked;
