package io.github.azuredevicecode.credential;

import io.github.azuredevicecode.TokenRequest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link TokenRequestCache}.
 */
class TokenRequestCacheTests {

	private final TokenRequestCache requests = new TokenRequestCache();

	@Test
	void theSameScopesAreTheSameRequest() {
		TokenRequest one = this.requests.of("scope");
		assertThat(one).isEqualTo(TokenRequest.of("scope")).isSameAs(this.requests.of("scope"));
		TokenRequest two = this.requests.of("a", "b");
		assertThat(two).isEqualTo(TokenRequest.of("a", "b")).isSameAs(this.requests.of("a", "b"));
		assertThat(this.requests.of("a")).isNotEqualTo(two);
	}

	@Test
	void anArrayThatIsChangedLaterChangesNoRequest() {
		String[] scopes = { "a", "b" };
		TokenRequest request = this.requests.of(scopes);
		scopes[1] = "c";
		assertThat(this.requests.of(scopes)).isEqualTo(TokenRequest.of("a", "c"));
		assertThat(this.requests.of("a", "b")).isSameAs(request);
	}

	@Test
	void wrongScopesAreRefusedEachTime() {
		for (int i = 0; i < 2; i++) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.requests.of());
			assertThatIllegalArgumentException().isThrownBy(() -> this.requests.of("openid"));
			assertThatIllegalArgumentException().isThrownBy(() -> this.requests.of((String) null));
			assertThatIllegalArgumentException().isThrownBy(() -> this.requests.of("a", null));
		}
	}

	@Test
	void whenTooManyAreKnownItBeginsAnew() {
		for (int i = 0; i < TokenRequestCache.MAX_REQUESTS; i++) {
			this.requests.of("scope-" + i);
		}
		TokenRequest first = this.requests.of("scope-0");
		TokenRequest another = this.requests.of("one-more");
		assertThat(this.requests.of("one-more")).isSameAs(another);
		assertThat(this.requests.of("scope-0")).isEqualTo(first).isNotSameAs(first);
	}

}
