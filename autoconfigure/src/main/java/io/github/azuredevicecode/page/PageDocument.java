package io.github.azuredevicecode.page;

import java.util.List;

/**
 * The page as a whole.
 */
final class PageDocument {

	private static final String TEMPLATE = """
			<!doctype html>
			<html lang="en">
			<head>
			<meta charset="utf-8">
			<meta name="viewport" content="width=device-width, initial-scale=1">
			<meta name="color-scheme" content="light dark">
			<meta name="robots" content="noindex">
			%s
			<title>%s</title>
			<link rel="icon" href="data:,">
			<link rel="stylesheet" href="%s/style.css">
			<script src="%s/script.js" defer></script>
			</head>
			<body data-page="%s">
			<main>
			<header>
			<p class="eyebrow">Microsoft Entra sign-in</p>
			<h1>%s</h1>
			</header>
			<div id="cards">
			%s
			</div>
			<p id="offline" class="callout warning" hidden>Connection lost. Reconnecting &hellip;</p>
			<p id="status" class="visually-hidden" role="status"></p>
			</main>
			</body>
			</html>
			""";

	private PageDocument() {
	}

	static String of(PageContext context, List<LoginCard> cards) {
		// Without JavaScript the browser looks again from time to time
		Html refresh = cards.stream().anyMatch(LoginCard::isWaiting)
				? Html.of("<noscript><meta http-equiv=\"refresh\" content=\"5; url=%s\"></noscript>", context.path())
				: Html.NONE;
		String title = cards.get(0).heading() + " - " + context.application();
		return Html
			.of(TEMPLATE, refresh, title, context.path(), context.path(), context.path(), context.application(),
					Html.join(cards.stream().map(LoginCard::toHtml)))
			.toString();
	}

}
