package io.github.azuredevicecode.observation;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The counter {@value #NAME}: requests that a token in memory answered, by
 * {@code credential}. Counts from the creation of this object on, whenever it is bound to
 * a registry. Thread safe.
 *
 * @since 0.1
 */
public class TableHitMetrics implements TableHits, MeterBinder {

	static final String NAME = "azure.devicecode.token.hits";

	private final Map<String, LongAdder> hits = new ConcurrentHashMap<>();

	private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		this.hits.forEach((credentialName, count) -> register(credentialName, count, registry));
	}

	@Override
	public synchronized Runnable counter(String credentialName) {
		LongAdder known = this.hits.get(credentialName);
		if (known != null) {
			return known::increment;
		}
		LongAdder count = new LongAdder();
		this.hits.put(credentialName, count);
		this.registries.forEach((registry) -> register(credentialName, count, registry));
		return count::increment;
	}

	private static void register(String credentialName, LongAdder count, MeterRegistry registry) {
		FunctionCounter.builder(NAME, count, LongAdder::sum)
			.tag("credential", credentialName)
			.description("Requests that a token which was held has answered")
			.register(registry);
	}

}
