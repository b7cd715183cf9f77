package io.github.azuredevicecode.page;

import java.util.function.Predicate;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;

/**
 * Permits requests that name this machine. A page elsewhere whose name was made to
 * resolve to this machine (DNS rebinding) goes by another name. Thread safe.
 *
 * @since 0.1
 */
public final class LoopbackRequests implements Predicate<HttpServletRequest> {

	private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[?(0*:){2,7}0*1]?");

	@Override
	public boolean test(HttpServletRequest request) {
		return LOOPBACK.matcher(request.getServerName()).matches();
	}

}
