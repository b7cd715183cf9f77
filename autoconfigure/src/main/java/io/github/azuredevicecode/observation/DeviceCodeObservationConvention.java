package io.github.azuredevicecode.observation;

import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * {@link ObservationConvention} for one operation of the credential. A bean of this type
 * replaces the {@link DefaultDeviceCodeObservationConvention} of its operation.
 *
 * @since 0.1
 */
public interface DeviceCodeObservationConvention extends ObservationConvention<DeviceCodeObservationContext> {

	/**
	 * Returns the operation whose observations the convention names.
	 * @return the operation
	 */
	Operation getOperation();

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof DeviceCodeObservationContext observed && observed.getOperation() == getOperation();
	}

}
