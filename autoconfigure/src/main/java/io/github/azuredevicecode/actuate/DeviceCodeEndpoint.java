package io.github.azuredevicecode.actuate;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.actuate.DeviceCodeDescriptor.Detail;
import io.github.azuredevicecode.management.DeviceCodeOperations;
import io.github.azuredevicecode.management.DeviceCodeOperations.OperationResult;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint @Endpoint} that shows the status of each credential and, with
 * {@link Access#UNRESTRICTED}, starts a sign-in, cancels it, renews its code, and signs
 * out. It never shows a token or a device code.
 * <p>
 * With {@link Show#NEVER} names are masked, and the user code, the page and the messages
 * of the service are left out. With {@link Show#WHEN_AUTHORIZED} callers that are not
 * authorized see only the state.
 *
 * @since 0.1
 */
@Endpoint(id = "devicecode", defaultAccess = Access.READ_ONLY)
public class DeviceCodeEndpoint {

	private final DeviceCodeOperationsRegistry operationsRegistry;

	private final Show showValues;

	/**
	 * Creates an endpoint.
	 * @param operationsRegistry the operations of all credentials
	 * @param showValues when to show values; a caller of whom nothing is known is not
	 * authorized
	 */
	public DeviceCodeEndpoint(DeviceCodeOperationsRegistry operationsRegistry, Show showValues) {
		this.operationsRegistry = operationsRegistry;
		this.showValues = showValues;
	}

	/**
	 * Shows the status of all credentials to a caller of whom nothing is known.
	 * @return the status of the default credential, with those of the others
	 */
	@ReadOperation
	public DeviceCodeDescriptor status() {
		return status(this.showValues, this.showValues.isShown(false));
	}

	DeviceCodeDescriptor status(Show showValues, boolean shown) {
		Detail hidden = (showValues == Show.NEVER) ? Detail.MASKED : Detail.STATE;
		Detail detail = shown ? Detail.FULL : hidden;
		return DeviceCodeDescriptor.of(this.operationsRegistry.defaultOperations(), detail)
			.with(this.operationsRegistry.describeOthers((operations) -> DeviceCodeDescriptor.of(operations, detail)));
	}

	/**
	 * Starts a sign-in of the default credential in the background, even if a user is
	 * signed in. Joins a sign-in for the same scopes that is under way.
	 * @return the result
	 */
	@WriteOperation
	public ActionDescriptor start() {
		return start(this.operationsRegistry.defaultOperations());
	}

	/**
	 * Performs an action of the default credential.
	 * @param action {@code start}, {@code cancel}, {@code renew} or {@code sign-out}
	 * @return the result
	 */
	@WriteOperation
	public ActionDescriptor act(@Selector String action) {
		return act(this.operationsRegistry.defaultOperations(), action);
	}

	/**
	 * Performs an action of one of several credentials.
	 * @param credential the name of the credential
	 * @param action {@code start}, {@code cancel} (the sign-in that is under way, also if
	 * others started it), {@code renew} (show another code) or {@code sign-out}
	 * @return the result
	 */
	@WriteOperation
	public ActionDescriptor act(@Selector String credential, @Selector String action) {
		DeviceCodeOperations operations = this.operationsRegistry.find(credential)
			.orElseThrow(() -> new InvalidEndpointRequestException("There is no credential '" + credential + "'",
					"The credentials are " + this.operationsRegistry.all().keySet()));
		return act(operations, action);
	}

	private static ActionDescriptor act(DeviceCodeOperations operations, String action) {
		return switch (action) {
			case "start" -> start(operations);
			case "cancel" -> cancel(operations);
			case "renew" -> renew(operations);
			case "sign-out" -> signOut(operations);
			default -> throw new InvalidEndpointRequestException("There is no action '" + action + "'",
					"The actions are 'start', 'cancel', 'renew' and 'sign-out'");
		};
	}

	private static ActionDescriptor start(DeviceCodeOperations operations) {
		return switch (operations.start()) {
			case DONE -> new ActionDescriptor("start", true, "A sign-in has begun. Read this endpoint for its prompt");
			case NOTHING_TO_DO ->
				new ActionDescriptor("start", false, "A sign-in that was started here has not ended yet");
			case TOO_OFTEN -> tooOften("start");
		};
	}

	private static ActionDescriptor cancel(DeviceCodeOperations operations) {
		return (operations.cancel() == OperationResult.DONE)
				? new ActionDescriptor("cancel", true, "The sign-in is cancelled")
				: new ActionDescriptor("cancel", false, "No sign-in is under way");
	}

	private static ActionDescriptor renew(DeviceCodeOperations operations) {
		return switch (operations.renew()) {
			case DONE -> new ActionDescriptor("renew", true, "A new code was requested. Read this endpoint for it");
			case NOTHING_TO_DO ->
				new ActionDescriptor("renew", false, "No code is shown, or a new code was already requested");
			case TOO_OFTEN -> tooOften("renew");
		};
	}

	private static ActionDescriptor tooOften(String action) {
		return new ActionDescriptor(action, false, "Too many codes were requested. Try again in a minute");
	}

	private static ActionDescriptor signOut(DeviceCodeOperations operations) {
		try {
			operations.signOut();
		}
		catch (ClientAuthenticationException ex) {
			// Done here; the others follow when the token cache is back
			return new ActionDescriptor("sign-out", true, String.valueOf(ex.getMessage()));
		}
		return new ActionDescriptor("sign-out", true, "The user is signed out");
	}

	/**
	 * Description of an action that was performed.
	 *
	 * @param action the action
	 * @param done whether anything was done
	 * @param detail what was done, or why nothing was
	 */
	public record ActionDescriptor(String action, boolean done, String detail) implements OperationResponseBody {

	}

}
