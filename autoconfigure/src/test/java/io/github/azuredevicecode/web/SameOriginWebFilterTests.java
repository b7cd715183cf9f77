package io.github.azuredevicecode.web;

import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpCookie;
import org.springframework.http.HttpMethod;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SameOriginWebFilter}.
 */
class SameOriginWebFilterTests {

	private final SameOriginWebFilter filter = new SameOriginWebFilter("/actuator/devicecode");

	private final AtomicInteger passed = new AtomicInteger();

	@Test
	void requestsOfOtherSitesAreRefusedHoweverThePathIsSpelled() {
		for (String path : new String[] { "/actuator/devicecode", "/actuator/devicecode/sign-out",
				"/actuator/%64evicecode/sign-out", "/actuator/devicecode;x=1/default/sign-out" }) {
			assertThat(isPassed(post(path).header("Sec-Fetch-Site", "cross-site"))).as(path).isFalse();
			assertThat(isPassed(post(path).header("Origin", "https://evil.example"))).as(path).isFalse();
			assertThat(isPassed(post(path).header("Origin", "null"))).as(path).isFalse();
			assertThat(isPassed(post(path).cookie(new HttpCookie("SESSION", "id")).header("Cookie", "SESSION=id")))
				.as(path)
				.isFalse();
			assertThat(isPassed(post(path))).as(path).isTrue();
			assertThat(isPassed(post(path).header("Sec-Fetch-Site", "same-origin"))).as(path).isTrue();
		}
	}

	@Test
	void otherRequestsPass() {
		assertThat(isPassed(post("/actuator/loggers").header("Sec-Fetch-Site", "cross-site"))).isTrue();
		assertThat(isPassed(MockServerHttpRequest.get("http://localhost/actuator/devicecode")
			.header("Sec-Fetch-Site", "cross-site"))).isTrue();
	}

	private static MockServerHttpRequest.BaseBuilder<?> post(String path) {
		return MockServerHttpRequest.method(HttpMethod.POST, URI.create("http://localhost" + path));
	}

	private boolean isPassed(MockServerHttpRequest.BaseBuilder<?> request) {
		int before = this.passed.get();
		MockServerWebExchange exchange = MockServerWebExchange.from(request);
		this.filter.filter(exchange, (next) -> {
			this.passed.incrementAndGet();
			return Mono.empty();
		}).block();
		boolean isPassed = this.passed.get() > before;
		if (!isPassed) {
			assertThat(exchange.getResponse().getStatusCode().value()).isEqualTo(403);
		}
		return isPassed;
	}

}
