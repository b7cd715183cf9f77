package io.github.azuredevicecode.sample;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.TokenRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.view.RedirectView;
import org.springframework.web.util.HtmlUtils;

/**
 * The page that shows the sign-in and the profile.
 */
@RestController
class PageController {

	private final SignInState state;

	private final GraphClient graph;

	private final DeviceCodeCredential credential;

	private final TokenRequest request;

	PageController(SignInState state, GraphClient graph, DeviceCodeCredential credential,
			@Value("${azure.identity.device-code.scopes}") String[] scopes) {
		this.state = state;
		this.graph = graph;
		this.credential = credential;
		this.request = TokenRequest.of(scopes);
	}

	@GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
	String page(CsrfToken csrfToken) {
		SignInState.Snapshot snapshot = this.state.snapshot();
		DeviceCodePrompt prompt = snapshot.prompt();
		if (prompt != null) {
			return html("Waiting for you to sign in", waiting(prompt), true);
		}
		if (snapshot.starting()) {
			return html("Asking for a code", paragraph("One moment, please."), true);
		}
		// A login that was kept from an earlier run brought no event
		String username = (snapshot.username() != null) ? snapshot.username()
				: this.credential.authenticationRecord().map(AuthenticationRecord::username).orElse(null);
		if (username != null) {
			return html("Signed in as " + username, profile() + form("/sign-out", "Sign out", csrfToken), false);
		}
		String failure = (snapshot.failure() != null) ? paragraph(snapshot.failure()) : "";
		return html("Signed out", failure + form("/sign-in", "Sign in", csrfToken), false);
	}

	@PostMapping("/sign-in")
	RedirectView signIn() {
		this.state.starting();
		this.credential.getTokenAsync(this.request);
		return new RedirectView("/");
	}

	@PostMapping("/sign-out")
	RedirectView signOut() {
		this.credential.signOut();
		return new RedirectView("/");
	}

	private String profile() {
		Profile profile = this.graph.me();
		return paragraph("Hello, " + profile.displayName()) + paragraph("The API knows you as "
				+ profile.userPrincipalName() + ((profile.mail() != null) ? " (" + profile.mail() + ")" : "") + ".");
	}

	private static String waiting(DeviceCodePrompt prompt) {
		String uri = HtmlUtils.htmlEscape(prompt.verificationUri().toString());
		String page = prompt.verificationUriTrusted()
				? "<a href=\"" + uri + "\" target=\"_blank\" rel=\"noopener noreferrer\">" + uri + "</a>" : uri;
		return "<p>Open " + page + " and enter this code:</p><p class=\"code\">"
				+ HtmlUtils.htmlEscape(prompt.userCode()) + "</p>"
				+ paragraph("Only continue if you started this sign-in. If a website or another person gave you "
						+ "this code, cancel.");
	}

	private static String form(String action, String label, @Nullable CsrfToken csrfToken) {
		String token = (csrfToken != null) ? "<input type=\"hidden\" name=\"" + csrfToken.getParameterName()
				+ "\" value=\"" + HtmlUtils.htmlEscape(csrfToken.getToken()) + "\">" : "";
		return "<form method=\"post\" action=\"" + action + "\">" + token + "<button>" + label + "</button></form>";
	}

	private static String paragraph(String text) {
		return "<p>" + HtmlUtils.htmlEscape(text) + "</p>";
	}

	private static String html(String title, String body, boolean refresh) {
		String heading = HtmlUtils.htmlEscape(title);
		return """
				<!doctype html>
				<html lang="en">
				<head>
				<meta charset="utf-8">
				<meta name="viewport" content="width=device-width, initial-scale=1">
				%s<title>%s</title>
				<link rel="stylesheet" href="/sample.css">
				</head>
				<body><main><h1>%s</h1>%s</main></body>
				</html>
				""".formatted(refresh ? "<meta http-equiv=\"refresh\" content=\"2\">\n" : "", heading, heading, body);
	}

}
