package io.github.azuredevicecode.page;

import io.github.azuredevicecode.management.SignInFailure;

/**
 * Why a sign-in failed, what to do about it, and what to tell somebody who can help.
 */
final class FailurePanel {

	private static final String TEMPLATE = """
			<p>%s</p>
			%s<dl>
			%s%s<div><dt>Time</dt><dd>%s</dd></div>
			</dl>
			""";

	private FailurePanel() {
	}

	static Html of(SignInFailure failure, PageContext context) {
		return Html.of(TEMPLATE, failure.message(),
				Html.ofNullable("<p class=\"callout\"><strong>What to do:</strong> %s</p>\n", failure.advice()),
				Html.ofNullable("<div><dt>Error</dt><dd>%s</dd></div>\n", failure.code()),
				Html.ofNullable("<div><dt>Correlation id</dt><dd>%s</dd></div>\n", failure.correlationId()),
				Html.time(failure.time(), context.clock().getZone()));
	}

}
