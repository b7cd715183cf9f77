package io.github.azuredevicecode.page;

import io.github.azuredevicecode.AuthenticationRequiredException;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.ServletServerHttpRequest;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Controller advice for Spring MVC that answers requests while nobody is signed in and
 * {@code disable-automatic-authentication} is set: it redirects browsers to the sign-in
 * page, and sends other clients a problem detail (RFC 9457) with the status 503. Other
 * advices of the application come first.
 *
 * @since 0.1
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public class SignInRequiredAdvice {

	private final @Nullable String signInPage;

	/**
	 * Creates an advice.
	 * @param signInPage the path of the sign-in page within the application, such as
	 * {@code /device-code}, the URL of a page elsewhere, or {@code null} if there is no
	 * page
	 */
	public SignInRequiredAdvice(@Nullable String signInPage) {
		this.signInPage = signInPage;
	}

	/**
	 * Answers a request.
	 * @param exception the exception, which may also be a cause of what was thrown
	 * @param request the request
	 * @return a redirect or a problem detail
	 */
	@ExceptionHandler
	public ResponseEntity<ProblemDetail> signInRequired(AuthenticationRequiredException exception,
			HttpServletRequest request) {
		ServletServerHttpRequest http = new ServletServerHttpRequest(request);
		return SignInRequiredResponse.of(http.getMethod(), http.getHeaders(), request.getContextPath(),
				this.signInPage);
	}

}
