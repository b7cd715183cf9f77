package io.github.azuredevicecode.actuate;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.core.env.Environment;

/**
 * Hides the keys that logins are encrypted with from the endpoints {@code env} and
 * {@code configprops}, even where those show values to everyone: whatever is configured
 * below {@code azure.identity.device-code.token-cache.encryption}, in each spelling that
 * Spring Boot accepts, passwords below {@code azure.identity.device-code}, whatever
 * spells such a property out in its value, as the command line and
 * {@code SPRING_APPLICATION_JSON} do, and every value that contains a configured key.
 *
 * @since 0.1
 */
public class DeviceCodeSanitizingFunction implements SanitizingFunction {

	private static final String PREFIX = "azure.identity.device-code";

	private static final String ENCRYPTION = PREFIX + ".token-cache.encryption";

	private static final String CREDENTIALS = PREFIX + ".credentials";

	private static final String PROXY_PASSWORD = ".http.proxy-password";

	private static final String OURS = uniform(PREFIX);

	private static final String HIDDEN = uniform(ENCRYPTION);

	private static final String JSON = "springapplicationjson";

	private static final int MIN_LENGTH = 8;

	private final @Nullable Environment environment;

	/**
	 * Creates a function that knows properties by their names only.
	 */
	public DeviceCodeSanitizingFunction() {
		this.environment = null;
	}

	/**
	 * Creates a function that also hides the configured keys under any other name.
	 * @param environment the environment with the keys
	 */
	public DeviceCodeSanitizingFunction(Environment environment) {
		this.environment = environment;
	}

	@Override
	public SanitizableData apply(SanitizableData data) {
		return isHidden(data) ? data.withSanitizedValue() : data;
	}

	private boolean isHidden(SanitizableData data) {
		String name = uniform(data.getKey());
		return isSecret(name) || (data.getValue() instanceof CharSequence value && holdsSecret(name, value.toString()));
	}

	private static boolean isSecret(String name) {
		return name.startsWith(HIDDEN) || (name.startsWith(OURS)
				&& Stream.of("password", "secret").anyMatch((ending) -> name.endsWith(ending)));
	}

	private boolean holdsSecret(String name, String value) {
		String uniform = uniform(value);
		return uniform.contains(HIDDEN) || (uniform.contains(OURS) && uniform.contains("proxypassword"))
				|| (name.equals(JSON) && uniform.contains("devicecode")) || secrets().anyMatch(value::contains);
	}

	private Stream<String> secrets() {
		if (this.environment == null) {
			return Stream.empty();
		}
		Binder binder = Binder.get(this.environment);
		Stream<String> keys = Stream.of(ENCRYPTION + ".key", ENCRYPTION + ".name-key", PREFIX + PROXY_PASSWORD)
			.map((name) -> binder.bind(name, String.class).orElse(""));
		Stream<String> named = binder.bind(CREDENTIALS, Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of())
			.keySet()
			.stream()
			.map((name) -> binder
				.bind(ConfigurationPropertyName.of(CREDENTIALS).append("[" + name + "]").append("http.proxy-password"),
						Bindable.of(String.class))
				.orElse(""));
		Stream<String> previous = binder.bind(ENCRYPTION + ".previous-keys", Bindable.listOf(String.class))
			.orElse(List.of())
			.stream();
		return Stream.of(keys, named, previous)
			.flatMap((secrets) -> secrets)
			.filter(Objects::nonNull)
			.filter((secret) -> secret.length() >= MIN_LENGTH);
	}

	// Leaves what relaxed binding compares, which is the same for an environment variable
	private static String uniform(String name) {
		return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
	}

}
