package io.github.azuredevicecode.actuate;

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
 * {@link Endpoint @Endpoint} that shows the logins and, where access is
 * {@link Access#UNRESTRICTED}, begins a sign-in, cancels it, has it show another code,
 * and signs out. Neither a token nor a device code is ever shown.
 * <p>
 * With {@link Show#NEVER} names are masked, and the user code, the page and the service's
 * words are left out. With {@link Show#WHEN_AUTHORIZED} whoever is not authorised sees
 * the state alone.
 */
@Endpoint(id = "devicecode", defaultAccess = Access.READ_ONLY)
public class DeviceCodeEndpoint {

	private final DeviceCodeOperationsRegistry logins;

	private final Show showValues;

	/**
	 * Create an endpoint.
	 * @param logins the logins
	 * @param showValues whether values are shown to callers of whom nothing is known
	 */
	public DeviceCodeEndpoint(DeviceCodeOperationsRegistry logins, Show showValues) {
		this.logins = logins;
		this.showValues = showValues;
	}

	/**
	 * Show the logins to a caller of whom nothing is known.
	 * @return the login of the application's own credential, with those of the others
	 */
	@ReadOperation
	public DeviceCodeDescriptor login() {
		return login(this.showValues, this.showValues.isShown(false));
	}

	DeviceCodeDescriptor login(Show showValues, boolean shown) {
		Detail hidden = (showValues == Show.NEVER) ? Detail.MASKED : Detail.STATE;
		Detail detail = shown ? Detail.FULL : hidden;
		return DeviceCodeDescriptor.of(this.logins.defaultOperations(), detail)
			.with(this.logins.describeOthers((login) -> DeviceCodeDescriptor.of(login, detail)));
	}

	/**
	 * Begin a sign-in of the application's own credential in the background, whoever is
	 * signed in now. One that is under way for the same scopes is joined.
	 * @return what was done
	 */
	@WriteOperation
	public ActionDescriptor start() {
		return start(this.logins.defaultOperations());
	}

	/**
	 * Act on the login of the application's own credential.
	 * @param action {@code start}, {@code cancel}, {@code renew} or {@code sign-out}
	 * @return what was done
	 */
	@WriteOperation
	public ActionDescriptor act(@Selector String action) {
		return act(this.logins.defaultOperations(), action);
	}

	/**
	 * Act on the login of one of several credentials.
	 * @param credential the name of the credential
	 * @param action {@code start}, {@code cancel} (the sign-in that is under way, whoever
	 * began it), {@code renew} (have it show another code) or {@code sign-out}
	 * @return what was done
	 */
	@WriteOperation
	public ActionDescriptor act(@Selector String credential, @Selector String action) {
		DeviceCodeOperations login = this.logins.find(credential)
			.orElseThrow(() -> new InvalidEndpointRequestException("There is no credential '" + credential + "'",
					"The credentials are " + this.logins.all().keySet()));
		return act(login, action);
	}

	private static ActionDescriptor act(DeviceCodeOperations login, String action) {
		return switch (action) {
			case "start" -> start(login);
			case "cancel" -> cancel(login);
			case "renew" -> renew(login);
			case "sign-out" -> signOut(login);
			default -> throw new InvalidEndpointRequestException("There is no action '" + action + "'",
					"The actions are 'start', 'cancel', 'renew' and 'sign-out'");
		};
	}

	private static ActionDescriptor start(DeviceCodeOperations login) {
		return switch (login.start()) {
			case DONE -> new ActionDescriptor("start", true, "A sign-in has begun: read this endpoint for its prompt");
			case NOTHING_TO_DO ->
				new ActionDescriptor("start", false, "A sign-in that was begun here is still under way");
			case TOO_OFTEN -> tooOften("start");
		};
	}

	private static ActionDescriptor cancel(DeviceCodeOperations login) {
		return (login.cancel() == OperationResult.DONE)
				? new ActionDescriptor("cancel", true, "The sign-in is cancelled for all who waited for it")
				: new ActionDescriptor("cancel", false, "No sign-in is under way");
	}

	private static ActionDescriptor renew(DeviceCodeOperations login) {
		return switch (login.renew()) {
			case DONE -> new ActionDescriptor("renew", true,
					"Another code was asked for, and is shown once it is there: read this endpoint");
			case NOTHING_TO_DO -> new ActionDescriptor("renew", false, "No code is shown, or another is on its way");
			case TOO_OFTEN -> tooOften("renew");
		};
	}

	private static ActionDescriptor tooOften(String action) {
		return new ActionDescriptor(action, false, "Too many codes were asked for; try again in a minute");
	}

	private static ActionDescriptor signOut(DeviceCodeOperations login) {
		login.signOut();
		return new ActionDescriptor("sign-out", true, "The user is signed out");
	}

	/**
	 * What an action did.
	 *
	 * @param action the action
	 * @param done whether anything was done
	 * @param detail what was done, or why nothing was
	 */
	public record ActionDescriptor(String action, boolean done, String detail) implements OperationResponseBody {

	}

}
