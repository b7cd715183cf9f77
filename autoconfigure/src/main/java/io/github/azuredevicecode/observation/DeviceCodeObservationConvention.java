package io.github.azuredevicecode.observation;

import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observations of one operation of the credential, and their keys. A bean of
 * this type replaces the {@link DefaultDeviceCodeObservationConvention} of its operation.
 */
public interface DeviceCodeObservationConvention extends ObservationConvention<DeviceCodeObservationContext> {

	/**
	 * Return whose observations are named.
	 * @return the operation
	 */
	Operation getOperation();

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof DeviceCodeObservationContext observed && observed.getOperation() == getOperation();
	}

}
