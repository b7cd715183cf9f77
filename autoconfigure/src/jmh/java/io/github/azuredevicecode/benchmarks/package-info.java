/**
 * Benchmarks of the credential and of what others offer.
 */
package io.github.azuredevicecode.benchmarks;
