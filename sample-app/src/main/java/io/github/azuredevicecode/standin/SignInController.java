package io.github.azuredevicecode.standin;

import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.view.RedirectView;

/**
 * The pages that the user sees: sign-in, code, consent, and the outcome.
 */
@RestController
@RequestMapping(produces = MediaType.TEXT_HTML_VALUE)
class SignInController {

	static final String SIGN_IN = "/sign-in";

	static final String CONSENT = "/consent";

	static final String SIGNED_IN = "/signed-in";

	static final String DECLINED = "/declined";

	private static final String DECISION_ACTION = "/common" + StandInUris.DEVICE_AUTH_PATH;

	private final PublicClients clients;

	SignInController(PublicClients clients) {
		this.clients = clients;
	}

	@GetMapping("/")
	RedirectView start() {
		return new RedirectView(StandInUris.VERIFICATION_PATH);
	}

	@GetMapping(SIGN_IN)
	String signIn(CsrfToken csrfToken, @RequestParam(required = false) @Nullable String error) {
		String form = Html.form(SIGN_IN, csrfToken,
				Html.field("username", "User", "text", "username", "")
						+ Html.field("password", "Password", "password", "current-password", "")
						+ Html.button("sign-in", "Sign in"));
		return Html.page("Sign in",
				((error != null) ? Html.alert("The user name or the password is wrong.") : "") + form);
	}

	@GetMapping(StandInUris.VERIFICATION_PATH)
	String enterCode(CsrfToken csrfToken,
			@RequestParam(name = OAuth2ParameterNames.USER_CODE, defaultValue = "") String userCode,
			@RequestParam(required = false) @Nullable String error) {
		String form = Html.form(DECISION_ACTION, csrfToken,
				Html.field(OAuth2ParameterNames.USER_CODE, "Code", "text", "off", userCode)
						+ Html.button("submit-code", "Next"));
		return Html.page("Enter the code that the application shows",
				((error != null) ? Html.alert("That code did not work. Check the code and try again.") : "") + form);
	}

	@GetMapping(CONSENT)
	String consent(CsrfToken csrfToken, @RequestParam(OAuth2ParameterNames.CLIENT_ID) String clientId,
			@RequestParam(OAuth2ParameterNames.SCOPE) String scope,
			@RequestParam(OAuth2ParameterNames.STATE) String state,
			@RequestParam(OAuth2ParameterNames.USER_CODE) String userCode) {
		var client = this.clients.findByClientId(clientId);
		String name = (client != null) ? client.getClientName() : "An unknown application";
		Set<String> scopes = ApiScopes.requested(scope);
		String context = Html.hidden(OAuth2ParameterNames.CLIENT_ID, clientId)
				+ Html.hidden(OAuth2ParameterNames.STATE, state)
				+ Html.hidden(OAuth2ParameterNames.USER_CODE, userCode);
		String granted = scopes.stream()
			.map((value) -> Html.hidden(OAuth2ParameterNames.SCOPE, value))
			.collect(Collectors.joining());
		return Html.page("Are you trying to sign in to " + name + "?",
				Html.text("Application " + clientId + " asks for:") + Html.list(scopes)
						+ Html.text("Only accept if you started this sign-in yourself.")
						+ Html.form(DECISION_ACTION, csrfToken, context + granted + Html.button("accept", "Accept"))
						+ Html.form(DECISION_ACTION, csrfToken, context + Html.button("cancel", "Cancel")));
	}

	@GetMapping(SIGNED_IN)
	String signedIn() {
		return Html.page("You have signed in", Html.text("You may close this window."));
	}

	@GetMapping(DECLINED)
	String declined() {
		return Html.page("You have declined", Html.text("The application gets no access. You may close this window."));
	}

}
