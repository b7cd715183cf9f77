package io.github.azuredevicecode.http;

import java.net.URI;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * One of the requests that a call consists of: the first, or the one that a redirect
 * leads to. A redirect to another origin takes the token away from all hops that follow.
 *
 * @param uri where the request goes
 * @param method the method
 * @param redirects the number of redirects that led here
 * @param trusted whether the request carries the token
 * @param withBody whether the request has the body of the first
 */
record Hop(URI uri, HttpMethod method, int redirects, boolean trusted, boolean withBody) {

	/**
	 * The number of redirects that are followed, which is that of the JDK's client.
	 */
	static final int MAX_REDIRECTS = 5;

	private static final int HTTPS_PORT = 443;

	private static final int MAX_PORT = 65535;

	Hop(URI uri, HttpMethod method) {
		this(uri, method, 0, true, true);
	}

	/**
	 * Returns the hop that a response leads to.
	 * @param status the status of the response
	 * @param headers the headers of the response
	 * @return the next hop, or {@code null} if the response is none that is followed:
	 * only redirects to https URLs are
	 */
	@Nullable Hop next(int status, HttpHeaders headers) {
		if (!isRedirect(status) || this.redirects == MAX_REDIRECTS) {
			return null;
		}
		URI target = target(headers.getFirst(HttpHeaders.LOCATION));
		if (target == null) {
			return null;
		}
		boolean rewritten = isRewritten(status);
		return new Hop(target, rewritten ? HttpMethod.GET : this.method, this.redirects + 1,
				this.trusted && isSameOrigin(target), this.withBody && !rewritten);
	}

	private static boolean isRedirect(int status) {
		return switch (status) {
			case 301, 302, 303, 307, 308 -> true;
			default -> false;
		};
	}

	private @Nullable URI target(@Nullable String location) {
		if (location == null) {
			return null;
		}
		try {
			URI target = resolve(location.strip());
			return ("https".equalsIgnoreCase(target.getScheme()) && target.getHost() != null
					&& target.getPort() <= MAX_PORT) ? target : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	// As RFC 3986 section 5.2.2 does it: java.net.URI drops the last segment of the path
	// where the reference has none
	private URI resolve(String location) {
		if (!location.isEmpty() && location.charAt(0) != '?') {
			return this.uri.resolve(location);
		}
		String base = this.uri.toString().replaceFirst("#.*", "");
		return URI.create(location.isEmpty() ? base : base.replaceFirst("\\?.*", "") + location);
	}

	private boolean isRewritten(int status) {
		return switch (status) {
			case 301, 302 -> this.method.equals(HttpMethod.POST);
			case 303 -> !this.method.equals(HttpMethod.HEAD);
			default -> false;
		};
	}

	private boolean isSameOrigin(URI target) {
		return target.getHost().equalsIgnoreCase(this.uri.getHost()) && port(target) == port(this.uri)
				&& target.getRawUserInfo() == null;
	}

	private static int port(URI uri) {
		return (uri.getPort() != -1) ? uri.getPort() : HTTPS_PORT;
	}

	/**
	 * Makes the headers of the first request those of this hop.
	 * @param headers the headers, which are changed
	 * @param authorization the value of the {@code Authorization} header, which is sent
	 * only if this hop is trusted
	 */
	void applyTo(HttpHeaders headers, String authorization) {
		if (this.trusted) {
			headers.set(HttpHeaders.AUTHORIZATION, authorization);
		}
		else {
			headers.remove(HttpHeaders.AUTHORIZATION);
			headers.remove(HttpHeaders.COOKIE);
		}
		if (this.redirects > 0) {
			headers.remove(HttpHeaders.HOST);
		}
		if (!this.withBody) {
			headers.remove(HttpHeaders.CONTENT_TYPE);
			headers.remove(HttpHeaders.CONTENT_LENGTH);
			headers.remove(HttpHeaders.TRANSFER_ENCODING);
		}
	}

}
