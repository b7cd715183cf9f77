package io.github.azuredevicecode.page;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.util.ClassUtils;

/**
 * The hidden field with which Spring Security tells our forms from forged ones.
 */
final class CsrfField {

	private static final boolean SPRING_SECURITY = ClassUtils
		.isPresent("org.springframework.security.web.csrf.CsrfToken", CsrfField.class.getClassLoader());

	private CsrfField() {
	}

	static Html of(HttpServletRequest request) {
		return SPRING_SECURITY ? SpringSecurity.field(request) : Html.NONE;
	}

	private static final class SpringSecurity {

		static Html field(HttpServletRequest request) {
			return (request.getAttribute(CsrfToken.class.getName()) instanceof CsrfToken token) ? Html
				.of("<input type=\"hidden\" name=\"%s\" value=\"%s\">", token.getParameterName(), token.getToken())
					: Html.NONE;
		}

	}

}
