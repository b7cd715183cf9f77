package io.github.azuredevicecode.observation;

import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observations of the credential: one for each {@link Operation}, of the same name.
 *
 * @since 0.1
 */
public enum DeviceCodeObservationDocumentation implements ObservationDocumentation {

	/**
	 * Getting a token that is not in memory, for all callers that wait for it.
	 */
	TOKEN("token", new KeyName[] { LowCardinalityKeyNames.CREDENTIAL, LowCardinalityKeyNames.SOURCE,
			LowCardinalityKeyNames.TRIGGER, LowCardinalityKeyNames.OUTCOME, LowCardinalityKeyNames.ERROR_CODE }),

	/**
	 * An attempt to sign in.
	 */
	SIGN_IN("signin",
			new KeyName[] { LowCardinalityKeyNames.CREDENTIAL, LowCardinalityKeyNames.OUTCOME,
					LowCardinalityKeyNames.ERROR_CODE },
			HighCardinalityKeyNames.ATTEMPT_ID),

	/**
	 * The call of the prompt handler.
	 */
	PROMPT("prompt", new KeyName[] { LowCardinalityKeyNames.CREDENTIAL, LowCardinalityKeyNames.OUTCOME },
			HighCardinalityKeyNames.ATTEMPT_ID),

	/**
	 * A request to the service that asks whether the user has answered.
	 */
	POLL("poll", new KeyName[] { LowCardinalityKeyNames.CREDENTIAL, LowCardinalityKeyNames.OUTCOME },
			HighCardinalityKeyNames.ATTEMPT_ID),

	/**
	 * An access to the token cache.
	 */
	STORE("store", new KeyName[] { LowCardinalityKeyNames.CREDENTIAL, LowCardinalityKeyNames.STORE,
			LowCardinalityKeyNames.ACCESS, LowCardinalityKeyNames.OUTCOME });

	private final String defaultName;

	private final KeyName[] lowCardinalityKeyNames;

	private final KeyName[] highCardinalityKeyNames;

	DeviceCodeObservationDocumentation(String name, KeyName[] lowCardinalityKeyNames,
			KeyName... highCardinalityKeyNames) {
		this.defaultName = "azure.devicecode." + name;
		this.lowCardinalityKeyNames = lowCardinalityKeyNames;
		this.highCardinalityKeyNames = highCardinalityKeyNames;
	}

	static DeviceCodeObservationDocumentation of(Operation operation) {
		return valueOf(operation.name());
	}

	String getDefaultName() {
		return this.defaultName;
	}

	@Override
	public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
		return DefaultDeviceCodeObservationConvention.class;
	}

	@Override
	public KeyName[] getLowCardinalityKeyNames() {
		return this.lowCardinalityKeyNames.clone();
	}

	@Override
	public KeyName[] getHighCardinalityKeyNames() {
		return this.highCardinalityKeyNames.clone();
	}

	/**
	 * Keys with few values.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/**
		 * The name of the credential.
		 */
		CREDENTIAL("credential"),

		/**
		 * The last place where the token was looked for: table (in memory), cache (the
		 * cached login), refresh, sign-in or none.
		 */
		SOURCE("source"),

		/**
		 * The reason to get the token: caller or renewal.
		 */
		TRIGGER("trigger"),

		/**
		 * The outcome, in lower case.
		 */
		OUTCOME("outcome"),

		/**
		 * The OAuth error code of the service, or none.
		 */
		ERROR_CODE("error.code"),

		/**
		 * The simple name of the token cache's class.
		 */
		STORE("store"),

		/**
		 * The access to the token cache: load or replace.
		 */
		ACCESS("access");

		private final String key;

		LowCardinalityKeyNames(String key) {
			this.key = key;
		}

		@Override
		public String asString() {
			return this.key;
		}

	}

	/**
	 * Keys with any number of values.
	 */
	public enum HighCardinalityKeyNames implements KeyName {

		/**
		 * The id of the attempt, the same as in the prompt and in the events.
		 */
		ATTEMPT_ID {

			@Override
			public String asString() {
				return "attempt.id";
			}

		}

	}

}
