package io.github.azuredevicecode.benchmarks;

import org.openjdk.jmh.annotations.Threads;

/**
 * Two threads read at once.
 */
@Threads(2)
public class TwoThreadsBenchmarks extends CachedTokenBenchmarks {

}
