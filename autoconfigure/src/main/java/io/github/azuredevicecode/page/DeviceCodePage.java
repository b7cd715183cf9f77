package io.github.azuredevicecode.page;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.management.DeviceCodeOperations;
import io.github.azuredevicecode.management.DeviceCodeOperations.OperationResult;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;
import io.github.azuredevicecode.web.SameOriginRequests;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.function.HandlerFunction;
import org.springframework.web.servlet.function.RouterFunction;
import org.springframework.web.servlet.function.RouterFunctions;
import org.springframework.web.servlet.function.ServerRequest;
import org.springframework.web.servlet.function.ServerResponse;

/**
 * The page on which people sign in, see what became of it, and sign out, for each
 * credential of the application. Everyone who is permitted to see it can sign in an
 * account of their own. Thread safe.
 *
 * @since 0.1
 */
public final class DeviceCodePage implements RouterFunction<ServerResponse> {

	private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);

	private final DeviceCodeOperationsRegistry operationsRegistry;

	private final DeviceCodePageStreams streams;

	private final String path;

	private final @Nullable String applicationName;

	private final Clock clock;

	private final RouterFunction<ServerResponse> routes;

	/**
	 * Creates a page.
	 * @param operationsRegistry the operations of all credentials
	 * @param streams tell browsers of changes
	 * @param path the path of the page within the application, such as
	 * {@code /device-code}
	 * @param applicationName the name of the application as its users know it, or
	 * {@code null}
	 * @param permitted which requests are answered; to all others there is no page
	 * @param clock tells how long a code lives, and in which zone
	 */
	public DeviceCodePage(DeviceCodeOperationsRegistry operationsRegistry, DeviceCodePageStreams streams, String path,
			@Nullable String applicationName, Predicate<HttpServletRequest> permitted, Clock clock) {
		this.operationsRegistry = operationsRegistry;
		this.streams = streams;
		this.path = path;
		this.applicationName = applicationName;
		this.clock = clock;
		this.routes = RouterFunctions.route()
			.GET(path, this::show)
			.POST(path, this::act)
			.GET(path + "/events", this::stream)
			.GET(path + "/style.css", resource("style.css", "text/css"))
			.GET(path + "/script.js", resource("script.js", "text/javascript"))
			.filter((request, next) -> new HardenedResponse(
					(isDirect(request.servletRequest()) && permitted.test(request.servletRequest()))
							? next.handle(request) : ServerResponse.notFound().build()))
			.build();
	}

	@Override
	public Optional<HandlerFunction<ServerResponse>> route(ServerRequest request) {
		return this.routes.route(request);
	}

	@Override
	public void accept(RouterFunctions.Visitor visitor) {
		this.routes.accept(visitor);
	}

	// What secures a path that forwards to the page need not be what secures the page
	private static boolean isDirect(HttpServletRequest request) {
		return (request.getDispatcherType() == DispatcherType.REQUEST
				|| request.getDispatcherType() == DispatcherType.ASYNC)
				&& request.getAttribute(RequestDispatcher.FORWARD_REQUEST_URI) == null;
	}

	private ServerResponse show(ServerRequest request) {
		return page(request, HttpStatus.OK, Map.of());
	}

	private ServerResponse act(ServerRequest request) {
		if (!SameOriginRequests.isFromPage(request.servletRequest())) {
			return ServerResponse.status(HttpStatus.FORBIDDEN).build();
		}
		return request.param("credential")
			.flatMap(this.operationsRegistry::find)
			.map((operations) -> act(request, operations, request.param("action").orElse("")))
			.orElseGet(() -> ServerResponse.notFound().build());
	}

	private ServerResponse act(ServerRequest request, DeviceCodeOperations operations, String action) {
		return switch (action) {
			case "sign-in" -> answer(request, operations, operations.start());
			case "new-code" -> answer(request, operations, operations.renew());
			case "cancel" -> answer(request, operations, operations.cancel());
			case "sign-out" -> signOut(request, operations);
			default -> ServerResponse.notFound().build();
		};
	}

	private ServerResponse signOut(ServerRequest request, DeviceCodeOperations operations) {
		try {
			operations.signOut();
			return answer(request, operations, OperationResult.DONE);
		}
		catch (ClientAuthenticationException ex) {
			return page(request, HttpStatus.SERVICE_UNAVAILABLE,
					Map.of(operations.name(), String.valueOf(ex.getMessage())));
		}
	}

	// Where there was nothing to do, somebody else did it, which the page shows
	private ServerResponse answer(ServerRequest request, DeviceCodeOperations operations, OperationResult result) {
		return (result != OperationResult.TOO_OFTEN) ? ServerResponse.seeOther(URI.create(pathOf(request))).build()
				: page(request, HttpStatus.TOO_MANY_REQUESTS,
						Map.of(operations.name(), "Too many codes were requested. Wait a minute, then try again."));
	}

	private ServerResponse stream(ServerRequest request) {
		return this.streams.permitsAnother() ? this.streams.open(request.servletRequest())
				: ServerResponse.status(HttpStatus.SERVICE_UNAVAILABLE).header(HttpHeaders.RETRY_AFTER, "10").build();
	}

	private ServerResponse page(ServerRequest request, HttpStatus status, Map<String, String> notices) {
		PageContext context = new PageContext(application(), pathOf(request), CsrfField.of(request.servletRequest()),
				this.clock);
		boolean several = this.operationsRegistry.all().size() > 1;
		List<LoginCard> cards = this.operationsRegistry.all()
			.values()
			.stream()
			.map((operations) -> new LoginCard(operations, several, context, notices.get(operations.name())))
			.toList();
		return ServerResponse.status(status).contentType(HTML).body(PageDocument.of(context, cards));
	}

	private String application() {
		if (this.applicationName != null && !this.applicationName.isBlank()) {
			return this.applicationName;
		}
		String clientId = this.operationsRegistry.defaultOperations().clientId();
		return (clientId != null) ? "application " + clientId : "this application";
	}

	// The context path does not have the path of the servlet
	private String pathOf(ServerRequest request) {
		String whole = request.requestPath().value();
		String within = request.requestPath().pathWithinApplication().value();
		return whole.substring(0, whole.length() - within.length()) + this.path;
	}

	private static HandlerFunction<ServerResponse> resource(String name, String type) {
		ClassPathResource resource = new ClassPathResource(name, DeviceCodePage.class);
		return (request) -> ServerResponse.ok().contentType(MediaType.parseMediaType(type)).body(resource);
	}

}
