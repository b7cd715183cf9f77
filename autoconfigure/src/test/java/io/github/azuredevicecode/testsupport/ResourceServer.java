package io.github.azuredevicecode.testsupport;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.tls.HandshakeCertificates;
import okhttp3.tls.HeldCertificate;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * A resource over TLS that answers from a script and, after its end, with 200 and "ok".
 * All have one certificate, for localhost and 127.0.0.1.
 */
public final class ResourceServer implements AutoCloseable {

	private static final HeldCertificate CERTIFICATE = new HeldCertificate.Builder()
		.addSubjectAlternativeName("localhost")
		.addSubjectAlternativeName("127.0.0.1")
		.build();

	private final MockWebServer server = new MockWebServer();

	private final Queue<MockResponse> answers = new ConcurrentLinkedQueue<>();

	private final List<RecordedRequest> requests = new CopyOnWriteArrayList<>();

	public ResourceServer() {
		this.server
			.useHttps(new HandshakeCertificates.Builder().heldCertificate(CERTIFICATE).build().sslSocketFactory());
		this.server.setDispatcher(new Dispatcher() {

			@Override
			public MockResponse dispatch(RecordedRequest request) {
				ResourceServer.this.requests.add(request);
				MockResponse answer = ResourceServer.this.answers.poll();
				return (answer != null) ? answer : new MockResponse.Builder().body("ok").build();
			}

		});
		try {
			this.server.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public ResourceServer answer(int status, String... headers) {
		MockResponse.Builder answer = new MockResponse.Builder().code(status).body("status " + status);
		for (int i = 0; i < headers.length; i += 2) {
			answer.addHeader(headers[i], headers[i + 1]);
		}
		this.answers.add(answer.build());
		return this;
	}

	public ResourceServer slowly(long millis) {
		this.answers.add(new MockResponse.Builder().headersDelay(millis, TimeUnit.MILLISECONDS).body("slow").build());
		return this;
	}

	public String host() {
		return "localhost:" + this.server.getPort();
	}

	public String url(String path) {
		return "https://" + host() + path;
	}

	public String otherNameUrl(String path) {
		return "https://127.0.0.1:" + this.server.getPort() + path;
	}

	public List<RecordedRequest> requests() {
		return this.requests;
	}

	public List<@Nullable String> authorizations() {
		return this.requests.stream().map((request) -> request.getHeaders().get("Authorization")).toList();
	}

	public static SslBundle sslBundle() {
		try {
			KeyStore trustStore = KeyStore.getInstance(KeyStore.getDefaultType());
			trustStore.load(null, null);
			trustStore.setCertificateEntry("resource", CERTIFICATE.certificate());
			return SslBundle.of(SslStoreBundle.of(null, null, trustStore));
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.server.close();
	}

}
