package io.github.azuredevicecode.page;

import java.util.List;

import jakarta.servlet.Filter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.DefaultCsrfToken;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what tells requests to the page from others.
 */
@ExtendWith(OutputCaptureExtension.class)
class PageRequestsTests {

	private static final Filter FILTER = (request, response, chain) -> chain.doFilter(request, response);

	private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/device-code");

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "127.0.0.1", "127.1.2.3", "::1", "[::1]", "0:0:0:0:0:0:0:1" })
	void namesOfThisMachineAreLoopback(String name) {
		this.request.setServerName(name);
		assertThat(new LoopbackRequests().test(this.request)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "attacker.example", "localhost.attacker.example", "127.0.0.1.attacker.example", "10.0.0.1",
			"::", "::2", "2001:db8::1" })
	void otherNamesAreNot(String name) {
		this.request.setServerName(name);
		assertThat(new LoopbackRequests().test(this.request)).isFalse();
	}

	@Test
	void aRequestIsSecuredByTheFirstChainThatMatchesIfThatHasFilters(CapturedOutput output) {
		assertThat(new SecuredRequests(new FilterChainProxy(new DefaultSecurityFilterChain((request) -> true, FILTER)))
			.test(this.request)).isTrue();
		assertThat(output).doesNotContain("sign-in page");
		SecuredRequests elsewhere = new SecuredRequests(
				new FilterChainProxy(new DefaultSecurityFilterChain((request) -> false, FILTER)));
		assertThat(elsewhere.test(this.request)).isFalse();
		assertThat(elsewhere.test(this.request)).isFalse();
		assertThat(output).containsOnlyOnce("no security filter chain of the application matches /device-code");
		assertThat(new SecuredRequests(new FilterChainProxy(List.of(new DefaultSecurityFilterChain((request) -> true),
				new DefaultSecurityFilterChain((request) -> true, FILTER))))
			.test(this.request)).isFalse();
	}

	@Test
	void whatTheBrowserSaysOfTheSitePrevails() {
		this.request.addHeader("Origin", "http://localhost");
		this.request.setAttribute(CsrfToken.class.getName(), new DefaultCsrfToken("header", "parameter", "token"));
		this.request.addHeader("Sec-Fetch-Site", "cross-site");
		assertThat(SameOrigin.isSatisfiedBy(this.request)).isFalse();
		this.request.removeHeader("Sec-Fetch-Site");
		this.request.addHeader("Sec-Fetch-Site", "same-site");
		assertThat(SameOrigin.isSatisfiedBy(this.request)).isFalse();
		this.request.removeHeader("Sec-Fetch-Site");
		this.request.addHeader("Sec-Fetch-Site", "same-origin");
		assertThat(SameOrigin.isSatisfiedBy(this.request)).isTrue();
	}

	@Test
	void withoutATokenTheOriginMustBeThatOfTheServer() {
		this.request.setServerPort(8080);
		assertThat(SameOrigin.isSatisfiedBy(this.request)).isTrue();
		this.request.addHeader("Origin", "http://localhost:8080");
		assertThat(SameOrigin.isSatisfiedBy(this.request)).isTrue();
		for (String origin : List.of("http://localhost", "https://localhost:8080", "http://attacker.example", "null")) {
			this.request.removeHeader("Origin");
			this.request.addHeader("Origin", origin);
			assertThat(SameOrigin.isSatisfiedBy(this.request)).as(origin).isFalse();
		}
		this.request.setAttribute(CsrfToken.class.getName(), new DefaultCsrfToken("header", "parameter", "token"));
		assertThat(SameOrigin.isSatisfiedBy(this.request)).isTrue();
	}

}
