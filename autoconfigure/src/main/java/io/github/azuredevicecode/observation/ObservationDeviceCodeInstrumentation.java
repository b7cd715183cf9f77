package io.github.azuredevicecode.observation;

import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * {@link DeviceCodeInstrumentation} that creates an {@link Observation} for each
 * operation of the credential and, if configured, counts the requests that a token in
 * memory answers. Thread safe.
 *
 * @since 0.1
 * @see DeviceCodeObservationDocumentation
 */
public class ObservationDeviceCodeInstrumentation implements DeviceCodeInstrumentation {

	private final Supplier<ObservationRegistry> registries;

	private final Map<Operation, DeviceCodeObservationConvention> conventions = new EnumMap<>(Operation.class);

	private final @Nullable TableHits tableHits;

	private volatile @Nullable ObservationRegistry registry;

	/**
	 * Creates an instrumentation.
	 * @param registries supplies the registry, at the first operation: what the registry
	 * needs may need the credential
	 * @param conventions the conventions that replace the default ones; of several for
	 * one operation the first counts
	 * @param tableHits counts the requests that a token in memory answers, or
	 * {@code null} not to count them
	 */
	public ObservationDeviceCodeInstrumentation(Supplier<ObservationRegistry> registries,
			Iterable<DeviceCodeObservationConvention> conventions, @Nullable TableHits tableHits) {
		this.registries = registries;
		conventions.forEach((convention) -> this.conventions.putIfAbsent(convention.getOperation(), convention));
		this.tableHits = tableHits;
	}

	@Override
	public DeviceCodeInstrumentation forCredential(String credentialName) {
		return new ForCredential(credentialName);
	}

	@Override
	public Activity begin(Operation operation, Map<Detail, String> details) {
		return begin(DeviceCodeCredential.DEFAULT_NAME, operation, details);
	}

	private Activity begin(String credentialName, Operation operation, Map<Detail, String> details) {
		DeviceCodeObservationContext context = new DeviceCodeObservationContext(credentialName, operation, details);
		return new ObservedActivity(context,
				DeviceCodeObservationDocumentation.of(operation)
					.observation(this.conventions.get(operation), new DefaultDeviceCodeObservationConvention(operation),
							() -> context, registry())
					.start());
	}

	// Without a lock, which could wait for the one that beans are created under
	private ObservationRegistry registry() {
		ObservationRegistry known = this.registry;
		if (known == null) {
			known = this.registries.get();
			this.registry = known;
		}
		return known;
	}

	@Override
	public @Nullable Runnable tableHit() {
		return tableHit(DeviceCodeCredential.DEFAULT_NAME);
	}

	private @Nullable Runnable tableHit(String credentialName) {
		return (this.tableHits != null) ? this.tableHits.counter(credentialName) : null;
	}

	private final class ForCredential implements DeviceCodeInstrumentation {

		private final String credentialName;

		ForCredential(String credentialName) {
			this.credentialName = credentialName;
		}

		@Override
		public Activity begin(Operation operation, Map<Detail, String> details) {
			return ObservationDeviceCodeInstrumentation.this.begin(this.credentialName, operation, details);
		}

		@Override
		public @Nullable Runnable tableHit() {
			return ObservationDeviceCodeInstrumentation.this.tableHit(this.credentialName);
		}

	}

	private record ObservedActivity(DeviceCodeObservationContext context, Observation observation) implements Activity {

		@Override
		public void note(Detail detail, String value) {
			this.context.setDetail(detail, value);
		}

		@Override
		public Scope openScope() {
			return this.observation.openScope()::close;
		}

		@Override
		public void end(ActivityOutcome outcome, @Nullable Throwable failure) {
			this.context.setOutcome(outcome);
			if (failure != null) {
				this.observation.error(failure);
			}
			this.observation.stop();
		}

	}

}
