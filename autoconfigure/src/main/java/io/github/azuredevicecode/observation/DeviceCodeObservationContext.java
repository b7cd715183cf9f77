package io.github.azuredevicecode.observation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azuredevicecode.DeviceCodeInstrumentation.ActivityOutcome;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Detail;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an operation of the credential. Thread safe in its own part.
 */
public class DeviceCodeObservationContext extends Observation.Context {

	private final String credentialName;

	private final Operation operation;

	private final Map<Detail, String> details;

	private volatile @Nullable ActivityOutcome outcome;

	/**
	 * Create a context.
	 * @param credentialName the name of the credential
	 * @param operation the operation that begins
	 * @param details what is known of it
	 */
	public DeviceCodeObservationContext(String credentialName, Operation operation, Map<Detail, String> details) {
		this.credentialName = credentialName;
		this.operation = operation;
		this.details = new ConcurrentHashMap<>(details);
	}

	/**
	 * Return which credential works.
	 * @return its name
	 */
	public String getCredentialName() {
		return this.credentialName;
	}

	/**
	 * Return the operation.
	 * @return the operation
	 */
	public Operation getOperation() {
		return this.operation;
	}

	/**
	 * Return a detail.
	 * @param detail which
	 * @return its value, or {@code null} if it is not known or the operation has none
	 */
	public @Nullable String getDetail(Detail detail) {
		return this.details.get(detail);
	}

	/**
	 * Set a detail.
	 * @param detail which
	 * @param value its value
	 */
	public void setDetail(Detail detail, String value) {
		this.details.put(detail, value);
	}

	/**
	 * Return how the operation ended.
	 * @return the outcome, or {@code null} while it is under way
	 */
	public @Nullable ActivityOutcome getOutcome() {
		return this.outcome;
	}

	/**
	 * Set how the operation ended.
	 * @param outcome the outcome
	 */
	public void setOutcome(ActivityOutcome outcome) {
		this.outcome = outcome;
	}

}
