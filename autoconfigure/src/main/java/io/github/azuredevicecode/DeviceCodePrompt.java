package io.github.azuredevicecode;

import java.io.Serializable;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * The information that a person needs to sign in (RFC 8628 section 3.3). Immutable. The
 * texts of the service have been cleared of control characters, so that they can be
 * printed. The device code is never part of it, and the string form does not show the
 * user code.
 *
 * @param attemptId an opaque name of the attempt, the same in all its events
 * @param verificationUri the page on which the code is entered
 * @param verificationUriTrusted whether the page is https on a host of the service; where
 * it is not, show it as text with a warning, and neither as a link nor as a QR code
 * @param userCode the code to enter
 * @param expiresAt the time at which the prompt ends: the code expires or the sign-in
 * times out, whichever is earlier
 * @param message the service's own sentence for the user
 * @param clientId the application that asks
 * @param tenantId the tenant that is asked
 * @param scopes the scopes asked for, in the order given
 * @param credentialName the name of the credential that asks,
 * {@value DeviceCodeCredential#DEFAULT_NAME} where it was given none
 * @param replacesPrevious whether the code replaces one that was shown before in the same
 * attempt, and that is not valid any more
 * @since 0.1
 */
public record DeviceCodePrompt(String attemptId, URI verificationUri, boolean verificationUriTrusted, String userCode,
		Instant expiresAt, String message, String clientId, String tenantId, Set<String> scopes, String credentialName,
		boolean replacesPrevious) implements Serializable {

	private static final int LINE_LENGTH = 79;

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

	public DeviceCodePrompt {
		Objects.requireNonNull(attemptId);
		Objects.requireNonNull(verificationUri);
		Objects.requireNonNull(userCode);
		Objects.requireNonNull(expiresAt);
		Objects.requireNonNull(message);
		Objects.requireNonNull(clientId);
		Objects.requireNonNull(tenantId);
		Objects.requireNonNull(credentialName);
		scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
	}

	/**
	 * Creates a prompt with the first code of an attempt.
	 * @param attemptId an opaque name of the attempt, the same in all its events
	 * @param verificationUri the page on which the code is entered
	 * @param verificationUriTrusted whether the page is https on a host of the service
	 * @param userCode the code to enter
	 * @param expiresAt the time at which the prompt ends
	 * @param message the service's own sentence for the user
	 * @param clientId the application that asks
	 * @param tenantId the tenant that is asked
	 * @param scopes the scopes asked for, in the order given
	 * @param credentialName the name of the credential that asks
	 */
	public DeviceCodePrompt(String attemptId, URI verificationUri, boolean verificationUriTrusted, String userCode,
			Instant expiresAt, String message, String clientId, String tenantId, Set<String> scopes,
			String credentialName) {
		this(attemptId, verificationUri, verificationUriTrusted, userCode, expiresAt, message, clientId, tenantId,
				scopes, credentialName, false);
	}

	/**
	 * Returns the whole text to show to a person, in lines of at most
	 * {@value #LINE_LENGTH} characters: the application that asks, what to do about a
	 * prompt that the person has not asked for, the tenant and the scopes and, at the
	 * end, the expiry, the page and the code. The service's own sentence, which names
	 * page and code, too, is {@link #message()}.
	 * @param applicationName the name of the application as its users know it, or
	 * {@code null} to show the client id
	 * @return lines of text without a line break at the end; blank lines separate the
	 * paragraphs, the last of which is that of the code
	 */
	public String toDisplayText(@Nullable String applicationName) {
		return toDisplayText(applicationName, Clock.systemDefaultZone());
	}

	String toDisplayText(@Nullable String applicationName, Clock clock) {
		String application = (applicationName != null && !applicationName.isBlank()) ? applicationName
				: "application " + this.clientId;
		List<String> lines = new ArrayList<>();
		wrap(lines, "", application + " asks you to sign in.");
		if (this.replacesPrevious) {
			wrap(lines, "", "This code replaces the code shown before, which is not valid any more.");
		}
		lines.add("");
		wrap(lines, "", "Only continue if you started this sign-in in " + application
				+ ". If a website or another person gave you this code, cancel.");
		lines.add("");
		if (!this.credentialName.equals(DeviceCodeCredential.DEFAULT_NAME)) {
			wrap(lines, "    Sign-in: ", this.credentialName);
		}
		wrap(lines, "    Tenant:  ", this.tenantId);
		wrap(lines, "    Scopes:  ", String.join(" ", this.scopes));
		lines.add("");
		if (!this.verificationUriTrusted) {
			wrap(lines, "",
					"WARNING: that page is not on a host of Microsoft Entra. Do not open it unless you know it.");
			lines.add("");
		}
		lines.add("    Expires: " + expiryTime(clock.getZone()) + " (" + remaining(clock.instant()) + ")");
		// Whole, so that they can be selected with a double click
		lines.add("    Page:    " + this.verificationUri);
		lines.add("    Code:    " + this.userCode);
		return String.join(System.lineSeparator(), lines);
	}

	private static void wrap(List<String> lines, String label, String text) {
		String indent = " ".repeat(label.length());
		StringBuilder line = new StringBuilder(label);
		boolean first = true;
		for (String word : text.split(" ")) {
			if (!first && line.length() + 1 + word.length() > LINE_LENGTH) {
				lines.add(line.toString());
				line.setLength(0);
				line.append(indent);
				first = true;
			}
			line.append(first ? "" : " ").append(word);
			first = false;
		}
		lines.add(line.toString());
	}

	private String expiryTime(ZoneId zone) {
		return TIME.format(this.expiresAt.atZone(zone));
	}

	private String remaining(Instant now) {
		Duration remaining = Duration.between(now, this.expiresAt.plusMillis(500)).truncatedTo(ChronoUnit.SECONDS);
		if (remaining.isNegative() || remaining.isZero()) {
			return "expired";
		}
		if (remaining.toSeconds() < 90) {
			return "in " + remaining.toSeconds() + " seconds";
		}
		return "in " + remaining.plusSeconds(30).toMinutes() + " minutes";
	}

	@Override
	public String toString() {
		return "DeviceCodePrompt[attemptId=" + this.attemptId + ", verificationUri=" + this.verificationUri
				+ ", expiresAt=" + this.expiresAt + ", clientId=" + this.clientId + ", tenantId=" + this.tenantId
				+ ", scopes=" + this.scopes + ", credentialName=" + this.credentialName + "]";
	}

}
