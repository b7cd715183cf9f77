package io.github.azuredevicecode.web;

import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

/**
 * Filter that refuses requests below a path that change something and come from another
 * site, as {@link SameOriginRequests} does for servlets. Requests with cookies must say
 * where they come from.
 */
public final class SameOriginWebFilter implements WebFilter {

	private final PathPattern path;

	/**
	 * Creates a filter.
	 * @param path the path within the application
	 */
	public SameOriginWebFilter(String path) {
		this.path = PathPatternParser.defaultInstance.parse(path + "/**");
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		if (HttpMethod.POST.equals(request.getMethod()) && this.path.matches(request.getPath().pathWithinApplication())
				&& !isFromPageOrClient(request)) {
			exchange.getResponse().setStatusCode(HttpStatus.FORBIDDEN);
			return exchange.getResponse().setComplete();
		}
		return chain.filter(exchange);
	}

	private static boolean isFromPageOrClient(ServerHttpRequest request) {
		HttpHeaders headers = request.getHeaders();
		return switch (RequestOrigin.of(headers.getFirst(RequestOrigin.SITE_HEADER), headers.getOrigin(),
				request.getURI().getScheme() + "://" + request.getURI().getRawAuthority())) {
			case SAME -> true;
			case UNKNOWN -> headers.getFirst(HttpHeaders.COOKIE) == null;
			case OTHER, OPAQUE -> false;
		};
	}

}
