package io.github.azuredevicecode.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import javax.net.ssl.SSLContext;

import io.github.azuredevicecode.DeviceCodeCredential;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * An authority over TLS that answers from a script: one queue of answers for device
 * codes, one for tokens. A request that is not in the script fails the test when the
 * server is closed.
 */
public final class ScriptedEntra implements AutoCloseable {

	public static final String CLIENT_ID = "client-id";

	public static final String TENANT_ID = "9122040d-6c67-4c5b-b112-36a304b66dad";

	private final HeldCertificate certificate;

	private final MockWebServer server = new MockWebServer();

	private final Queue<MockResponse> deviceCodes = new ConcurrentLinkedQueue<>();

	private final Queue<MockResponse> tokens = new ConcurrentLinkedQueue<>();

	private final List<Request> requests = new CopyOnWriteArrayList<>();

	private final List<String> unscripted = new CopyOnWriteArrayList<>();

	private volatile CountDownLatch userAnswers = new CountDownLatch(0);

	public ScriptedEntra() {
		this("localhost");
	}

	public ScriptedEntra(String certificateHost) {
		this.certificate = new HeldCertificate.Builder().addSubjectAlternativeName(certificateHost).build();
		this.server
			.useHttps(new HandshakeCertificates.Builder().heldCertificate(this.certificate).build().sslSocketFactory());
		this.server.setDispatcher(new Dispatcher() {

			@Override
			public MockResponse dispatch(RecordedRequest request) {
				return answer(request);
			}

		});
		try {
			this.server.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private MockResponse answer(RecordedRequest recorded) {
		Request request = new Request(recorded.getUrl().encodedPath(), decode(recorded), toMap(recorded));
		this.requests.add(request);
		if (this.userAnswers.getCount() > 0 && request.form().containsKey("device_code")) {
			return error("authorization_pending", "The user has not answered");
		}
		MockResponse answer = (request.path().endsWith("/devicecode") ? this.deviceCodes : this.tokens).poll();
		if (answer == null) {
			this.unscripted.add(recorded.getMethod() + " " + recorded.getUrl());
			return json(500, "{\"unscripted\":true}");
		}
		return answer;
	}

	private static Map<String, String> decode(RecordedRequest recorded) {
		Map<String, String> form = new LinkedHashMap<>();
		String body = (recorded.getBody() != null) ? recorded.getBody().utf8() : "";
		for (String field : body.split("&")) {
			int equals = field.indexOf('=');
			if (equals > 0) {
				form.put(URLDecoder.decode(field.substring(0, equals), StandardCharsets.UTF_8),
						URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
			}
		}
		return form;
	}

	private static Map<String, String> toMap(RecordedRequest recorded) {
		Map<String, String> headers = new LinkedHashMap<>();
		recorded.getHeaders().forEach((header) -> headers.put(header.getFirst().toLowerCase(), header.getSecond()));
		return headers;
	}

	public String authority() {
		return "https://localhost:" + this.server.getPort();
	}

	public HeldCertificate certificate() {
		return this.certificate;
	}

	public SSLContext sslContext() {
		return new HandshakeCertificates.Builder().addTrustedCertificate(this.certificate.certificate())
			.build()
			.sslContext();
	}

	public KeyStore trustStore() {
		try {
			KeyStore trustStore = KeyStore.getInstance("PKCS12");
			trustStore.load(null, null);
			trustStore.setCertificateEntry("entra", this.certificate.certificate());
			return trustStore;
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	public DeviceCodeCredential.Builder credential() {
		return DeviceCodeCredential.builder()
			.clientId(CLIENT_ID)
			.authority(authority())
			.disableInstanceDiscovery(true)
			.sslContext(sslContext())
			// A script says what each request brings
			.retries(0)
			.promptHandler((prompt) -> {
			});
	}

	/**
	 * Lets the user think: until then all polls are told to wait, beside what is
	 * scripted.
	 * @param userAnswers counted down when the user answers
	 * @return this server
	 */
	public ScriptedEntra untilUserAnswers(CountDownLatch userAnswers) {
		this.userAnswers = userAnswers;
		return this;
	}

	public ScriptedEntra onDeviceCode(MockResponse answer) {
		this.deviceCodes.add(answer);
		return this;
	}

	public ScriptedEntra onToken(MockResponse answer) {
		this.tokens.add(answer);
		return this;
	}

	public ScriptedEntra deviceCode() {
		return onDeviceCode(json(200, deviceCodeBody("device-code", 900)));
	}

	public ScriptedEntra deviceCodeThatIsNotPolled(int expiresIn) {
		return onDeviceCode(
				json(200, deviceCodeBody("device-code", expiresIn).replace("\"interval\":0.02", "\"interval\":60")));
	}

	public ScriptedEntra pending() {
		return onToken(error("authorization_pending", "AADSTS70016: Authorization is pending. Continue polling."));
	}

	public ScriptedEntra token(String accessToken, int expiresIn) {
		return onToken(json(200, tokenBody(accessToken, expiresIn, "ada@contoso.example")));
	}

	public ScriptedEntra tokenError(String code, String description) {
		return onToken(error(code, description));
	}

	public static String deviceCodeBody(String deviceCode, int expiresIn) {
		return """
				{"device_code":"%s","user_code":"USERCODE1","verification_uri":"https://microsoft.com/devicelogin",
				"expires_in":%d,"interval":0.02,"message":"To sign in, use a web browser to open the page \
				https://microsoft.com/devicelogin and enter the code USERCODE1 to authenticate."}"""
			.formatted(deviceCode, expiresIn);
	}

	public String tokenBody(String accessToken, int expiresIn, String username) {
		return tokenBody(accessToken, expiresIn,
				"""
						{"iss":"%s/%s/v2.0","aud":"%s","tid":"%s","oid":"%s","sub":"sub-%s","preferred_username":"%s"}"""
					.formatted(authority(), TENANT_ID, CLIENT_ID, TENANT_ID, objectId(username), username, username),
				"{\"uid\":\"%s\",\"utid\":\"%s\"}".formatted(objectId(username), TENANT_ID));
	}

	public static String tokenBody(String accessToken, int expiresIn, String idTokenClaims, String clientInfo) {
		String idToken = encode("{\"alg\":\"none\"}") + "." + encode(idTokenClaims) + ".";
		return """
				{"token_type":"Bearer","scope":"scope","expires_in":%d,"ext_expires_in":%d,"access_token":"%s",
				"refresh_token":"refresh-of-%s","id_token":"%s","client_info":"%s"}""".formatted(expiresIn, expiresIn,
				accessToken, accessToken, idToken, encode(clientInfo));
	}

	public static String objectId(String username) {
		return "oid-" + username.replaceAll("[^a-z]", "");
	}

	public static MockResponse error(String code, String description) {
		return json(400, "{\"error\":\"%s\",\"error_description\":\"%s\",\"correlation_id\":\"correlation-1\"}"
			.formatted(code, description));
	}

	public static MockResponse json(int status, String body) {
		return body(status, "application/json", body);
	}

	public static MockResponse body(int status, String contentType, String body) {
		return new MockResponse.Builder().code(status).addHeader("Content-Type", contentType).body(body).build();
	}

	public static MockResponse hanging() {
		return new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
	}

	public static MockResponse reset() {
		return new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
	}

	public static String encode(String json) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
	}

	public List<Request> requests() {
		return List.copyOf(this.requests);
	}

	public List<Request> deviceCodeRequests() {
		return this.requests.stream().filter((request) -> request.path().endsWith("/devicecode")).toList();
	}

	public List<Request> tokenRequests() {
		return this.requests.stream().filter((request) -> request.path().endsWith("/token")).toList();
	}

	public List<Request> refreshRequests() {
		return tokenRequests().stream()
			.filter((request) -> "refresh_token".equals(request.form().get("grant_type")))
			.toList();
	}

	@Override
	public void close() {
		this.server.close();
		if (!this.unscripted.isEmpty()) {
			throw new AssertionError("Requests that the script does not have: " + this.unscripted);
		}
	}

	/**
	 * A request that came.
	 *
	 * @param path the path
	 * @param form the fields of the form
	 * @param headers the headers, names in lower case
	 */
	public record Request(String path, Map<String, String> form, Map<String, String> headers) {
	}

}
