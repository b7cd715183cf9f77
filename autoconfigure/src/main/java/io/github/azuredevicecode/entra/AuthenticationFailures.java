package io.github.azuredevicecode.entra;

import java.net.ConnectException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import javax.net.ssl.SSLException;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.SignInDeclinedException;
import io.github.azuredevicecode.SignInTimedOutException;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.entra.http.EntraResponse;
import io.github.azuredevicecode.entra.http.ProxyConnectException;
import org.jspecify.annotations.Nullable;

/**
 * Puts failures into words: what failed, and which setting to look at.
 */
public final class AuthenticationFailures {

	private AuthenticationFailures() {
	}

	public static ClientAuthenticationException of(Throwable failure) {
		Throwable cause = Futures.unwrap(failure);
		return (cause instanceof ClientAuthenticationException exception) ? exception
				: new ClientAuthenticationException("Authentication failed: " + describe(cause), null, cause);
	}

	public static ClientAuthenticationException unreachable(URI uri, Throwable failure) {
		Throwable cause = Futures.unwrap(failure);
		return (cause instanceof ClientAuthenticationException exception) ? exception
				: new ClientAuthenticationException(
						"Authentication failed: no answer from " + uri.getRawAuthority() + ": " + describe(cause), null,
						cause);
	}

	public static ClientAuthenticationException unusable(URI uri, EntraResponse answer, Instant now, String problem) {
		String message = "Authentication failed: HTTP Error: " + answer.status() + " from " + uri.getRawAuthority()
				+ ": " + problem + origin(answer);
		Duration retryAfter = answer.isTransient() ? answer.retryAfter(now) : null;
		return (retryAfter != null) ? new RetryLaterException(message, null, retryAfter)
				: new ClientAuthenticationException(message);
	}

	public static ClientAuthenticationException invalidJson(URI uri, EntraResponse answer, String problem) {
		return new ClientAuthenticationException(
				"Authentication failed: JSON is invalid: the answer of " + uri.getRawAuthority() + " (HTTP status "
						+ answer.status() + ") cannot be used: " + problem + origin(answer));
	}

	// The service answers every request in JSON and never redirects one
	private static String origin(EntraResponse answer) {
		String location = answer.header("Location");
		String type = SafeText.cleanOrNull(answer.header("Content-Type"));
		String encoding = SafeText.cleanOrNull(answer.header("Content-Encoding"));
		boolean redirect = answer.status() >= 300 && answer.status() < 400 && location != null;
		boolean json = (type != null) ? type.toLowerCase(Locale.ROOT).contains("json")
				: !answer.body().stripLeading().startsWith("<");
		if (!redirect && json && encoding == null && answer.isTransient()) {
			return "";
		}
		return (redirect ? ". The answer redirects to " + host(String.valueOf(location)) : "")
				+ ((json || type == null) ? "" : ". The answer is of the type " + type)
				+ ((encoding != null) ? ". The answer is encoded as " + encoding : "")
				+ ". Something else may have answered, such as a web filter or the login page of a network: check "
				+ "azure.identity.device-code.http.proxy and azure.identity.device-code.authority";
	}

	private static String host(String location) {
		try {
			String host = URI.create(location.strip()).getRawAuthority();
			return (host != null) ? SafeText.clean(host.substring(host.lastIndexOf('@') + 1)) : "the same host";
		}
		catch (IllegalArgumentException ex) {
			return "an address that cannot be read";
		}
	}

	public static ClientAuthenticationException refused(ServiceError error) {
		return switch (error.errorCode()) {
			case "authorization_declined", "access_denied" ->
				new SignInDeclinedException("Authentication failed: " + error.text(), error, null);
			case "expired_token",
					"code_expired" ->
				new SignInTimedOutException(
						"Timed out waiting for user to authenticate: the code expired unused. " + error.text(), true,
						error, AadstsAdvice.UNUSED_CODE);
			default -> new ClientAuthenticationException("Authentication failed: " + error.text(), error, null);
		};
	}

	/**
	 * Puts a refusal into words, and keeps when the service wants to be asked again.
	 * @param error what the service said
	 * @param answer its answer
	 * @param now the time of the answer
	 * @return the failure
	 */
	public static ClientAuthenticationException refused(ServiceError error, EntraResponse answer, Instant now) {
		Duration retryAfter = answer.isTransient() ? answer.retryAfter(now) : null;
		return (retryAfter != null)
				? new RetryLaterException("Authentication failed: " + error.text(), error, retryAfter) : refused(error);
	}

	/**
	 * Puts into words that there is no code, and keeps when the service wants to be asked
	 * again.
	 * @param error what the service said
	 * @param answer its answer
	 * @param now the time of the answer
	 * @return the failure
	 */
	public static ClientAuthenticationException notBegun(ServiceError error, EntraResponse answer, Instant now) {
		String message = "Couldn't begin authentication: " + error.text();
		Duration retryAfter = answer.isTransient() ? answer.retryAfter(now) : null;
		return (retryAfter != null) ? new RetryLaterException(message, error, retryAfter)
				: new ClientAuthenticationException(message, error, null);
	}

	public static ClientAuthenticationException tooManyPrompts(Duration pause) {
		return new RetryLaterException("Authentication failed: several codes in a row were not used. The next code can "
				+ "be requested in " + Durations.inWords(Duration.ofSeconds(pause.toSeconds() + 1)), null, pause);
	}

	public static SignInTimedOutException timedOut(Duration timeout, @Nullable String lastProblem) {
		return new SignInTimedOutException(
				"Timed out waiting for user to authenticate: nobody has signed in within the timeout of "
						+ Durations.inWords(timeout) + " (azure.identity.device-code.timeout)." + suffix(lastProblem),
				false, null, null);
	}

	public static SignInTimedOutException codeExpired(Duration lifetime, @Nullable String lastProblem) {
		return new SignInTimedOutException(
				"Timed out waiting for user to authenticate: the code expired unused after "
						+ Durations.inWords(lifetime) + "." + suffix(lastProblem),
				true, null, AadstsAdvice.UNUSED_CODE);
	}

	private static String suffix(@Nullable String lastProblem) {
		return (lastProblem != null) ? " The last poll brought " + lastProblem + "." : "";
	}

	public static String describe(@Nullable Throwable failure) {
		Throwable cause = (failure != null) ? Futures.unwrap(failure) : new IllegalStateException("no answer");
		String message = SafeText.cleanOrNull(cause.getMessage());
		String text = (message != null) ? message : cause.getClass().getSimpleName();
		String detail = (message != null) ? ": " + message : "";
		if (cause instanceof SSLException || cause.getCause() instanceof SSLException) {
			return "the TLS connection failed: " + text + " (check azure.identity.device-code.authority and "
					+ "azure.identity.device-code.ssl.bundle)";
		}
		if (cause instanceof ProxyConnectException) {
			return text + " (check azure.identity.device-code.http.proxy)";
		}
		if (cause instanceof HttpConnectTimeoutException) {
			return "no connection in time: " + text + " (check azure.identity.device-code.http.proxy and "
					+ "azure.identity.device-code.http.connect-timeout)";
		}
		if (cause instanceof HttpTimeoutException) {
			return "no answer in time: " + text + " (check azure.identity.device-code.http.read-timeout)";
		}
		if (isUnknownHost(cause)) {
			return "host not found" + detail
					+ " (check azure.identity.device-code.authority and the name resolution, or set "
					+ "azure.identity.device-code.http.proxy)";
		}
		if (cause instanceof ConnectException) {
			return "connection refused" + detail
					+ " (check azure.identity.device-code.authority and the firewall, or set "
					+ "azure.identity.device-code.http.proxy)";
		}
		return text;
	}

	private static boolean isUnknownHost(Throwable failure) {
		Throwable cause = failure;
		while (cause != null && !(cause instanceof UnknownHostException)
				&& !(cause instanceof UnresolvedAddressException)) {
			cause = cause.getCause();
		}
		return cause != null;
	}

}
