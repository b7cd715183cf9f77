package io.github.azuredevicecode.standin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

import io.github.azuredevicecode.standin.behavior.Behavior;
import io.github.azuredevicecode.standin.tenant.Tenant;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The options of a {@link StandIn}.
 *
 * @param port the port to listen on, or 0 for any free one
 * @param accessTokenLifetime how long access tokens are valid
 * @param deviceCodeLifetime how long a sign-in may take
 * @param pollingInterval the least time between two polls, in whole seconds
 * @param clientIds the applications that the tenant knows
 * @param tenantId the tenant of the user, whatever tenant a client asks for
 * @param folder the folder that keeps the keys from one start to the next, or
 * {@code null} to make new ones
 * @param behavior further settings by name, which can be changed while the stand-in runs
 */
public record StandInOptions(int port, Duration accessTokenLifetime, Duration deviceCodeLifetime,
		Duration pollingInterval, Set<String> clientIds, String tenantId, @Nullable Path folder,
		Map<String, String> behavior) {

	/**
	 * Client id that the tenant knows by default.
	 */
	public static final String DEFAULT_CLIENT_ID = "00000000-0000-0000-0000-00000000c11e";

	/**
	 * Tenant by default.
	 */
	public static final String DEFAULT_TENANT_ID = "00000000-0000-0000-0000-00000000c057";

	public StandInOptions {
		Assert.isTrue(port >= 0 && port <= 65535, "'port' must be between 0 and 65535");
		Assert.isTrue(accessTokenLifetime.toSeconds() > 0, "'accessTokenLifetime' must be a second or more");
		Assert.isTrue(deviceCodeLifetime.toSeconds() > 0, "'deviceCodeLifetime' must be a second or more");
		Assert.isTrue(pollingInterval.toSeconds() > 0, "'pollingInterval' must be a second or more");
		Assert.notEmpty(clientIds, "'clientIds' must not be empty");
		Assert.hasText(tenantId, "'tenantId' must not be empty");
		clientIds = Set.copyOf(clientIds);
		behavior = Map.copyOf(behavior);
	}

	/**
	 * Returns options that suit a demonstration.
	 * @return the default options
	 */
	public static StandInOptions defaults() {
		return new StandInOptions(0, Duration.ofHours(1), Duration.ofMinutes(15), Duration.ofSeconds(1),
				Set.of(DEFAULT_CLIENT_ID), DEFAULT_TENANT_ID, null, Map.of());
	}

	/**
	 * Returns the options that properties set.
	 * @param property returns the value of a property, such as {@code stand-in.port}, or
	 * {@code null}
	 * @return the options
	 */
	public static StandInOptions of(Function<String, @Nullable String> property) {
		Map<String, String> behavior = new HashMap<>();
		for (String name : Behavior.names()) {
			String value = property.apply("stand-in." + name);
			if (value != null) {
				behavior.put(name, value);
			}
		}
		String port = property.apply("stand-in.port");
		String folder = property.apply("stand-in.folder");
		return defaults().withPort((port != null) ? Integer.parseInt(port) : 0)
			.withFolder((folder != null) ? Path.of(folder) : null)
			.withBehavior(behavior);
	}

	/**
	 * Returns these options with another port.
	 * @param port the port to listen on, or 0 for any free one
	 * @return the changed options
	 */
	public StandInOptions withPort(int port) {
		return new StandInOptions(port, this.accessTokenLifetime, this.deviceCodeLifetime, this.pollingInterval,
				this.clientIds, this.tenantId, this.folder, this.behavior);
	}

	/**
	 * Returns these options with another lifetime of access tokens.
	 * @param accessTokenLifetime how long access tokens are valid
	 * @return the changed options
	 */
	public StandInOptions withAccessTokenLifetime(Duration accessTokenLifetime) {
		return new StandInOptions(this.port, accessTokenLifetime, this.deviceCodeLifetime, this.pollingInterval,
				this.clientIds, this.tenantId, this.folder, this.behavior);
	}

	/**
	 * Returns these options with another lifetime of device codes.
	 * @param deviceCodeLifetime how long a sign-in may take
	 * @return the changed options
	 */
	public StandInOptions withDeviceCodeLifetime(Duration deviceCodeLifetime) {
		return new StandInOptions(this.port, this.accessTokenLifetime, deviceCodeLifetime, this.pollingInterval,
				this.clientIds, this.tenantId, this.folder, this.behavior);
	}

	/**
	 * Returns these options with another polling interval.
	 * @param pollingInterval the least time between two polls, in whole seconds
	 * @return the changed options
	 */
	public StandInOptions withPollingInterval(Duration pollingInterval) {
		return new StandInOptions(this.port, this.accessTokenLifetime, this.deviceCodeLifetime, pollingInterval,
				this.clientIds, this.tenantId, this.folder, this.behavior);
	}

	/**
	 * Returns these options with other client ids.
	 * @param clientIds the applications that the tenant knows
	 * @return the changed options
	 */
	public StandInOptions withClientIds(String... clientIds) {
		return new StandInOptions(this.port, this.accessTokenLifetime, this.deviceCodeLifetime, this.pollingInterval,
				Set.of(clientIds), this.tenantId, this.folder, this.behavior);
	}

	/**
	 * Returns these options with another tenant.
	 * @param tenantId the tenant of the user, whatever tenant a client asks for
	 * @return the changed options
	 */
	public StandInOptions withTenantId(String tenantId) {
		return new StandInOptions(this.port, this.accessTokenLifetime, this.deviceCodeLifetime, this.pollingInterval,
				this.clientIds, tenantId, this.folder, this.behavior);
	}

	/**
	 * Returns these options with a folder that keeps the keys, so that tokens and the
	 * certificate stay valid over a restart on the same port.
	 * @param folder the folder that keeps the keys
	 * @return the changed options
	 */
	public StandInOptions withFolder(@Nullable Path folder) {
		return new StandInOptions(this.port, this.accessTokenLifetime, this.deviceCodeLifetime, this.pollingInterval,
				this.clientIds, this.tenantId, folder, this.behavior);
	}

	/**
	 * Returns these options with another behavior.
	 * @param behavior settings by name
	 * @return the changed options
	 */
	public StandInOptions withBehavior(Map<String, String> behavior) {
		return new StandInOptions(this.port, this.accessTokenLifetime, this.deviceCodeLifetime, this.pollingInterval,
				this.clientIds, this.tenantId, this.folder, behavior);
	}

	Behavior newBehavior() {
		Behavior behavior = new Behavior();
		behavior.change(Map.of("access-token-lifetime", this.accessTokenLifetime, "device-code-lifetime",
				this.deviceCodeLifetime));
		behavior.change(this.behavior);
		return behavior;
	}

	Tenant tenant() {
		return new Tenant(this.tenantId, this.clientIds, this.pollingInterval);
	}

}
