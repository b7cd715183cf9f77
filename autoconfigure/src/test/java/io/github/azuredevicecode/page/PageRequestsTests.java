package io.github.azuredevicecode.page;

import java.util.Collections;
import java.util.Enumeration;
import java.util.List;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.firewall.StrictHttpFirewall;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what tells requests to the page from others.
 */
@ExtendWith(OutputCaptureExtension.class)
class PageRequestsTests {

	private static final Filter FILTER = (request, response, chain) -> chain.doFilter(request, response);

	private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/device-code");

	private final HttpServletRequest handled = new HttpServletRequestWrapper(
			new StrictHttpFirewall().getFirewalledRequest(this.request));

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

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "0:0:0:0:0:0:0:1", "[0:0:0:0:0:0:0:1]", "0:0:0:0:0:0:0:1%lo" })
	void addressesOfThisMachineAreLoopback(String address) {
		this.request.setRemoteAddr(address);
		assertThat(new LoopbackRequests().test(this.request)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "10.0.0.7", "203.0.113.9", "fe80:0:0:0:0:0:0:1", "2001:db8:0:0:0:0:0:1", "" })
	void aRequestFromAnotherMachineThatNamesThisOneIsNot(String address) {
		this.request.setServerName("localhost");
		this.request.setRemoteAddr(address);
		assertThat(new LoopbackRequests().test(this.request)).isFalse();
		assertThat(new LoopbackRequests().test(new HttpServletRequestWrapper(this.request) {

			@Override
			public String getRemoteAddr() {
				return "127.0.0.1";
			}

		})).isFalse();
	}

	@Test
	void aRequestIsSecuredByTheFirstChainThatMatchesIfThatHasFilters(CapturedOutput output) {
		assertThat(new SecuredRequests(new FilterChainProxy(new DefaultSecurityFilterChain((request) -> true, FILTER)))
			.test(this.handled)).isTrue();
		assertThat(output).doesNotContain("sign-in page");
		SecuredRequests elsewhere = new SecuredRequests(
				new FilterChainProxy(new DefaultSecurityFilterChain((request) -> false, FILTER)));
		assertThat(elsewhere.test(this.handled)).isFalse();
		assertThat(elsewhere.test(this.handled)).isFalse();
		assertThat(output).containsOnlyOnce("no security filter chain of the application matches /device-code");
		assertThat(new SecuredRequests(new FilterChainProxy(List.of(new DefaultSecurityFilterChain((request) -> true),
				new DefaultSecurityFilterChain((request) -> true, FILTER))))
			.test(this.handled)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Forwarded", "X-Forwarded-For", "x-forwarded-proto", "X-Forwarded-Host", "X-Real-IP",
			"Via", "X-Original-Host", "Max-Forwards", "Client-IP", "X-Client-IP", "True-Client-IP",
			"X-Cluster-Client-IP", "Fastly-Client-IP", "Fly-Client-IP", "Proxy-Client-IP", "WL-Proxy-Client-IP",
			"X-Remote-IP", "X-Remote-Addr", "X-Originating-IP", "X-Envoy-External-Address", "X-Azure-ClientIP",
			"X-Azure-SocketIP", "X-ARR-LOG-ID", "CF-Connecting-IP", "CF-Ray", "CDN-Loop", "X-Amzn-Trace-Id",
			"X-Appengine-User-IP", "Tailscale-User-Login", "X-Rewrite-URL" })
	void aRequestThatAProxyForwardsIsNotFromThisMachine(String header) {
		this.request.addHeader(header, "203.0.113.9");
		assertThat(new LoopbackRequests().test(this.request)).isFalse();
		HttpServletRequest filtered = new HttpServletRequestWrapper(new HttpServletRequestWrapper(this.request)) {

			@Override
			public Enumeration<String> getHeaderNames() {
				return Collections.emptyEnumeration();
			}

		};
		assertThat(new LoopbackRequests().test(filtered)).isFalse();
	}

	@Test
	void aRequestOfTheProtocolThatProxiesUseIsNotFromThisMachine() {
		this.request.setProtocol("HTTP/1.0");
		assertThat(new LoopbackRequests().test(this.request)).isFalse();
	}

	@Test
	void aRequestWhoseHeadersTomcatHasAppliedIsNotFromThisMachine() {
		this.request.setAttribute("org.apache.tomcat.request.forwarded", true);
		assertThat(new LoopbackRequests().test(this.request)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Accept", "Accept-Language", "Cookie", "DNT", "If-None-Match", "Last-Event-ID", "Origin",
			"Priority", "Referer", "Sec-CH-UA", "Sec-Fetch-Site", "Sec-GPC", "Upgrade-Insecure-Requests", "User-Agent",
			"X-CSRF-TOKEN", "X-Requested-With" })
	void aRequestWithTheHeadersOfABrowserIs(String header) {
		this.request.addHeader(header, "x");
		assertThat(new LoopbackRequests().test(this.request)).isTrue();
	}

	@Test
	void aRequestThatTheChainHasNotHandledIsNotSecured(CapturedOutput output) {
		SecuredRequests secured = new SecuredRequests(
				new FilterChainProxy(new DefaultSecurityFilterChain((request) -> true, FILTER)));
		assertThat(secured.test(this.request)).isFalse();
		assertThat(output).containsOnlyOnce("or has handled the request");
	}

}
