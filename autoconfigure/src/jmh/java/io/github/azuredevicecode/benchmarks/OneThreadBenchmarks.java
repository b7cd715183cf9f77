package io.github.azuredevicecode.benchmarks;

import org.openjdk.jmh.annotations.Threads;

/**
 * One thread reads.
 */
@Threads(1)
public class OneThreadBenchmarks extends CachedTokenBenchmarks {

}
