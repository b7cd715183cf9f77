package io.github.azuredevicecode.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRequestHandler;
import org.springframework.security.web.csrf.DeferredCsrfToken;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;
import org.springframework.util.ClassUtils;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Tells requests that change something and come from the application itself from those of
 * other sites, whether or not the application has CSRF protection for them. A browser
 * that does not say where a request comes from must send a valid CSRF token.
 */
public final class SameOriginRequests {

	private static final boolean SPRING_SECURITY = ClassUtils.isPresent(
			"org.springframework.security.web.csrf.DeferredCsrfToken", SameOriginRequests.class.getClassLoader());

	private SameOriginRequests() {
	}

	/**
	 * Returns whether a request comes from a page of the application.
	 * @param request the request
	 * @return whether the browser says so, or the request has a valid CSRF token
	 */
	public static boolean isFromPage(HttpServletRequest request) {
		return switch (origin(request)) {
			case SAME -> true;
			case OTHER -> false;
			case OPAQUE, UNKNOWN -> hasCsrfToken(request);
		};
	}

	/**
	 * Returns whether the request that is being handled comes from a page of the
	 * application or from a client that is no browser: one that says nothing of its
	 * origin and has no cookie with which it could act for somebody else.
	 * @return whether it does; also {@code true} if no request is being handled
	 */
	public static boolean isCurrentFromPageOrClient() {
		return !(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)
				|| isFromPageOrClient(attributes.getRequest());
	}

	static boolean isFromPageOrClient(HttpServletRequest request) {
		return (origin(request) == RequestOrigin.UNKNOWN && request.getHeader(HttpHeaders.COOKIE) == null)
				|| isFromPage(request);
	}

	private static RequestOrigin origin(HttpServletRequest request) {
		return RequestOrigin.of(request.getHeader(RequestOrigin.SITE_HEADER), request.getHeader(HttpHeaders.ORIGIN),
				ServletUriComponentsBuilder.fromRequestUri(request).replacePath(null).build().toUriString());
	}

	private static boolean hasCsrfToken(HttpServletRequest request) {
		return SPRING_SECURITY && SpringSecurity.hasCsrfToken(request);
	}

	/**
	 * The token is compared again, since the filter of Spring Security may have been told
	 * to pass over the request.
	 */
	private static final class SpringSecurity {

		private static final CsrfTokenRequestHandler PLAIN = (request, response, token) -> {
		};

		private static final CsrfTokenRequestHandler MASKED = new XorCsrfTokenRequestAttributeHandler();

		static boolean hasCsrfToken(HttpServletRequest request) {
			return request.getAttribute(DeferredCsrfToken.class.getName()) instanceof DeferredCsrfToken deferred
					&& isSent(deferred.get(), request);
		}

		private static boolean isSent(CsrfToken token, HttpServletRequest request) {
			return Stream.of(PLAIN, MASKED)
				.anyMatch((handler) -> isEqual(token.getToken(), handler.resolveCsrfTokenValue(request, token)));
		}

		private static boolean isEqual(String expected, @Nullable String actual) {
			return actual != null && MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8),
					actual.getBytes(StandardCharsets.UTF_8));
		}

	}

}
