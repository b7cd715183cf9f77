package io.github.azuredevicecode.actuate;

import java.util.Set;
import java.util.function.Supplier;

import io.github.azuredevicecode.actuate.DeviceCodeEndpoint.ActionDescriptor;
import io.github.azuredevicecode.web.SameOriginRequests;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link DeviceCodeEndpoint}
 * that shows values to authorized callers, and refuses actions that a browser requests
 * from another site.
 *
 * @since 0.1
 */
@EndpointWebExtension(endpoint = DeviceCodeEndpoint.class)
public class DeviceCodeEndpointWebExtension {

	private static final int FORBIDDEN = 403;

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

	/**
	 * Starts a sign-in of the default credential in the background.
	 * @return the result
	 */
	@WriteOperation
	public WebEndpointResponse<ActionDescriptor> start() {
		return permitted("start", this.endpoint::start);
	}

	/**
	 * Performs an action of the default credential.
	 * @param action {@code start}, {@code cancel}, {@code renew} or {@code sign-out}
	 * @return the result
	 */
	@WriteOperation
	public WebEndpointResponse<ActionDescriptor> act(@Selector String action) {
		return permitted(action, () -> this.endpoint.act(action));
	}

	/**
	 * Performs an action of one of several credentials.
	 * @param credential the name of the credential
	 * @param action {@code start}, {@code cancel}, {@code renew} or {@code sign-out}
	 * @return the result
	 */
	@WriteOperation
	public WebEndpointResponse<ActionDescriptor> act(@Selector String credential, @Selector String action) {
		return permitted(action, () -> this.endpoint.act(credential, action));
	}

	private static WebEndpointResponse<ActionDescriptor> permitted(String action,
			Supplier<ActionDescriptor> operation) {
		return SameOriginRequests.isCurrentFromPageOrClient() ? new WebEndpointResponse<>(operation.get())
				: new WebEndpointResponse<>(new ActionDescriptor(action, false,
						"Refused, since a browser requests it from another site, or sends cookies without saying "
								+ "from where"),
						FORBIDDEN);
	}

}
