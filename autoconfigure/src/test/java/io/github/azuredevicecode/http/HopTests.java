package io.github.azuredevicecode.http;

import java.net.URI;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Hop}.
 */
class HopTests {

	private static final Hop FIRST = new Hop(URI.create("https://api.example/list/items?a=1#part"), HttpMethod.DELETE);

	// RFC 3986 sections 5.2.2 and 5.4
	@ParameterizedTest
	@CsvSource({ "?page=2, /list/items?page=2", "'', /list/items?a=1", "' ', /list/items?a=1", "#x, /list/items?a=1#x",
			"other, /list/other", "./, /list/", "../up, /up", "/top?b=2, /top?b=2", "//api.example/x, /x",
			"?next=/a?b, /list/items?next=/a?b" })
	void aReferenceIsResolvedAgainstTheRequest(String location, String expected) {
		Hop hop = follow(location);
		assertThat(hop).isNotNull();
		assertThat(hop.uri()).isEqualTo(URI.create("https://api.example" + expected));
		assertThat(hop.method()).isEqualTo(HttpMethod.DELETE);
		assertThat(hop.trusted()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://api.example:99999/", "http://api.example/", "https:///x", "https://a b/", "?a b",
			"javascript:x", "https://api.example:-1/" })
	void whatIsNoHttpsUrlIsNotFollowed(String location) {
		assertThat(follow(location)).isNull();
	}

	@Test
	void withoutALocationNothingIsFollowed() {
		assertThat(FIRST.next(307, new HttpHeaders())).isNull();
	}

	private static @Nullable Hop follow(String location) {
		HttpHeaders headers = new HttpHeaders();
		headers.set(HttpHeaders.LOCATION, location);
		return FIRST.next(307, headers);
	}

}
