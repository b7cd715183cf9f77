package io.github.azuredevicecode.credential;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.github.azuredevicecode.entra.http.EntraRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;
import io.github.azuredevicecode.entra.http.HttpTransport;

/**
 * Answers requests from a script, at once and on the caller's thread.
 */
public final class ScriptedTransport implements HttpTransport {

	static final String ISSUER = "https://login.microsoftonline.com/tenant-guid/v2.0";

	private final Queue<CompletableFuture<EntraResponse>> answers = new ArrayDeque<>();

	private final List<EntraRequest> requests = new ArrayList<>();

	private Function<EntraRequest, CompletableFuture<EntraResponse>> others = (request) -> CompletableFuture
		.failedFuture(new IOException("unscripted request to " + request.uri()));

	private boolean closed;

	@Override
	public synchronized CompletableFuture<EntraResponse> send(EntraRequest request) {
		this.requests.add(request);
		CompletableFuture<EntraResponse> answer = this.answers.poll();
		return (answer != null) ? answer : this.others.apply(request);
	}

	/**
	 * Answers what no script is left for, by what is asked.
	 */
	synchronized void answerOthers(Function<EntraRequest, EntraResponse> service) {
		this.others = (request) -> CompletableFuture.completedFuture(service.apply(request));
	}

	@Override
	public synchronized void close() {
		this.closed = true;
	}

	synchronized boolean isClosed() {
		return this.closed;
	}

	public synchronized List<EntraRequest> requests() {
		return List.copyOf(this.requests);
	}

	public List<EntraRequest> requestsTo(String endpoint) {
		return requests().stream().filter((request) -> request.uri().getPath().endsWith("/" + endpoint)).toList();
	}

	public synchronized ScriptedTransport answer(CompletableFuture<EntraResponse> answer) {
		this.answers.add(answer);
		return this;
	}

	public ScriptedTransport answer(int status, String body) {
		return answer(CompletableFuture.completedFuture(new EntraResponse(status, Map.of(), body)));
	}

	public ScriptedTransport fail(IOException failure) {
		return answer(CompletableFuture.failedFuture(failure));
	}

	public ScriptedTransport deviceCode() {
		return deviceCode(5, 900);
	}

	public ScriptedTransport deviceCode(int interval, int expiresIn) {
		return deviceCode(1, interval, expiresIn);
	}

	public ScriptedTransport deviceCode(int number, int interval, int expiresIn) {
		return answer(200, codeBody(number, interval, expiresIn));
	}

	static String codeBody(int number, int interval, int expiresIn) {
		return """
				{"device_code":"device-code-%d","user_code":"USERCODE%d","verification_uri":"https://microsoft.com/devicelogin",
				"expires_in":%d,"interval":%d,"message":"To sign in, use a web browser."}"""
			.formatted(number, number, expiresIn, interval);
	}

	public ScriptedTransport error(String code) {
		return answer(400, "{\"error\":\"" + code + "\",\"error_description\":\"AADSTS70000: " + code + "\"}");
	}

	ScriptedTransport pending() {
		return answer(400, "{\"error\":\"authorization_pending\"}");
	}

	public ScriptedTransport tokens(String accessToken, int expiresIn) {
		return answer(200, tokenBody(accessToken, expiresIn, "ada@contoso.example", "oid-ada"));
	}

	public static String tokenBody(String accessToken, int expiresIn, String username, String oid) {
		return """
				{"token_type":"Bearer","scope":"scope","expires_in":%d,"access_token":"%s","refresh_token":"refresh-%s",
				"id_token":"%s","client_info":"%s"}""".formatted(expiresIn, accessToken, accessToken,
				idToken(username, oid), encode("{\"uid\":\"" + oid + "\",\"utid\":\"tenant-guid\"}"));
	}

	static String idToken(String username, String oid) {
		return encode("{\"alg\":\"none\"}") + "." + encode("""
				{"iss":"%s","aud":"client","tid":"tenant-guid","oid":"%s","sub":"sub-%s","preferred_username":"%s"}"""
			.formatted(ISSUER, oid, oid, username)) + ".";
	}

	static String encode(String json) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
	}

}
