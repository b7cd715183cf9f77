package io.github.azuredevicecode.http;

import java.util.Objects;

import io.github.azuredevicecode.TokenRequest;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientRequest;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFilterFunction;
import org.springframework.web.reactive.function.client.ExchangeFunction;

/**
 * Filter that sends requests with a token over a mock of the server, and answers a claims
 * challenge. No application gets to see it: behind a filter, an HTTP client may follow
 * redirects with the token.
 */
final class AuthorizedFilter implements ExchangeFilterFunction {

	private final TokenSource source;

	private final TokenPolicy policy;

	/**
	 * Creates a filter.
	 * @param source where the token comes from and may go
	 */
	AuthorizedFilter(TokenSource source) {
		this.source = source;
		this.policy = source.policy();
	}

	@Override
	public Mono<ClientResponse> filter(ClientRequest request, ExchangeFunction next) {
		return Mono.defer(() -> {
			this.policy.requireAllowed(request.url());
			TokenRequest tokenRequest = Objects.requireNonNull(this.source.tokenRequest());
			return send(request, tokenRequest, next).flatMap((response) -> {
				String claims = claims(response);
				return (claims != null)
						? response.releaseBody().then(send(request, tokenRequest.withClaims(claims), next))
						: Mono.just(response);
			});
		});
	}

	private Mono<ClientResponse> send(ClientRequest request, TokenRequest tokenRequest, ExchangeFunction next) {
		return Mono.fromFuture(() -> this.source.credential().get().getTokenAsync(tokenRequest))
			.flatMap((token) -> next.exchange(
					ClientRequest.from(request).headers((headers) -> headers.setBearerAuth(token.value())).build()));
	}

	private static @Nullable String claims(ClientResponse response) {
		return response.statusCode().isSameCodeAs(HttpStatus.UNAUTHORIZED)
				? ClaimsChallenge.find(response.headers().header(HttpHeaders.WWW_AUTHENTICATE)) : null;
	}

}
