package io.github.azuredevicecode.standin.behavior;

import java.io.IOException;
import java.util.UUID;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.MediaType;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Filter that delays, declines, blocks or fails the requests of clients and users, as the
 * behavior says.
 */
public final class BehaviorFilter extends OncePerRequestFilter {

	private static final String POLICY = "AADSTS53003";

	private final Behavior behavior;

	public BehaviorFilter(Behavior behavior) {
		this.behavior = behavior;
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		String path = request.getRequestURI();
		return !path.contains("/oauth2/v2.0/") && !path.startsWith("/v1.0/");
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain filterChain)
			throws ServletException, IOException {
		delay();
		String error = this.behavior.error();
		String path = request.getRequestURI();
		String grantType = path.endsWith("/token") ? String.valueOf(request.getParameter("grant_type")) : "";
		if (path.endsWith("/deviceauth")) {
			if (this.behavior.blocksByPolicy()) {
				response.sendError(HttpServletResponse.SC_FORBIDDEN,
						POLICY + ": Access has been blocked by Conditional Access policies.");
				return;
			}
		}
		else if (error.matches("[45]\\d\\d")) {
			response.setStatus(Integer.parseInt(error));
			return;
		}
		else if (!error.isEmpty() && !path.startsWith("/v1.0/")) {
			write(response, "invalid_grant", error, "An error that the stand-in was told to return.");
			return;
		}
		else if (this.behavior.declines() && grantType.endsWith("device_code")) {
			write(response, "authorization_declined", "AADSTS65004", "User declined to consent to access the app.");
			return;
		}
		else if (this.behavior.blocksByPolicy() && grantType.equals("refresh_token")) {
			write(response, "invalid_grant", POLICY, "Access has been blocked by Conditional Access policies.");
			return;
		}
		filterChain.doFilter(request, response);
	}

	private void delay() throws IOException {
		try {
			Thread.sleep(this.behavior.latency().toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IOException("The stand-in was stopped", ex);
		}
	}

	private static void write(HttpServletResponse response, String error, String code, String text) throws IOException {
		response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.getWriter()
			.write("""
					{"error":"%s","error_description":"%s: %s","error_codes":[%s],"correlation_id":"%s"}"""
				.formatted(error, code.replaceAll("\\W", ""), text, code.replaceAll("\\D", ""), UUID.randomUUID()));
	}

}
