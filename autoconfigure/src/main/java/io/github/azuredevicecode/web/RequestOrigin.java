package io.github.azuredevicecode.web;

import org.jspecify.annotations.Nullable;

/**
 * Origin of a request, as a browser states it in headers that scripts cannot set.
 */
enum RequestOrigin {

	/**
	 * A page of the application itself.
	 */
	SAME,

	/**
	 * Another site, or something that hides where it comes from.
	 */
	OTHER,

	/**
	 * A browser that does not tell, as with the referrer policy of our own page.
	 */
	OPAQUE,

	/**
	 * No statement: no browser, or one that is old.
	 */
	UNKNOWN;

	static final String SITE_HEADER = "Sec-Fetch-Site";

	/**
	 * Returns the origin of a request. What the browser says of the site prevails, since
	 * a proxy can change what the application takes for its own origin.
	 * @param site the header {@code Sec-Fetch-Site}
	 * @param origin the header {@code Origin}
	 * @param target the origin of the application, as the request names it
	 * @return the origin
	 */
	static RequestOrigin of(@Nullable String site, @Nullable String origin, String target) {
		if (site != null) {
			return site.equals("same-origin") ? SAME : OTHER;
		}
		if (origin == null) {
			return UNKNOWN;
		}
		if (origin.equals("null")) {
			return OPAQUE;
		}
		return origin.equalsIgnoreCase(target) ? SAME : OTHER;
	}

}
