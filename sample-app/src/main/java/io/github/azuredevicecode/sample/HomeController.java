package io.github.azuredevicecode.sample;

import io.github.azuredevicecode.DeviceCodeCredential;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/**
 * The home page, which shows what the API returns about the user. Users sign in and out
 * on the starter's own page.
 */
@RestController
class HomeController {

	private final GraphClient graph;

	private final DeviceCodeCredential credential;

	HomeController(GraphClient graph, DeviceCodeCredential credential) {
		this.graph = graph;
		this.credential = credential;
	}

	@GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
	String home() {
		return """
				<!doctype html>
				<html lang="en">
				<head>
				<meta charset="utf-8">
				<meta name="viewport" content="width=device-width, initial-scale=1">
				<meta name="color-scheme" content="light dark">
				<title>Device code sample</title>
				</head>
				<body>
				<h1>%s</h1>
				<p><a href="/device-code">Sign in or out</a></p>
				</body>
				</html>
				""".formatted(HtmlUtils.htmlEscape(greeting()));
	}

	private String greeting() {
		if (this.credential.authenticationRecord().isEmpty()) {
			return "Nobody is signed in";
		}
		Profile profile = this.graph.me();
		return "Hello, " + profile.displayName() + ". The API knows you as " + profile.userPrincipalName();
	}

}
