package io.github.azuredevicecode.actuate;

import java.net.URI;
import java.time.Instant;
import java.util.Map;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.management.DeviceCodeOperations;
import io.github.azuredevicecode.management.DeviceCodeStatus;
import io.github.azuredevicecode.management.SignInFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * What {@link DeviceCodeEndpoint} shows of the login. What a caller may not see is
 * {@code null} or masked.
 *
 * @param state the state in one word
 * @param since since when it has been in that state
 * @param clientId the application to sign in to
 * @param tenantId the tenant to sign in to
 * @param account who is signed in
 * @param prompt what the user is asked, while somebody is asked
 * @param attemptId the attempt, as events and the prompt name it
 * @param lastError why the last attempt failed
 * @param credentials the logins of the other credentials, by name, if there are any
 */
public record DeviceCodeDescriptor(DeviceCodeStatus.State state, @Nullable Instant since, @Nullable String clientId,
		@Nullable String tenantId, @Nullable Account account, @Nullable Prompt prompt, @Nullable String attemptId,
		@Nullable LastError lastError,
		@Nullable Map<String, DeviceCodeDescriptor> credentials) implements OperationResponseBody {

	static DeviceCodeDescriptor of(DeviceCodeOperations operated, Detail detail) {
		DeviceCodeStatus login = operated.refresh();
		if (detail == Detail.STATE) {
			return new DeviceCodeDescriptor(login.state(), null, null, null, null, null, null, null, null);
		}
		boolean full = (detail == Detail.FULL);
		return new DeviceCodeDescriptor(login.state(), login.since(), operated.clientId(), operated.tenantId(),
				Account.of(login.account(), full), Prompt.of(login.prompt(), full), login.attemptId(),
				LastError.of(login.lastFailure(), full), null);
	}

	DeviceCodeDescriptor with(Map<String, DeviceCodeDescriptor> credentials) {
		return credentials.isEmpty() ? this : new DeviceCodeDescriptor(this.state, this.since, this.clientId,
				this.tenantId, this.account, this.prompt, this.attemptId, this.lastError, credentials);
	}

	/**
	 * How much a caller may see.
	 */
	enum Detail {

		/**
		 * The state alone.
		 */
		STATE,

		/**
		 * What tells neither a person's name nor how to sign in.
		 */
		MASKED,

		/**
		 * Everything.
		 */
		FULL

	}

	/**
	 * Who is signed in.
	 *
	 * @param username the user's name, such as {@code a***@contoso.example} where it is
	 * masked
	 * @param homeAccountId the account
	 */
	public record Account(String username, String homeAccountId) {

		private static final String MASK = "***";

		static @Nullable Account of(@Nullable AuthenticationRecord account, boolean full) {
			if (account == null) {
				return null;
			}
			return full ? new Account(account.username(), account.homeAccountId())
					: new Account(maskName(account.username()), maskAll(account.homeAccountId()));
		}

		private static String maskName(String username) {
			int at = username.lastIndexOf('@');
			return (at > 0) ? maskAll(username.substring(0, at)) + username.substring(at) : maskAll(username);
		}

		private static String maskAll(String text) {
			return text.isEmpty() ? MASK : text.substring(0, text.offsetByCodePoints(0, 1)) + MASK;
		}

	}

	/**
	 * What the user is asked.
	 *
	 * @param expiresAt when the code expires
	 * @param userCode the code to enter
	 * @param verificationUri the page on which it is entered
	 * @param verificationUriTrusted whether the page is on a host of the service
	 */
	public record Prompt(Instant expiresAt, @Nullable String userCode, @Nullable URI verificationUri,
			@Nullable Boolean verificationUriTrusted) {

		static @Nullable Prompt of(@Nullable DeviceCodePrompt prompt, boolean full) {
			if (prompt == null) {
				return null;
			}
			return full ? new Prompt(prompt.expiresAt(), prompt.userCode(), prompt.verificationUri(),
					prompt.verificationUriTrusted()) : new Prompt(prompt.expiresAt(), null, null, null);
		}

	}

	/**
	 * Why the last attempt failed.
	 *
	 * @param reason one of {@code declined}, {@code expired}, {@code timed_out},
	 * {@code cancelled} and {@code error}
	 * @param code Entra's code
	 * @param message what failed
	 * @param advice what to do about it
	 * @param correlationId what Entra's logs know the failed request by
	 * @param time when it failed
	 */
	public record LastError(String reason, @Nullable String code, @Nullable String message, @Nullable String advice,
			@Nullable String correlationId, Instant time) {

		static @Nullable LastError of(@Nullable SignInFailure failure, boolean full) {
			if (failure == null) {
				return null;
			}
			return new LastError(failure.outcome().value(), failure.code(), full ? failure.message() : null,
					failure.advice(), failure.correlationId(), failure.time());
		}

	}

}
