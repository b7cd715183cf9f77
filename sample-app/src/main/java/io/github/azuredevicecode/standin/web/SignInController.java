package io.github.azuredevicecode.standin.web;

import java.util.Map;

import io.github.azuredevicecode.standin.tenant.DemoUser;
import io.github.azuredevicecode.standin.tenant.Endpoints;
import org.jspecify.annotations.Nullable;

import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The pages that the user sees.
 */
@RestController
class SignInController {

	static final String CONSENT_PATH = "/consent";

	private static final String CSRF = "csrf";

	private final PendingConsents consents;

	SignInController(PendingConsents consents) {
		this.consents = consents;
	}

	@GetMapping(path = PageSecurity.SIGN_IN_PATH, produces = MediaType.TEXT_HTML_VALUE)
	String signIn(@RequestParam(required = false) @Nullable String error, CsrfToken csrf) {
		String message = (error != null) ? "The user name or the password is wrong." : "";
		return PageTemplate.render("sign-in", "Sign in", Map.of(CSRF, csrf.getToken(), "message", message));
	}

	@GetMapping(path = Endpoints.VERIFICATION_PATH, produces = MediaType.TEXT_HTML_VALUE)
	String enterCode(@RequestParam(name = "user_code", defaultValue = "") String userCode, CsrfToken csrf) {
		return PageTemplate.render("enter-code", "Enter code", Map.of(CSRF, csrf.getToken(), "user_code", userCode));
	}

	@GetMapping(path = CONSENT_PATH, produces = MediaType.TEXT_HTML_VALUE)
	String consent(@RequestParam String state, CsrfToken csrf) {
		PendingConsents.PendingConsent consent = this.consents.find(state);
		if (consent == null) {
			return outcome(VerificationOutcome.FAILED);
		}
		return PageTemplate.render("consent", "Permissions requested",
				Map.of(CSRF, csrf.getToken(), "state", state, "client_id", consent.clientId(), "client_name",
						consent.clientName(), "user_code", consent.userCode(), "username", DemoUser.USERNAME, "scopes",
						consent.scopes()));
	}

	@GetMapping(path = Endpoints.VERIFICATION_PATH + "/{outcome}", produces = MediaType.TEXT_HTML_VALUE)
	String outcome(@PathVariable String outcome) {
		return outcome(VerificationOutcome.of(outcome));
	}

	private static String outcome(VerificationOutcome outcome) {
		return PageTemplate.render("outcome", outcome.title(), Map.of("text", outcome.text()));
	}

}
