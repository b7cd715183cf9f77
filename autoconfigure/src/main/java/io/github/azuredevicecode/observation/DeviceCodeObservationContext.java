package io.github.azuredevicecode.observation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azuredevicecode.DeviceCodeInstrumentation.ActivityOutcome;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Detail;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * {@link Observation.Context} of an operation of the credential. Thread safe, except for
 * what it inherits.
 *
 * @since 0.1
 */
public class DeviceCodeObservationContext extends Observation.Context {

	private final String credentialName;

	private final Operation operation;

	private final Map<Detail, String> details;

	private volatile @Nullable ActivityOutcome outcome;

	/**
	 * Creates a context.
	 * @param credentialName the name of the credential
	 * @param operation the operation that begins
	 * @param details the details that are known from the start
	 */
	public DeviceCodeObservationContext(String credentialName, Operation operation, Map<Detail, String> details) {
		this.credentialName = credentialName;
		this.operation = operation;
		this.details = new ConcurrentHashMap<>(details);
	}

	/**
	 * Returns the name of the credential.
	 * @return the name
	 */
	public String getCredentialName() {
		return this.credentialName;
	}

	/**
	 * Returns the operation.
	 * @return the operation
	 */
	public Operation getOperation() {
		return this.operation;
	}

	/**
	 * Returns a detail.
	 * @param detail the detail
	 * @return its value, or {@code null} if it is not known or the operation has none
	 */
	public @Nullable String getDetail(Detail detail) {
		return this.details.get(detail);
	}

	/**
	 * Sets a detail.
	 * @param detail the detail
	 * @param value its value
	 */
	public void setDetail(Detail detail, String value) {
		this.details.put(detail, value);
	}

	/**
	 * Returns how the operation ended.
	 * @return the outcome, or {@code null} while it is under way
	 */
	public @Nullable ActivityOutcome getOutcome() {
		return this.outcome;
	}

	/**
	 * Sets how the operation ended.
	 * @param outcome the outcome
	 */
	public void setOutcome(ActivityOutcome outcome) {
		this.outcome = outcome;
	}

}
