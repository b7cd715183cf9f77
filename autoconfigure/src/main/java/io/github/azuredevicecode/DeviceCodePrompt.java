package io.github.azuredevicecode;

import java.io.Serializable;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What a person needs to know to sign in (RFC 8628 section 3.3). Immutable. The texts of
 * the service have been cleared of control characters, so that they can be printed. The
 * device code is never part of it, and the string form does not show the user code.
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
	 * Return the whole text to show to a person: who asks, the page, the code on a line
	 * of its own, when it expires, what is asked for, and what to do about a prompt that
	 * nobody has asked for.
	 * @param applicationName the name of the application as its users know it, or
	 * {@code null} to show the client id
	 * @return lines of text without a line break at the end
	 */
	public String toDisplayText(@Nullable String applicationName) {
		return toDisplayText(applicationName, Clock.systemDefaultZone());
	}

	String toDisplayText(@Nullable String applicationName, Clock clock) {
		String application = (applicationName != null && !applicationName.isBlank()) ? applicationName
				: "application " + this.clientId;
		String identity = this.credentialName.equals(DeviceCodeCredential.DEFAULT_NAME) ? ""
				: "    Sign-in: " + this.credentialName + System.lineSeparator();
		String warning = this.verificationUriTrusted ? "" : """

				WARNING: that page is not on a host of Microsoft Entra. Do not open it unless you know it.
				""";
		return """
				%s asks you to sign in.

				%s
				%s
				%s    Page:    %s
				    Code:
				%s

				    Expires: %s (%s)
				    Tenant:  %s
				    Scopes:  %s

				Only continue if you started this sign-in in %s. \
				If a website or another person gave you this code, cancel.""".formatted(application, this.message,
				warning, identity, this.verificationUri, this.userCode, expiryTime(clock.getZone()),
				remaining(clock.instant()), this.tenantId, String.join(" ", this.scopes), application);
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
