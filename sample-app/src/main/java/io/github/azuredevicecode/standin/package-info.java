/**
 * A stand-in for Microsoft Entra and a Graph-like API, to try device code sign-in on one
 * machine: what the sample starts and the tests ask.
 */
@NullMarked
package io.github.azuredevicecode.standin;

import org.jspecify.annotations.NullMarked;
