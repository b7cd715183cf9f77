package io.github.azuredevicecode.page;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

import jakarta.servlet.http.HttpServletRequest;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.firewall.FirewalledRequest;
import org.springframework.web.util.WebUtils;

/**
 * Permits requests that a security filter chain of the application has handled, which
 * decides about them. An application may have chains for other paths alone, or have
 * disabled the filter. Thread safe.
 *
 * @since 0.1
 */
public final class SecuredRequests implements Predicate<HttpServletRequest> {

	private static final Log logger = LogFactory.getLog(SecuredRequests.class);

	private final FilterChainProxy filterChainProxy;

	private final AtomicBoolean warned = new AtomicBoolean();

	/**
	 * Creates a condition.
	 * @param filterChainProxy the filter chains of the application
	 */
	public SecuredRequests(FilterChainProxy filterChainProxy) {
		this.filterChainProxy = filterChainProxy;
	}

	@Override
	public boolean test(HttpServletRequest request) {
		List<SecurityFilterChain> chains = this.filterChainProxy.getFilterChains();
		// The firewall wraps each request that the filter chains handle
		boolean secured = WebUtils.getNativeRequest(request, FirewalledRequest.class) != null && chains.stream()
			.filter((chain) -> chain.matches(request))
			.findFirst()
			.filter((chain) -> !chain.getFilters().isEmpty())
			.isPresent();
		if (!secured && this.warned.compareAndSet(false, true)) {
			logger.warn("The sign-in page is not shown, since no security filter chain of the application matches "
					+ request.getRequestURI()
					+ " or has handled the request: anyone could sign in. Let a chain match it");
		}
		return secured;
	}

}
