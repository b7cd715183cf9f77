package io.github.azuredevicecode.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;

/**
 * An authority over TLS that keeps account of codes and refresh tokens, for processes
 * whose requests come in any order.
 */
public final class EntraModel implements AutoCloseable {

	private final HeldCertificate certificate = new HeldCertificate.Builder().addSubjectAlternativeName("localhost")
		.build();

	private final MockWebServer server = new MockWebServer();

	private final Map<String, State> codes = new HashMap<>();

	private final List<String> refreshTokens = new ArrayList<>();

	private final Map<String, Long> expiries = new HashMap<>();

	private Duration lifetime = Duration.ofHours(1);

	private boolean singleUse;

	private int serial;

	private int refreshes;

	private int refused;

	private int spent;

	private volatile CountDownLatch refreshesWait = new CountDownLatch(0);

	public EntraModel() {
		this.server
			.useHttps(new HandshakeCertificates.Builder().heldCertificate(this.certificate).build().sslSocketFactory());
		this.server.setDispatcher(new Dispatcher() {

			@Override
			public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
				Map<String, String> form = decode(request);
				if (form.containsKey("refresh_token")) {
					counted();
					EntraModel.this.refreshesWait.await();
				}
				return answer(request, form);
			}

		});
		try {
			this.server.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private synchronized void counted() {
		this.refreshes++;
	}

	private synchronized MockResponse answer(RecordedRequest request, Map<String, String> form) {
		if (request.getUrl().encodedPath().endsWith("/devicecode")) {
			String code = "device-code-" + (this.codes.size() + 1);
			this.codes.put(code, State.PENDING);
			return ScriptedEntra.json(200,
					ScriptedEntra.deviceCodeBody(code, 900).replace("\"interval\":0.02", "\"interval\":1"));
		}
		return form.containsKey("device_code") ? poll(form.get("device_code")) : refresh(form);
	}

	private MockResponse poll(String code) {
		switch (this.codes.getOrDefault(code, State.REDEEMED)) {
			case PENDING:
				return ScriptedEntra.error("authorization_pending", "AADSTS70016: Authorization is pending.");
			case APPROVED:
				this.codes.put(code, State.REDEEMED);
				// A new login ends the one before
				this.refreshTokens.clear();
				return tokens("scope");
			default:
				this.spent++;
				return ScriptedEntra.error("invalid_grant", "AADSTS54005: The code was already redeemed.");
		}
	}

	private MockResponse refresh(Map<String, String> form) {
		String token = form.get("refresh_token");
		boolean last = !this.refreshTokens.isEmpty()
				&& this.refreshTokens.get(this.refreshTokens.size() - 1).equals(token);
		if (!this.refreshTokens.contains(token) || (this.singleUse && !last)) {
			this.refused++;
			return ScriptedEntra.error("invalid_grant", "AADSTS70008: The refresh token has expired.");
		}
		return tokens(form.getOrDefault("scope", "scope"));
	}

	private MockResponse tokens(String scope) {
		String value = "token-" + ++this.serial;
		this.expiries.put(value, System.nanoTime() + this.lifetime.toNanos());
		this.refreshTokens.add("refresh-of-" + value);
		String user = "ada@contoso.example";
		String body = ScriptedEntra.tokenBody(value, (int) this.lifetime.toSeconds(),
				"""
						{"iss":"%s/%s/v2.0","aud":"%s","tid":"%s","oid":"%s","sub":"sub","preferred_username":"%s"}"""
					.formatted(authority(), ScriptedEntra.TENANT_ID, ScriptedEntra.CLIENT_ID, ScriptedEntra.TENANT_ID,
							ScriptedEntra.objectId(user), user),
				"{\"uid\":\"%s\",\"utid\":\"%s\"}".formatted(ScriptedEntra.objectId(user), ScriptedEntra.TENANT_ID));
		return ScriptedEntra.json(200, body.replace("\"scope\":\"scope\"", "\"scope\":\"" + scope + "\""));
	}

	private static Map<String, String> decode(RecordedRequest request) {
		Map<String, String> form = new HashMap<>();
		String body = (request.getBody() != null) ? request.getBody().utf8() : "";
		for (String field : body.split("&")) {
			int equals = field.indexOf('=');
			if (equals > 0) {
				form.put(field.substring(0, equals),
						URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
			}
		}
		return form;
	}

	public String authority() {
		return "https://localhost:" + this.server.getPort();
	}

	public String certificatePem() {
		return this.certificate.certificatePem();
	}

	/**
	 * Lets the user approve all codes that are shown.
	 */
	public synchronized void approve() {
		this.codes.replaceAll((code, state) -> (state == State.PENDING) ? State.APPROVED : state);
	}

	/**
	 * Makes each refresh token good for one refresh, or for any number.
	 * @param singleUse whether for one
	 */
	public synchronized void singleUse(boolean singleUse) {
		this.singleUse = singleUse;
	}

	/**
	 * Lets refreshes wait for their answer.
	 * @param until counted down when they are answered
	 */
	public void refreshesWait(CountDownLatch until) {
		this.refreshesWait = until;
	}

	/**
	 * Sets how long the next access tokens live.
	 * @param lifetime the lifetime
	 */
	public synchronized void lifetime(Duration lifetime) {
		this.lifetime = lifetime;
	}

	/**
	 * Returns whether an access token has expired.
	 * @param token the token
	 * @return whether its time is over
	 */
	public synchronized boolean hasExpired(String token) {
		return this.expiries.containsKey(token) && System.nanoTime() - this.expiries.get(token) >= 0;
	}

	public synchronized int codes() {
		return this.codes.size();
	}

	public synchronized int refreshes() {
		return this.refreshes;
	}

	/**
	 * Returns how many refreshes were refused.
	 * @return the number of answers {@code invalid_grant} to refresh tokens
	 */
	public synchronized int refused() {
		return this.refused;
	}

	/**
	 * Returns how many polls came with a code that was redeemed before.
	 * @return the number of polls
	 */
	public synchronized int spent() {
		return this.spent;
	}

	@Override
	public void close() {
		this.refreshesWait.countDown();
		this.server.close();
	}

	private enum State {

		PENDING, APPROVED, REDEEMED

	}

}
