package io.github.azuredevicecode.page;

import java.util.Collections;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Permits requests that come from this machine, name it, and that no proxy has forwarded.
 * An application may listen on further addresses than the one that it configures. A page
 * elsewhere whose name was made to resolve to this machine (DNS rebinding) goes by
 * another name, and behind a proxy everyone seems to sit at this machine. Thread safe.
 *
 * @since 0.1
 */
public final class LoopbackRequests implements Predicate<HttpServletRequest> {

	private static final Pattern LOOPBACK = Pattern
		.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(0*:){2,7}0*1(%\\w+)?]?");

	// Standards, and what reverse proxies, clouds and content delivery networks add
	private static final Pattern PROXY = Pattern
		.compile("forwarded.*|.*-forwarded|x-forward.*|via|x-via|max-forwards|x-scheme|front-end-https|x-proxyuser.*|"
				+ "x-auth-request-.*|x-ms-client-.*|x-goog-.*|cloudfront-.*|.*client-?ip|x-real-ip|x-cluster-.*|x-original-.*|"
				+ "x-originating-.*|x-remote-.*|x-rewrite-.*|x-envoy-.*|x-traefik-.*|x-azure-.*|x-arr-.*|x-amzn?-.*|"
				+ "x-appengine-.*|x-cloud-trace-context|x-vercel-.*|x-nf-.*|x-akamai-.*|akamai-.*|cdn-.*|cf-.*|"
				+ "fastly-.*|fly-.*|tailscale-.*|wl-proxy-.*");

	// Tomcat's valve removes the headers that it has applied
	private static final String FORWARDED = "org.apache.tomcat.request.forwarded";

	// Browsers do not use it any more, proxies may
	private static final String OLD_PROTOCOL = "HTTP/1.0";

	@Override
	public boolean test(HttpServletRequest request) {
		HttpServletRequest received = received(request);
		return isLoopback(request.getServerName()) && isLoopback(received.getRemoteAddr()) && !isForwarded(received);
	}

	private static boolean isLoopback(@Nullable String name) {
		return name != null && LOOPBACK.matcher(name).matches();
	}

	// Filters hide the headers that they have applied
	private static HttpServletRequest received(HttpServletRequest request) {
		HttpServletRequest received = request;
		while (received instanceof HttpServletRequestWrapper wrapper
				&& wrapper.getRequest() instanceof HttpServletRequest wrapped) {
			received = wrapped;
		}
		return received;
	}

	private static boolean isForwarded(HttpServletRequest request) {
		return OLD_PROTOCOL.equals(request.getProtocol()) || request.getAttribute(FORWARDED) != null
				|| Collections.list(request.getHeaderNames())
					.stream()
					.anyMatch((name) -> PROXY.matcher(name.toLowerCase(Locale.ROOT)).matches());
	}

}
