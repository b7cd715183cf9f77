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

	private static final Pattern PROXY = Pattern
		.compile("forwarded|via|x-forwarded.*|x-real-ip|x-original-.*|x-client-ip|true-client-ip|cf-connecting-ip");

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
		return Collections.list(request.getHeaderNames())
			.stream()
			.anyMatch((name) -> PROXY.matcher(name.toLowerCase(Locale.ROOT)).matches());
	}

}
