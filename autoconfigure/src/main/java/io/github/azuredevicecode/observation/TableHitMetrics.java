package io.github.azuredevicecode.observation;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The counter {@value #NAME}: requests that a token which was held has answered.
 */
public class TableHitMetrics implements MeterBinder {

	static final String NAME = "azure.devicecode.token.hits";

	private final ObservationDeviceCodeInstrumentation instrumentation;

	/**
	 * Create a counter.
	 * @param instrumentation what has counted
	 */
	public TableHitMetrics(ObservationDeviceCodeInstrumentation instrumentation) {
		this.instrumentation = instrumentation;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		FunctionCounter.builder(NAME, this.instrumentation, ObservationDeviceCodeInstrumentation::tableHits)
			.description("Requests that a token which was held has answered")
			.register(registry);
	}

}
