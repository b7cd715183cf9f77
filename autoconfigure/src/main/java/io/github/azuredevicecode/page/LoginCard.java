package io.github.azuredevicecode.page;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.management.DeviceCodeOperations;
import io.github.azuredevicecode.management.DeviceCodeStatus;
import io.github.azuredevicecode.management.DeviceCodeStatus.State;
import io.github.azuredevicecode.management.SignInFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * The card of one login: its state, and the actions that a person can take.
 */
final class LoginCard {

	// Replaced in a browser as soon as "data-version" is another
	private static final String TEMPLATE = """
			<section class="card %s" id="card-%s" aria-labelledby="heading-%s" data-version="%s">
			%s<h2 id="heading-%s" tabindex="-1">%s</h2>
			%s%s<form method="post" action="%s">
			%s<input type="hidden" name="credential" value="%s">
			%s</form>
			</section>
			""";

	private static final String SIGNED_IN = """
			<p>%s now acts as this user. You can close this page.</p>
			<dl>
			%s<div><dt>Since</dt><dd>%s</dd></div>
			</dl>
			""";

	private static final String BUTTON = """
			<button name="action" value="%s" class="%s">%s</button>
			""";

	private final String name;

	private final @Nullable String label;

	private final DeviceCodeStatus status;

	private final boolean starting;

	private final @Nullable String tenantId;

	private final PageContext context;

	private final @Nullable String notice;

	LoginCard(DeviceCodeOperations operations, boolean several, PageContext context, @Nullable String notice) {
		this.name = operations.name();
		this.label = label(operations, several, context);
		this.status = operations.refresh();
		this.starting = operations.isStarting();
		this.tenantId = operations.tenantId();
		this.context = context;
		this.notice = notice;
	}

	private static @Nullable String label(DeviceCodeOperations operations, boolean several, PageContext context) {
		if (operations.displayName() != null || !several) {
			return operations.displayName();
		}
		return operations.name().equals(DeviceCodeCredential.DEFAULT_NAME) ? context.application() : operations.name();
	}

	/**
	 * Returns whether what is shown will change by itself.
	 * @return whether something is waited for
	 */
	boolean isWaiting() {
		return this.starting || this.status.prompt() != null;
	}

	String heading() {
		if (this.status.prompt() != null) {
			return "Enter this code to sign in";
		}
		if (this.starting) {
			return "Requesting a code \u2026";
		}
		AuthenticationRecord account = this.status.account();
		if (this.status.state() == State.SIGNED_IN && account != null) {
			return "Signed in as " + account.username();
		}
		SignInFailure failure = this.status.lastFailure();
		return (this.status.state() == State.FAILED && failure != null) ? heading(failure) : "Nobody is signed in";
	}

	private static String heading(SignInFailure failure) {
		return switch (failure.outcome()) {
			case DECLINED -> "The sign-in was declined";
			case EXPIRED -> "The code has expired";
			case TIMED_OUT -> "The sign-in has timed out";
			default -> "The sign-in has failed";
		};
	}

	Html toHtml() {
		DeviceCodePrompt prompt = this.status.prompt();
		Html label = Html.ofNullable("<p class=\"eyebrow\">%s</p>\n", this.label);
		Html body = (prompt != null) ? PromptPanel.of(prompt, this.context) : body();
		Html notice = Html.ofNullable("<p class=\"callout warning\" role=\"alert\">%s</p>\n", this.notice);
		String id = UriUtils.encode(this.name, StandardCharsets.UTF_8);
		return Html.of(TEMPLATE, style(), id, id, version(), label, id, heading(), notice, body, this.context.path(),
				this.context.csrf(), this.name, buttons());
	}

	private String style() {
		return isWaiting() ? "waiting" : this.status.state().name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	private String version() {
		return Integer.toHexString(Objects.hash(this.status, this.starting, this.notice));
	}

	private Html body() {
		if (this.starting) {
			return Html.of("<p>This takes a moment.</p>\n");
		}
		SignInFailure failure = this.status.lastFailure();
		return switch (this.status.state()) {
			case SIGNED_IN -> signedIn();
			case FAILED -> (failure != null) ? FailurePanel.of(failure, this.context) : Html.NONE;
			default -> signedOut(failure);
		};
	}

	private Html signedIn() {
		return Html.of(SIGNED_IN, this.context.application(),
				Html.ofNullable("<div><dt>Tenant</dt><dd>%s</dd></div>\n", this.tenantId),
				Html.time(this.status.since(), this.context.clock().getZone()));
	}

	private Html signedOut(@Nullable SignInFailure failure) {
		String before = (failure != null) ? "The sign-in was cancelled. " : "";
		return Html.of("<p>%sSign in so that %s can act as you.</p>\n", before, this.context.application());
	}

	private Html buttons() {
		if (this.status.prompt() != null) {
			return Html.of("%s%s", button("new-code", "secondary", "New code"),
					button("cancel", "secondary", "Cancel"));
		}
		if (this.starting) {
			return button("cancel", "secondary", "Cancel");
		}
		return switch (this.status.state()) {
			case SIGNED_IN -> Html.of("%s%s", button("sign-out", "secondary", "Sign out"),
					button("sign-in", "secondary", "Sign in again"));
			case FAILED -> button("sign-in", "primary", "Get a new code");
			default -> button("sign-in", "primary", "Sign in");
		};
	}

	private static Html button(String action, String style, String label) {
		return Html.of(BUTTON, action, style, label);
	}

}
