package io.github.azuredevicecode.standin;

import java.util.Collection;
import java.util.stream.Collectors;

import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.util.HtmlUtils;

/**
 * Writes the few elements that the pages are made of, and escapes what is put into them.
 */
final class Html {

	private Html() {
	}

	static String page(String title, String body) {
		return """
				<!doctype html>
				<html lang="en">
				<head>
				<meta charset="utf-8">
				<meta name="viewport" content="width=device-width, initial-scale=1">
				<title>%1$s</title>
				<style>
				:root { color-scheme: light dark; font-family: system-ui, sans-serif; }
				main { max-width: 28rem; margin: 3rem auto; padding: 0 1rem; line-height: 1.5; }
				label { display: block; margin: 1rem 0; }
				input, button { font: inherit; padding: .5rem; }
				input { display: block; width: 100%%; box-sizing: border-box; }
				form { margin: 1rem 0; }
				</style>
				</head>
				<body><main>
				<p>Stand-in for Microsoft Entra</p>
				<h1>%1$s</h1>
				%2$s
				</main></body>
				</html>
				""".formatted(HtmlUtils.htmlEscape(title), body);
	}

	static String form(String action, CsrfToken csrfToken, String content) {
		return "<form method=\"post\" action=\"%s\">%s%s</form>".formatted(HtmlUtils.htmlEscape(action),
				hidden(csrfToken.getParameterName(), csrfToken.getToken()), content);
	}

	static String field(String name, String label, String type, String autocomplete, String value) {
		return "<label>%s<input name=\"%s\" type=\"%s\" autocomplete=\"%s\" value=\"%s\" required></label>"
			.formatted(HtmlUtils.htmlEscape(label), name, type, autocomplete, HtmlUtils.htmlEscape(value));
	}

	static String hidden(String name, String value) {
		return "<input type=\"hidden\" name=\"%s\" value=\"%s\">".formatted(name, HtmlUtils.htmlEscape(value));
	}

	static String button(String id, String label) {
		return "<button id=\"%s\" type=\"submit\">%s</button>".formatted(id, HtmlUtils.htmlEscape(label));
	}

	static String text(String text) {
		return "<p>" + HtmlUtils.htmlEscape(text) + "</p>";
	}

	static String alert(String text) {
		return "<p role=\"alert\">" + HtmlUtils.htmlEscape(text) + "</p>";
	}

	static String list(Collection<String> items) {
		return items.stream()
			.map((item) -> "<li>" + HtmlUtils.htmlEscape(item) + "</li>")
			.collect(Collectors.joining("", "<ul>", "</ul>"));
	}

}
