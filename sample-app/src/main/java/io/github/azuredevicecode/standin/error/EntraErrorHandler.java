package io.github.azuredevicecode.standin.error;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.converter.json.JacksonJsonHttpMessageConverter;
import org.springframework.http.server.ServletServerHttpResponse;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Failure handler that writes errors as Entra does.
 */
public final class EntraErrorHandler implements AuthenticationFailureHandler {

	private static final DateTimeFormatter TIMESTAMP = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'")
		.withZone(ZoneOffset.UTC);

	private final JacksonJsonHttpMessageConverter converter = new JacksonJsonHttpMessageConverter();

	private final EntraErrorResolver resolver;

	/**
	 * Creates a handler.
	 * @param authorizations the authorizations that a code or a refresh token may belong
	 * to
	 * @param pollsTooFast whether the client that polls for a device code does so too
	 * fast
	 */
	public EntraErrorHandler(OAuth2AuthorizationService authorizations, Predicate<String> pollsTooFast) {
		this.resolver = new EntraErrorResolver(authorizations, pollsTooFast);
	}

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) throws IOException {
		OAuth2Error cause = ((OAuth2AuthenticationException) exception).getError();
		EntraError error = this.resolver.resolve(cause, request);
		ServletServerHttpResponse httpResponse = new ServletServerHttpResponse(response);
		httpResponse.setStatusCode(HttpStatus.BAD_REQUEST);
		this.converter.write(body(error, error.text(value(error, cause, request)), correlationId(request)),
				MediaType.APPLICATION_JSON, httpResponse);
	}

	private static Map<String, Object> body(EntraError error, String text, UUID correlationId) {
		String timestamp = TIMESTAMP.format(Instant.now());
		UUID traceId = UUID.randomUUID();
		Map<String, Object> body = new LinkedHashMap<>();
		body.put("error", error.error());
		body.put("error_description", "%s%s Trace ID: %s Correlation ID: %s Timestamp: %s".formatted(
				(error.code() != 0) ? "AADSTS" + error.code() + ": " : "", text, traceId, correlationId, timestamp));
		body.put("error_codes", (error.code() != 0) ? List.of(error.code()) : Collections.emptyList());
		body.put("timestamp", timestamp);
		body.put("trace_id", traceId);
		body.put("correlation_id", correlationId);
		if (error.code() != 0) {
			body.put("error_uri", "https://login.microsoftonline.com/error?code=" + error.code());
		}
		return body;
	}

	private static @Nullable String value(EntraError error, OAuth2Error cause, HttpServletRequest request) {
		return switch (error) {
			case INVALID_SCOPE -> request.getParameter(OAuth2ParameterNames.SCOPE);
			case UNKNOWN_APPLICATION -> request.getParameter(OAuth2ParameterNames.CLIENT_ID);
			case UNSUPPORTED_GRANT_TYPE -> request.getParameter(OAuth2ParameterNames.GRANT_TYPE);
			default -> parameter(cause.getDescription());
		};
	}

	private static @Nullable String parameter(@Nullable String description) {
		return (description != null) ? description.substring(description.lastIndexOf(' ') + 1) : null;
	}

	private static UUID correlationId(HttpServletRequest request) {
		String clientRequestId = request.getHeader("client-request-id");
		try {
			return (clientRequestId != null) ? UUID.fromString(clientRequestId) : UUID.randomUUID();
		}
		catch (IllegalArgumentException ex) {
			return UUID.randomUUID();
		}
	}

}
