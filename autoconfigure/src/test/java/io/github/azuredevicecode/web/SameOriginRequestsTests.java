package io.github.azuredevicecode.web;

import java.util.List;

import jakarta.servlet.http.Cookie;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.security.web.csrf.DeferredCsrfToken;
import org.springframework.security.web.csrf.HttpSessionCsrfTokenRepository;
import org.springframework.security.web.csrf.XorCsrfTokenRequestAttributeHandler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SameOriginRequests}.
 */
class SameOriginRequestsTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/device-code");

	@Test
	void whatTheBrowserSaysOfTheSitePrevails() {
		addToken();
		set("Origin", "http://localhost");
		for (String site : List.of("cross-site", "same-site", "none", "")) {
			set("Sec-Fetch-Site", site);
			assertPermitted(false, false);
		}
		set("Sec-Fetch-Site", "same-origin");
		set("Origin", "https://before.the.proxy.example");
		assertPermitted(true, true);
	}

	@Test
	void anOriginMustBeThatOfTheServerWhateverTheToken() {
		this.request.setServerPort(8080);
		set("Origin", "http://localhost:8080");
		assertPermitted(true, true);
		addToken();
		for (String origin : List.of("http://localhost", "https://localhost:8080", "http://attacker.example")) {
			set("Origin", origin);
			assertPermitted(false, false);
		}
	}

	@Test
	void anOriginMayBeAHostThatIsNoDomainName() {
		for (String host : List.of("my_service", "[::1]", "a..b", "xn--bcher-kva.example")) {
			this.request.setServerName(host);
			set("Origin", "http://" + host);
			assertPermitted(true, true);
			set("Origin", "http://" + host + ".attacker.example");
			assertPermitted(false, false);
		}
	}

	@Test
	void withoutAStatementAPageNeedsAValidTokenAndAClientHasNoCookies() {
		assertPermitted(false, true);
		this.request.setCookies(new Cookie("JSESSIONID", "id"));
		this.request.addHeader("Cookie", "JSESSIONID=id");
		assertPermitted(false, false);
		addToken();
		assertPermitted(true, true);
	}

	@Test
	void anOriginThatIsHiddenNeedsAValidToken() {
		set("Origin", "null");
		assertPermitted(false, false);
		addToken();
		assertPermitted(true, true);
	}

	@Test
	void thePresenceOfATokenProvesNothing() {
		set("Origin", "null");
		DeferredCsrfToken token = addToken();
		for (String sent : List.of("", "forged", "x".repeat(500))) {
			this.request.setParameter("_csrf", sent);
			assertPermitted(false, false);
		}
		this.request.removeParameter("_csrf");
		assertPermitted(false, false);
		this.request.setAttribute(CsrfToken.class.getName(), new DefaultCsrfToken("h", "_csrf", "token"));
		assertPermitted(false, false);
		this.request.addHeader("X-CSRF-TOKEN", token.get().getToken());
		assertPermitted(true, true);
	}

	private void assertPermitted(boolean page, boolean client) {
		assertThat(SameOriginRequests.isFromPage(this.request)).isEqualTo(page);
		assertThat(SameOriginRequests.isFromPageOrClient(this.request)).isEqualTo(client);
	}

	private void set(String name, String value) {
		this.request.removeHeader(name);
		this.request.addHeader(name, value);
	}

	// As the filter does, and as a form of the page sends it
	private DeferredCsrfToken addToken() {
		MockHttpServletResponse response = new MockHttpServletResponse();
		DeferredCsrfToken token = new HttpSessionCsrfTokenRepository().loadDeferredToken(this.request, response);
		this.request.setAttribute(DeferredCsrfToken.class.getName(), token);
		new XorCsrfTokenRequestAttributeHandler().handle(this.request, response, token::get);
		CsrfToken masked = (CsrfToken) this.request.getAttribute(CsrfToken.class.getName());
		this.request.setParameter("_csrf", masked.getToken());
		return token;
	}

}
