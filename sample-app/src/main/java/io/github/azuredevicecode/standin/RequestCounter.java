package io.github.azuredevicecode.standin;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azuredevicecode.standin.api.ApiConfiguration;
import io.github.azuredevicecode.standin.authorization.GrantTypes;
import io.github.azuredevicecode.standin.tenant.Endpoints;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Counts of the requests of clients.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestCounter extends OncePerRequestFilter {

	private static final String DEVICE_CODE = "device code";

	private static final String API = "API";

	private static final String TOKEN = "token by ";

	private final Map<String, Integer> counts = new ConcurrentHashMap<>();

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain filterChain)
			throws ServletException, IOException {
		String path = request.getRequestURI();
		if (path.endsWith(Endpoints.DEVICE_CODE_PATH)) {
			count(DEVICE_CODE);
		}
		else if (path.endsWith(Endpoints.TOKEN_PATH)) {
			count(TOKEN + GrantTypes.canonical(request.getParameter(OAuth2ParameterNames.GRANT_TYPE)));
		}
		else if (path.startsWith(ApiConfiguration.PATH)) {
			count(API);
		}
		filterChain.doFilter(request, response);
	}

	private void count(String what) {
		this.counts.merge(what, 1, Integer::sum);
	}

	int deviceCodeRequests() {
		return this.counts.getOrDefault(DEVICE_CODE, 0);
	}

	int tokenRequests(String grantType) {
		return this.counts.getOrDefault(TOKEN + GrantTypes.canonical(grantType), 0);
	}

	int apiRequests() {
		return this.counts.getOrDefault(API, 0);
	}

}
