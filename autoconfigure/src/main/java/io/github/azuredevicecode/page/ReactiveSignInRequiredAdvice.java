package io.github.azuredevicecode.page;

import io.github.azuredevicecode.AuthenticationRequiredException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.server.ServerWebExchange;

/**
 * Controller advice for Spring WebFlux that answers requests while nobody is signed in
 * and {@code disable-automatic-authentication} is set: it redirects browsers to the
 * sign-in page, and sends other clients a problem detail (RFC 9457) with the status 503.
 * Other advices of the application come first.
 *
 * @since 0.1
 */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public class ReactiveSignInRequiredAdvice {

	private final @Nullable String signInPage;

	/**
	 * Creates an advice.
	 * @param signInPage the path of the sign-in page within the application, such as
	 * {@code /device-code}, the URL of a page elsewhere, or {@code null} if there is no
	 * page
	 */
	public ReactiveSignInRequiredAdvice(@Nullable String signInPage) {
		this.signInPage = signInPage;
	}

	/**
	 * Answers a request.
	 * @param exception the exception, which may also be a cause of what was thrown
	 * @param exchange the exchange
	 * @return a redirect or a problem detail
	 */
	@ExceptionHandler
	public ResponseEntity<ProblemDetail> signInRequired(AuthenticationRequiredException exception,
			ServerWebExchange exchange) {
		ServerHttpRequest request = exchange.getRequest();
		return SignInRequiredResponse.of(request.getMethod(), request.getHeaders(),
				request.getPath().contextPath().value(), this.signInPage);
	}

}
