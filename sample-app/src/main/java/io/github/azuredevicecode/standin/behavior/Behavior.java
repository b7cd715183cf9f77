package io.github.azuredevicecode.standin.behavior;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.springframework.boot.convert.DurationStyle;

/**
 * The settings that can be changed while the stand-in runs. Thread safe.
 */
public final class Behavior {

	private static final String ACCESS_TOKEN_LIFETIME = "access-token-lifetime";

	private static final String DEVICE_CODE_LIFETIME = "device-code-lifetime";

	private static final String LATENCY = "latency";

	private static final String ROTATE = "rotate-refresh-tokens";

	private static final String SINGLE_USE = "single-use-refresh-tokens";

	private static final String DECLINE = "decline";

	private static final String POLICY_BLOCK = "policy-block";

	private static final String ERROR = "error";

	private static final Map<String, String> DEFAULTS = Map.of(ACCESS_TOKEN_LIFETIME, "1h", DEVICE_CODE_LIFETIME, "15m",
			LATENCY, "0s", ROTATE, "true", SINGLE_USE, "false", DECLINE, "false", POLICY_BLOCK, "false", ERROR, "");

	private static final Set<String> DURATIONS = Set.of(ACCESS_TOKEN_LIFETIME, DEVICE_CODE_LIFETIME, LATENCY);

	private volatile Map<String, String> values = DEFAULTS;

	/**
	 * Returns the names of the settings.
	 * @return the names
	 */
	public static Set<String> names() {
		return DEFAULTS.keySet();
	}

	/**
	 * Changes settings.
	 * @param changes the new values by the names of their settings
	 * @throws IllegalArgumentException if a name is unknown or a value is invalid
	 */
	public synchronized void change(Map<String, ?> changes) {
		Map<String, String> changed = new LinkedHashMap<>(this.values);
		changes.forEach((name, value) -> changed.put(requireKnown(name), requireValid(name, String.valueOf(value))));
		this.values = Map.copyOf(changed);
	}

	private static String requireKnown(String name) {
		if (!DEFAULTS.containsKey(name)) {
			throw new IllegalArgumentException("There is no setting '" + name + "'. The settings are " + names());
		}
		return name;
	}

	private static String requireValid(String name, String value) {
		if (DURATIONS.contains(name) && DurationStyle.detectAndParse(value).isNegative()) {
			throw new IllegalArgumentException("'" + name + "' must not be negative");
		}
		return value;
	}

	/**
	 * Returns the settings.
	 * @return the values by the names of their settings
	 */
	public Map<String, String> asMap() {
		return this.values;
	}

	private Duration duration(String name) {
		return DurationStyle.detectAndParse(this.values.getOrDefault(name, "0s"));
	}

	private boolean is(String name) {
		return Boolean.parseBoolean(this.values.get(name));
	}

	public Duration accessTokenLifetime() {
		return duration(ACCESS_TOKEN_LIFETIME);
	}

	public Duration deviceCodeLifetime() {
		return duration(DEVICE_CODE_LIFETIME);
	}

	Duration latency() {
		return duration(LATENCY);
	}

	/**
	 * Returns whether each refresh brings another refresh token.
	 * @return whether refresh tokens rotate
	 */
	public boolean rotatesRefreshTokens() {
		return is(ROTATE);
	}

	/**
	 * Returns whether a refresh token is invalid once it was used.
	 * @return whether refresh tokens can be used once only
	 */
	public boolean hasSingleUseRefreshTokens() {
		return is(SINGLE_USE);
	}

	boolean declines() {
		return is(DECLINE);
	}

	boolean blocksByPolicy() {
		return is(POLICY_BLOCK);
	}

	/**
	 * Returns the response to all requests of clients.
	 * @return an HTTP status or a code such as {@code AADSTS50034}, or an empty string to
	 * answer as usual
	 */
	String error() {
		return this.values.getOrDefault(ERROR, "");
	}

}
