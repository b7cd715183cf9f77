package io.github.azuredevicecode.actuate;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link DeviceCodeEndpoint}
 * that shows values to authorized callers.
 *
 * @since 0.1
 */
@EndpointWebExtension(endpoint = DeviceCodeEndpoint.class)
public class DeviceCodeEndpointWebExtension {

	private final DeviceCodeEndpoint endpoint;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Creates an extension.
	 * @param endpoint the endpoint
	 * @param showValues when to show values
	 * @param roles the roles of which a caller needs one to be authorized; if there are
	 * none, all authenticated callers are authorized
	 */
	public DeviceCodeEndpointWebExtension(DeviceCodeEndpoint endpoint, Show showValues, Set<String> roles) {
		this.endpoint = endpoint;
		this.showValues = showValues;
		this.roles = roles;
	}

	/**
	 * Shows the status of all credentials.
	 * @param securityContext the caller
	 * @return the status of the default credential, with those of the others
	 */
	@ReadOperation
	public DeviceCodeDescriptor status(SecurityContext securityContext) {
		return this.endpoint.status(this.showValues, this.showValues.isShown(securityContext, this.roles));
	}

}
