package io.github.azuredevicecode.actuate;

import java.util.concurrent.Executor;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.actuate.DeviceCodeDescriptor.Detail;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * {@link Endpoint @Endpoint} that shows the login and, where access is
 * {@link Access#UNRESTRICTED}, begins a sign-in, cancels it, and signs out. Neither a
 * token nor a device code is ever shown.
 * <p>
 * With {@link Show#NEVER} names are masked, and the user code, the page and the service's
 * words are left out. With {@link Show#WHEN_AUTHORIZED} whoever is not authorised sees
 * the state alone.
 */
@Endpoint(id = "devicecode", defaultAccess = Access.READ_ONLY)
public class DeviceCodeEndpoint {

	private final DeviceCodeCredential credential;

	private final DeviceCodeLoginState state;

	private final String clientId;

	private final String tenantId;

	private final Show showValues;

	private final BackgroundSignIn signIn;

	/**
	 * Create an endpoint.
	 * @param credential the credential
	 * @param state what is known of its login
	 * @param clientId the application to show while nobody is signed in
	 * @param tenantId the tenant to show while nobody is signed in
	 * @param showValues whether values are shown to callers of whom nothing is known
	 * @param executor runs a sign-in until it has ended
	 */
	public DeviceCodeEndpoint(DeviceCodeCredential credential, DeviceCodeLoginState state, String clientId,
			String tenantId, Show showValues, Executor executor) {
		this.credential = credential;
		this.state = state;
		this.clientId = clientId;
		this.tenantId = tenantId;
		this.showValues = showValues;
		this.signIn = new BackgroundSignIn(credential, state, executor);
	}

	/**
	 * Show the login to a caller of whom nothing is known.
	 * @return the login
	 */
	@ReadOperation
	public DeviceCodeDescriptor login() {
		return login(this.showValues, this.showValues.isShown(false));
	}

	DeviceCodeDescriptor login(Show showValues, boolean shown) {
		Detail detail = (showValues == Show.NEVER) ? Detail.MASKED : Detail.STATE;
		return DeviceCodeDescriptor.of(this.state.refresh(this.credential), shown ? Detail.FULL : detail, this.clientId,
				this.tenantId);
	}

	/**
	 * Begin a sign-in in the background, whoever is signed in now. One that is under way
	 * for the same scopes is joined.
	 * @return what was done
	 */
	@WriteOperation
	public ActionDescriptor start() {
		return this.signIn.start()
				? new ActionDescriptor("start", true, "A sign-in has begun: read this endpoint for its prompt")
				: new ActionDescriptor("start", false, "A sign-in that was begun here is still under way");
	}

	/**
	 * Cancel the sign-in that was begun here, or sign out.
	 * @param action {@code cancel} or {@code sign-out}
	 * @return what was done
	 */
	@WriteOperation
	public ActionDescriptor act(@Selector String action) {
		return switch (action) {
			case "cancel" -> cancel();
			case "sign-out" -> signOut();
			default -> throw new InvalidEndpointRequestException("There is no action '" + action + "'",
					"The actions are 'cancel' and 'sign-out'");
		};
	}

	private ActionDescriptor cancel() {
		if (this.signIn.cancel()) {
			return new ActionDescriptor("cancel", true,
					"The sign-in that was begun here is cancelled; it goes on only while others wait for it");
		}
		return new ActionDescriptor("cancel", false,
				(this.state.current().state() == DeviceCodeLogin.State.AWAITING_USER)
						? "The sign-in under way was not begun here and cannot be cancelled here; sign-out ends it"
						: "No sign-in is under way");
	}

	private ActionDescriptor signOut() {
		this.credential.signOut();
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
