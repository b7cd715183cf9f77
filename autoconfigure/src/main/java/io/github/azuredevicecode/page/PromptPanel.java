package io.github.azuredevicecode.page;

import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.qr.QrMatrix;

/**
 * The part of a card that tells a person how to sign in.
 */
final class PromptPanel {

	private static final String TEMPLATE = """
			<div class="steps">
			<ol>
			<li><p>Copy this code</p>
			<p class="code"><span class="visually-hidden">%s</span><span class="characters" aria-hidden="true">%s</span></p>
			<button type="button" class="secondary" data-copy="%s" hidden>Copy code</button></li>
			%s</ol>
			%s</div>
			%s<p class="expiry">The code expires at <time datetime="%s">%s</time> \
			(<span role="timer" data-seconds="%s">%s</span> left). This page updates when you have signed in.</p>
			<p class="callout">Only continue if you started this sign-in in %s. \
			If a website or another person gave you this code, cancel.</p>
			<dl>
			<div><dt>Application</dt><dd>%s</dd></div>
			<div><dt>Tenant</dt><dd>%s</dd></div>
			<div><dt>Scopes</dt><dd>%s</dd></div>
			</dl>
			""";

	private static final String TRUSTED_PAGE = """
			<li><p>Enter it on Microsoft's page</p>
			<a class="button primary" href="%s" target="_blank" rel="noopener noreferrer">Open Microsoft's page\
			<span class="visually-hidden"> in a new tab</span></a>
			<p class="address">%s</p></li>
			""";

	private static final String UNTRUSTED_PAGE = """
			<li><p>Enter it on this page</p>
			<p class="address">%s</p>
			<p class="callout warning">That page is not on a host of Microsoft Entra. Do not open it unless you know it.</p></li>
			""";

	private static final String QR_CODE = """
			<figure>
			<svg class="qr" viewBox="0 0 %s %s" role="img" aria-label="QR code of %s" shape-rendering="crispEdges">\
			<rect width="100%%" height="100%%" fill="#fff"/><path d="%s" fill="#000"/></svg>
			<figcaption>Or open it on your phone</figcaption>
			</figure>
			""";

	private static final Html REPLACED = new Html("<p>This code replaces the code shown before.</p>\n");

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss z");

	private PromptPanel() {
	}

	static Html of(DeviceCodePrompt prompt, PageContext context) {
		String code = prompt.userCode();
		String uri = prompt.verificationUri().toString();
		long seconds = Math.max(0, Duration.between(context.clock().instant(), prompt.expiresAt()).toSeconds());
		return Html.of(TEMPLATE, spelled(code), groups(code), code,
				Html.of(prompt.verificationUriTrusted() ? TRUSTED_PAGE : UNTRUSTED_PAGE, uri, uri),
				prompt.verificationUriTrusted() ? qrCode(uri) : Html.NONE,
				prompt.replacesPrevious() ? REPLACED : Html.NONE, prompt.expiresAt(),
				TIME.format(prompt.expiresAt().atZone(context.clock().getZone())), seconds,
				"%d:%02d".formatted(seconds / 60, seconds % 60), context.application(), context.application(),
				prompt.tenantId(), String.join(" ", prompt.scopes()));
	}

	private static Html qrCode(String uri) {
		return QrMatrix.of(uri)
			.map((qr) -> Html.of(QR_CODE, qr.size(), qr.size(), uri, qr.toSvgPath()))
			.orElse(Html.NONE);
	}

	// So that a screen reader does not take it for a word
	private static String spelled(String code) {
		return code.codePoints().mapToObj(Character::toString).collect(Collectors.joining(" "));
	}

	// Apart by style alone, so that what is selected and copied is the code itself
	private static Html groups(String code) {
		int length = (code.length() % 3 != 0) ? 4 : 3;
		int size = (code.length() % length != 0 || code.contains("-")) ? code.length() : length;
		return Html.join(IntStream.range(0, code.length() / Math.max(1, size))
			.mapToObj((group) -> Html.of("<span>%s</span>", code.substring(group * size, (group + 1) * size))));
	}

}
