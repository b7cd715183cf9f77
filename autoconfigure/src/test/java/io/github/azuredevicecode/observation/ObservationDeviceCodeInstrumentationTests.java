package io.github.azuredevicecode.observation;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.DeviceCodeInstrumentation.ActivityOutcome;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Detail;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.GlobalObservationConvention;
import io.micrometer.observation.Observation;
import io.micrometer.observation.tck.TestObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ObservationDeviceCodeInstrumentation}.
 */
class ObservationDeviceCodeInstrumentationTests {

	private final TestObservationRegistry registry = TestObservationRegistry.create();

	private final MeterRegistry meters = new SimpleMeterRegistry();

	ObservationDeviceCodeInstrumentationTests() {
		this.registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(this.meters));
	}

	@ParameterizedTest
	@EnumSource
	void everyOperationHasTheKeysThatAreDocumented(Operation operation) {
		run(instrumentation(), operation);
		DeviceCodeObservationDocumentation documented = DeviceCodeObservationDocumentation.of(operation);
		assertThat(this.registry).hasSingleObservationThat().satisfies((context) -> {
			assertThat(context.getName()).isEqualTo(documented.getDefaultName());
			assertThat(context.getLowCardinalityKeyValues()).extracting(KeyValue::getKey)
				.containsExactlyInAnyOrderElementsOf(names(documented.getLowCardinalityKeyNames()));
			assertThat(context.getHighCardinalityKeyValues()).extracting(KeyValue::getKey)
				.containsExactlyInAnyOrderElementsOf(names(documented.getHighCardinalityKeyNames()));
		});
		assertThat(this.meters.get(documented.getDefaultName()).timer().count()).isEqualTo(1);
	}

	@Test
	void aConventionReplacesTheDefaultOfItsOperationAlone() {
		ObservationDeviceCodeInstrumentation custom = new ObservationDeviceCodeInstrumentation(() -> this.registry,
				List.of(new PollConvention()), null);
		run(custom, Operation.POLL);
		run(custom, Operation.PROMPT);
		assertThat(this.registry).hasObservationWithNameEqualTo("poll")
			.that()
			.hasLowCardinalityKeyValue("team", "blue")
			.backToTestObservationRegistry()
			.hasObservationWithNameEqualTo("azure.devicecode.prompt");
	}

	@Test
	void aConventionForAllOfTheRegistryIsRespected() {
		this.registry.observationConfig().observationConvention(new GlobalPollConvention());
		run(instrumentation(), Operation.POLL);
		assertThat(this.registry).hasSingleObservationThat().hasNameEqualTo("poll");
	}

	@Test
	void theRegistryIsAskedForByTheFirstOperation() {
		ObservationDeviceCodeInstrumentation early = new ObservationDeviceCodeInstrumentation(() -> {
			throw new IllegalStateException("too early");
		}, List.of(), new TableHitMetrics());
		assertThat(early.tableHit()).isNotNull();
		assertThatIllegalStateException().isThrownBy(() -> run(early, Operation.TOKEN)).withMessage("too early");
	}

	@Test
	void hitsAreCountedByCredentialIfAskedFor() {
		assertThat(instrumentation().tableHit()).isNull();
		assertThat(instrumentation().forCredential("work").tableHit()).isNull();
		TableHitMetrics metrics = new TableHitMetrics();
		ObservationDeviceCodeInstrumentation counting = new ObservationDeviceCodeInstrumentation(() -> this.registry,
				List.of(), metrics);
		Runnable hit = counting.tableHit();
		hit.run();
		metrics.bindTo(this.meters);
		hit.run();
		counting.forCredential("work").tableHit().run();
		assertThat(hits("default")).isEqualTo(2);
		assertThat(hits("work")).isEqualTo(1);
	}

	@Test
	void anObservationTellsWhichCredentialWorks() {
		run(instrumentation().forCredential("work"), Operation.PROMPT);
		assertThat(this.registry).hasSingleObservationThat().hasLowCardinalityKeyValue("credential", "work");
	}

	private double hits(String credential) {
		return this.meters.get("azure.devicecode.token.hits").tag("credential", credential).functionCounter().count();
	}

	private ObservationDeviceCodeInstrumentation instrumentation() {
		return new ObservationDeviceCodeInstrumentation(() -> this.registry, List.of(), null);
	}

	private static void run(DeviceCodeInstrumentation instrumentation, Operation operation) {
		instrumentation.begin(operation, Map.of(Detail.ATTEMPT_ID, "attempt-1")).end(ActivityOutcome.SUCCESS, null);
	}

	private static List<String> names(KeyName... keys) {
		return Arrays.stream(keys).map(KeyName::asString).toList();
	}

	private static class PollConvention extends DefaultDeviceCodeObservationConvention {

		PollConvention() {
			super(Operation.POLL);
		}

		@Override
		public String getName() {
			return "poll";
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(DeviceCodeObservationContext context) {
			return super.getLowCardinalityKeyValues(context).and("team", "blue");
		}

	}

	private static final class GlobalPollConvention extends PollConvention
			implements GlobalObservationConvention<DeviceCodeObservationContext> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return super.supportsContext(context);
		}

	}

}
