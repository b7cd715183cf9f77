package io.github.azuredevicecode.observation;

import java.util.Locale;
import java.util.regex.Pattern;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeInstrumentation.ActivityOutcome;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Detail;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.github.azuredevicecode.observation.DeviceCodeObservationDocumentation.HighCardinalityKeyNames;
import io.github.azuredevicecode.observation.DeviceCodeObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.common.docs.KeyName;
import org.jspecify.annotations.Nullable;

/**
 * The names and keys of {@link DeviceCodeObservationDocumentation}. No key has a secret
 * or names a user. Thread safe.
 *
 * @since 0.1
 */
public class DefaultDeviceCodeObservationConvention implements DeviceCodeObservationConvention {

	private static final String OTHER = "other";

	// What the service says is not ours, and a key must not have just any value
	private static final Pattern ERROR_CODE = Pattern.compile("[a-z_]{1,40}");

	private final Operation operation;

	/**
	 * Creates a convention.
	 * @param operation the operation whose observations it names
	 */
	public DefaultDeviceCodeObservationConvention(Operation operation) {
		this.operation = operation;
	}

	@Override
	public Operation getOperation() {
		return this.operation;
	}

	@Override
	public String getName() {
		return DeviceCodeObservationDocumentation.of(this.operation).getDefaultName();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(DeviceCodeObservationContext context) {
		KeyValue credential = LowCardinalityKeyNames.CREDENTIAL.withValue(context.getCredentialName());
		return switch (this.operation) {
			case TOKEN -> KeyValues.of(credential, detail(LowCardinalityKeyNames.SOURCE, context, Detail.SOURCE),
					detail(LowCardinalityKeyNames.TRIGGER, context, Detail.TRIGGER), outcome(context),
					errorCode(context));
			case SIGN_IN -> KeyValues.of(credential, outcome(context), errorCode(context));
			case PROMPT, POLL -> KeyValues.of(credential, outcome(context));
			case STORE -> KeyValues.of(credential, detail(LowCardinalityKeyNames.STORE, context, Detail.STORE),
					detail(LowCardinalityKeyNames.ACCESS, context, Detail.ACCESS), outcome(context));
		};
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(DeviceCodeObservationContext context) {
		return switch (this.operation) {
			case SIGN_IN, PROMPT, POLL ->
				KeyValues.of(detail(HighCardinalityKeyNames.ATTEMPT_ID, context, Detail.ATTEMPT_ID));
			case TOKEN, STORE -> KeyValues.empty();
		};
	}

	private static KeyValue detail(KeyName key, DeviceCodeObservationContext context, Detail detail) {
		return key.withValue(orNone(context.getDetail(detail)));
	}

	private static KeyValue outcome(DeviceCodeObservationContext context) {
		ActivityOutcome outcome = context.getOutcome();
		return LowCardinalityKeyNames.OUTCOME
			.withValue(orNone((outcome != null) ? outcome.name().toLowerCase(Locale.ROOT) : null));
	}

	private static KeyValue errorCode(DeviceCodeObservationContext context) {
		String code = (context.getError() instanceof ClientAuthenticationException failure) ? failure.getErrorCode()
				: null;
		boolean known = code == null || ERROR_CODE.matcher(code).matches();
		return LowCardinalityKeyNames.ERROR_CODE.withValue(known ? orNone(code) : OTHER);
	}

	private static String orNone(@Nullable String value) {
		return (value != null) ? value : KeyValue.NONE_VALUE;
	}

}
