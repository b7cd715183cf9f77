package io.github.azuredevicecode.http;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpRequestDecorator;
import org.springframework.http.client.reactive.ClientHttpResponse;

/**
 * Sends requests with a token, follows redirects and answers claims challenges. The token
 * is in the headers of what is sent, and not in those that filters and observations see.
 */
final class AuthorizedConnector implements ClientHttpConnector {

	private final ClientHttpConnector client;

	private final TokenSource source;

	private final TokenPolicy policy;

	private final ClaimsAnswers claimsAnswers;

	private final boolean followsRedirects;

	private final BearerHeader header = new BearerHeader();

	/**
	 * Creates a connector.
	 * @param client sends requests, and follows no redirects
	 * @param source where the token comes from and may go
	 * @param claimsAnswers the limits of answers to claims challenges
	 * @param followsRedirects whether redirects are followed here
	 */
	AuthorizedConnector(ClientHttpConnector client, TokenSource source, ClaimsAnswers claimsAnswers,
			boolean followsRedirects) {
		this.client = client;
		this.source = source;
		this.policy = source.policy();
		this.claimsAnswers = claimsAnswers;
		this.followsRedirects = followsRedirects;
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return Mono.defer(() -> {
			this.policy.requireAllowed(uri);
			Call call = new Call(requestCallback, Objects.requireNonNull(this.source.tokenRequest()));
			return call.begin(new Hop(uri, method));
		});
	}

	private static @Nullable String claims(ClientHttpResponse response) {
		if (!response.getStatusCode().isSameCodeAs(HttpStatus.UNAUTHORIZED)) {
			return null;
		}
		return ClaimsChallenge.find(response.getHeaders().getOrEmpty(HttpHeaders.WWW_AUTHENTICATE));
	}

	private static Mono<Void> release(ClientHttpResponse response) {
		return response.getBody().map(DataBufferUtils::release).then();
	}

	/**
	 * One call, which may consist of several requests.
	 */
	private final class Call {

		private final Function<? super ClientHttpRequest, Mono<Void>> requestCallback;

		private final TokenRequest tokenRequest;

		Call(Function<? super ClientHttpRequest, Mono<Void>> requestCallback, TokenRequest tokenRequest) {
			this.requestCallback = requestCallback;
			this.tokenRequest = tokenRequest;
		}

		Mono<ClientHttpResponse> begin(Hop hop) {
			CompletableFuture<AccessToken> token = credential().getTokenAsync(this.tokenRequest);
			// The usual case, in which there is nothing to wait for
			return (token.isDone() && !token.isCompletedExceptionally()) ? send(hop, token.join().requireBearer(), true)
					: Mono.fromFuture(token).flatMap((acquired) -> send(hop, acquired.requireBearer(), true));
		}

		private Mono<AccessToken> token() {
			return token(this.tokenRequest);
		}

		private Mono<AccessToken> token(TokenRequest request) {
			return Mono.fromFuture(() -> credential().getTokenAsync(request)).map(AccessToken::requireBearer);
		}

		private DeviceCodeCredential credential() {
			return AuthorizedConnector.this.source.credential().get();
		}

		Mono<ClientHttpResponse> send(Hop hop, AccessToken token, boolean answersClaims) {
			return AuthorizedConnector.this.client
				.connect(hop.method(), hop.uri(), (request) -> write(request, hop, token))
				.flatMap((response) -> {
					String claims = (answersClaims && hop.trusted()) ? claims(response) : null;
					if (claims != null) {
						return answer(hop, claims, token, response);
					}
					Hop next = AuthorizedConnector.this.followsRedirects
							? hop.next(response.getStatusCode().value(), response.getHeaders()) : null;
					return (next != null) ? release(response).then(Mono.defer(() -> send(next, token, answersClaims)))
							: Mono.just(response);
				});
		}

		private Mono<Void> write(ClientHttpRequest request, Hop hop, AccessToken token) {
			// Later than the headers and cookies of the request
			request.beforeCommit(() -> {
				hop.applyTo(request.getHeaders(), AuthorizedConnector.this.header.of(token.value()));
				if (!hop.trusted()) {
					request.getCookies().clear();
				}
				return Mono.empty();
			});
			return this.requestCallback.apply(hop.withBody() ? request : new RequestWithoutBody(request));
		}

		private Mono<ClientHttpResponse> answer(Hop hop, String claims, AccessToken refused,
				ClientHttpResponse response) {
			ClaimsAnswers answers = AuthorizedConnector.this.claimsAnswers;
			List<Object> slot = List.of(credential(), this.tokenRequest.scopes());
			if (!answers.begin(slot, claims, refused.value())) {
				// Another request may have brought a token that the resource accepts
				return token().onErrorResume((ex) -> release(response).then(Mono.error(ex)))
					.flatMap((current) -> current.value().equals(refused.value()) ? Mono.just(response)
							: release(response).then(send(hop, current, false)));
			}
			AtomicReference<@Nullable String> answer = new AtomicReference<>();
			return release(response).then(Mono.defer(() -> token(this.tokenRequest.withClaims(claims))))
				.doOnNext((token) -> answer.set(token.value()))
				.doFinally((signal) -> answers.end(slot, claims, answer.get()))
				.flatMap((token) -> send(hop, token, false));
		}

	}

	/**
	 * A request whose body a redirect has dropped.
	 */
	private static final class RequestWithoutBody extends ClientHttpRequestDecorator {

		RequestWithoutBody(ClientHttpRequest request) {
			super(request);
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return setComplete();
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return setComplete();
		}

	}

}
