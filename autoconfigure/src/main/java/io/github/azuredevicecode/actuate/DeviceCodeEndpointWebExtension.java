package io.github.azuredevicecode.actuate;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link DeviceCodeEndpoint},
 * which knows who asks.
 */
@EndpointWebExtension(endpoint = DeviceCodeEndpoint.class)
public class DeviceCodeEndpointWebExtension {

	private final DeviceCodeEndpoint endpoint;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Create an extension.
	 * @param endpoint the endpoint
	 * @param showValues to whom values are shown
	 * @param roles the roles of which a caller needs one to be authorised; if there are
	 * none, whoever is authenticated is authorised
	 */
	public DeviceCodeEndpointWebExtension(DeviceCodeEndpoint endpoint, Show showValues, Set<String> roles) {
		this.endpoint = endpoint;
		this.showValues = showValues;
		this.roles = roles;
	}

	/**
	 * Show the login.
	 * @param securityContext who asks
	 * @return the login
	 */
	@ReadOperation
	public DeviceCodeDescriptor login(SecurityContext securityContext) {
		return this.endpoint.login(this.showValues, this.showValues.isShown(securityContext, this.roles));
	}

}
