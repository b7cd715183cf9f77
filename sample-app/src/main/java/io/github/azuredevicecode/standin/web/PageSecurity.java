package io.github.azuredevicecode.standin.web;

import io.github.azuredevicecode.standin.tenant.Endpoints;

import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.CsrfConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2DeviceVerificationEndpointConfigurer;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.csrf.CsrfFilter;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;

/**
 * Security settings that lead browsers to the pages and protect the pages from forgery.
 */
public final class PageSecurity {

	/**
	 * Path of the sign-in page, which is open to everyone.
	 */
	public static final String SIGN_IN_PATH = "/signin";

	private PageSecurity() {
	}

	/**
	 * Applies the settings.
	 * @param http the security of the pages
	 */
	public static void apply(HttpSecurity http) {
		http.formLogin((login) -> login.loginPage(SIGN_IN_PATH).defaultSuccessUrl(Endpoints.VERIFICATION_PATH))
			.exceptionHandling(
					(errors) -> errors.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint(SIGN_IN_PATH)))
			.csrf(PageSecurity::protectPages);
	}

	/**
	 * Applies the settings of the endpoint that takes the code and the decision.
	 * @param endpoint the endpoint
	 */
	public static void apply(OAuth2DeviceVerificationEndpointConfigurer endpoint) {
		VerificationOutcomeHandler outcomeHandler = new VerificationOutcomeHandler();
		endpoint.consentPage(SignInController.CONSENT_PATH)
			.deviceVerificationResponseHandler(outcomeHandler)
			.errorResponseHandler(outcomeHandler);
	}

	// The authorization server exempts the verification endpoint along with those for
	// clients, although the user's browser submits to it
	private static void protectPages(CsrfConfigurer<HttpSecurity> csrf) {
		PathPatternRequestMatcher.Builder paths = PathPatternRequestMatcher.withDefaults();
		AndRequestMatcher matcher = new AndRequestMatcher(CsrfFilter.DEFAULT_CSRF_MATCHER,
				new NegatedRequestMatcher(new OrRequestMatcher(paths.matcher("/**" + Endpoints.DEVICE_CODE_PATH),
						paths.matcher("/**" + Endpoints.TOKEN_PATH))));
		csrf.withObjectPostProcessor(new ObjectPostProcessor<CsrfFilter>() {

			@Override
			public <O extends CsrfFilter> O postProcess(O filter) {
				filter.setRequireCsrfProtectionMatcher(matcher);
				return filter;
			}

		});
	}

}
