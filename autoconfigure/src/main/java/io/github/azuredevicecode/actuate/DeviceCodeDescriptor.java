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
 * Description of the status of one credential, as {@link DeviceCodeEndpoint} shows it.
 * Values that the caller may not see are {@code null} or masked.
 *
 * @param state the state
 * @param since the time at which it came into that state
 * @param clientId the application to sign in to
 * @param tenantId the tenant to sign in to
 * @param account the user who is signed in
 * @param prompt the prompt, while one is shown
 * @param attemptId the id of the attempt, the same as in the prompt and in the events
 * @param lastError the failure of the last attempt
 * @param credentials the descriptions of the other credentials by name, if there are any
 * @since 0.1
 */
public record DeviceCodeDescriptor(DeviceCodeStatus.State state, @Nullable Instant since, @Nullable String clientId,
		@Nullable String tenantId, @Nullable Account account, @Nullable Prompt prompt, @Nullable String attemptId,
		@Nullable LastError lastError,
		@Nullable Map<String, DeviceCodeDescriptor> credentials) implements OperationResponseBody {

	static DeviceCodeDescriptor of(DeviceCodeOperations operations, Detail detail) {
		DeviceCodeStatus status = operations.refresh();
		if (detail == Detail.STATE) {
			return new DeviceCodeDescriptor(status.state(), null, null, null, null, null, null, null, null);
		}
		boolean full = (detail == Detail.FULL);
		return new DeviceCodeDescriptor(status.state(), status.since(), operations.clientId(), operations.tenantId(),
				Account.of(status.account(), full), Prompt.of(status.prompt(), full), status.attemptId(),
				LastError.of(status.lastFailure(), full), null);
	}

	DeviceCodeDescriptor with(Map<String, DeviceCodeDescriptor> credentials) {
		return credentials.isEmpty() ? this : new DeviceCodeDescriptor(this.state, this.since, this.clientId,
				this.tenantId, this.account, this.prompt, this.attemptId, this.lastError, credentials);
	}

	/**
	 * The amount of detail that a caller may see.
	 */
	enum Detail {

		/**
		 * Only the state.
		 */
		STATE,

		/**
		 * Everything except names of users and values that allow signing in.
		 */
		MASKED,

		/**
		 * Everything.
		 */
		FULL

	}

	/**
	 * The user who is signed in.
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
	 * The prompt.
	 *
	 * @param expiresAt the time at which the code expires
	 * @param userCode the code to enter
	 * @param verificationUri the page on which to enter it
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
	 * The failure of the last attempt.
	 *
	 * @param reason the outcome of the sign-in, one of {@code declined}, {@code expired},
	 * {@code timed_out}, {@code cancelled} and {@code error}
	 * @param code Entra's code
	 * @param message what failed
	 * @param advice what to do about it
	 * @param correlationId the id of the failed request in Entra's logs
	 * @param time the time of the failure
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
