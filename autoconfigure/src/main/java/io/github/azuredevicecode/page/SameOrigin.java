package io.github.azuredevicecode.page;

import java.net.URI;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Tells forms of the page from those of other sites, also where the application has no
 * CSRF protection or has switched it off.
 */
final class SameOrigin {

	private SameOrigin() {
	}

	static boolean isSatisfiedBy(HttpServletRequest request) {
		String site = request.getHeader("Sec-Fetch-Site");
		if (site != null) {
			return site.equals("same-origin") || site.equals("none");
		}
		// An origin does not survive every proxy, and is needed only where there is no
		// token
		return CsrfField.isPresent(request) || isOrigin(request, request.getHeader("Origin"));
	}

	private static boolean isOrigin(HttpServletRequest request, @Nullable String origin) {
		// All browsers send one with a form of another site
		return origin == null
				|| origin.equals(origin(ServletUriComponentsBuilder.fromRequestUri(request).build().toUri()));
	}

	private static String origin(URI uri) {
		return uri.getScheme() + "://" + uri.getRawAuthority();
	}

}
