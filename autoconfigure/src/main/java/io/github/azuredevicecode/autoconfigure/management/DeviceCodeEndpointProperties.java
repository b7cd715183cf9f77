package io.github.azuredevicecode.autoconfigure.management;

import java.util.LinkedHashSet;
import java.util.Set;

import io.github.azuredevicecode.actuate.DeviceCodeEndpoint;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Properties of the {@link DeviceCodeEndpoint}.
 */
@ConfigurationProperties("management.endpoint.devicecode")
public class DeviceCodeEndpointProperties {

	/**
	 * When to show the user's name and account, the user code, the page to enter it on,
	 * and the service's words about a failure.
	 */
	private Show showValues = Show.NEVER;

	/**
	 * Roles of which a caller needs one to be authorized to be shown values. When empty,
	 * all authenticated callers are authorized.
	 */
	private Set<String> roles = new LinkedHashSet<>();

	public Show getShowValues() {
		return this.showValues;
	}

	public void setShowValues(Show showValues) {
		this.showValues = showValues;
	}

	public Set<String> getRoles() {
		return this.roles;
	}

	public void setRoles(Set<String> roles) {
		this.roles = roles;
	}

}
