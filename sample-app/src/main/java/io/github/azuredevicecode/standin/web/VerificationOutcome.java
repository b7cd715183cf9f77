package io.github.azuredevicecode.standin.web;

import java.util.Arrays;
import java.util.Locale;

import io.github.azuredevicecode.standin.tenant.Endpoints;

/**
 * The outcomes of a sign-in that a page shows to the user.
 */
enum VerificationOutcome {

	SUCCESS("You have signed in", "The application has what it needs. You may close this window."),

	DECLINED("You declined", "The application was told so. You may close this window."),

	FAILED("That code did not work", "It is wrong, has expired or was used before.");

	private final String title;

	private final String text;

	VerificationOutcome(String title, String text) {
		this.title = title;
		this.text = text;
	}

	String title() {
		return this.title;
	}

	String text() {
		return this.text;
	}

	String path() {
		return Endpoints.VERIFICATION_PATH + "/" + segment();
	}

	private String segment() {
		return name().toLowerCase(Locale.ROOT);
	}

	static VerificationOutcome of(String segment) {
		return Arrays.stream(values())
			.filter((outcome) -> outcome.segment().equals(segment))
			.findFirst()
			.orElse(FAILED);
	}

}
