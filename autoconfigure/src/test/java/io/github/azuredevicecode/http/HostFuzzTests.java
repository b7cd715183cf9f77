package io.github.azuredevicecode.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

import com.code_intelligence.jazzer.junit.FuzzTest;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No redirect takes the token to another origin, and no text allows another host than the
 * one that it names.
 */
class HostFuzzTests {

	private static final int[] STATUSES = { 301, 302, 303, 307, 308 };

	private static final URI RESOURCE = URI.create("https://api.example.com:8443/v1/me?page=2");

	@FuzzTest(maxDuration = "1m")
	void redirectTargets(byte[] input) {
		Hop hop = new Hop(RESOURCE, HttpMethod.POST);
		boolean trusted = true;
		for (String location : new String(input, StandardCharsets.UTF_8).split("\\|", -1)) {
			HttpHeaders headers = new HttpHeaders();
			headers.set(HttpHeaders.LOCATION, location);
			Hop next = hop.next(STATUSES[location.length() % STATUSES.length], headers);
			if (next == null) {
				return;
			}
			assertThat(next.redirects()).isBetween(1, Hop.MAX_REDIRECTS);
			assertThat(next.uri().getScheme()).isEqualToIgnoringCase("https");
			trusted &= "api.example.com:8443".equalsIgnoreCase(next.uri().getRawAuthority());
			assertThat(next.trusted()).isEqualTo(trusted);
			HttpHeaders sent = new HttpHeaders();
			sent.set(HttpHeaders.COOKIE, "a=b");
			next.applyTo(sent, "Bearer token");
			assertThat(sent.containsHeader(HttpHeaders.AUTHORIZATION)).isEqualTo(trusted);
			assertThat(sent.containsHeader(HttpHeaders.COOKIE)).isEqualTo(trusted);
			hop = next;
		}
	}

	@FuzzTest(maxDuration = "1m")
	void allowedHosts(byte[] input) {
		String text = new String(input, StandardCharsets.UTF_8);
		try {
			AllowedHosts hosts = AllowedHosts.of(List.of(text));
			assertThat(hosts.allow(URI.create("https://" + text + "/"))).isTrue();
			assertThat(hosts.allow(URI.create("http://" + text + "/"))).isFalse();
			assertThat(hosts.allow(URI.create("https://" + text + ".evil.example/"))).isFalse();
			assertThat(hosts.allow(URI.create("https://evil.example/" + text))).isFalse();
		}
		catch (IllegalArgumentException ex) {
			assertThat(ex.getMessage()).isNotBlank();
		}
		allowsNothingElse(AllowedHosts.of(List.of("api.example.com", "localhost:8443")), text, "api.example.com",
				"localhost:8443");
		allowsNothingElse(AllowedHosts.ofScopes(List.of(text), "graph.microsoft.com"), "https://evil.example/" + text);
	}

	private static void allowsNothingElse(AllowedHosts hosts, String address, String... expected) {
		try {
			URI uri = URI.create(address);
			if (hosts.allow(uri)) {
				assertThat(uri.getScheme()).isEqualToIgnoringCase("https");
				assertThat(expected).anyMatch(
						(host) -> (host + (host.contains(":") ? "" : ":443")).equalsIgnoreCase(uri.getRawAuthority())
								|| host.equalsIgnoreCase(uri.getRawAuthority()));
			}
		}
		catch (IllegalArgumentException ex) {
			// Not an address to begin with
		}
	}

}
