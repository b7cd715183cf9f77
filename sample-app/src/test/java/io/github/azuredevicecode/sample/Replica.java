package io.github.azuredevicecode.sample;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Serial;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.cache.codec.EncryptedLoginCodec;
import io.github.azuredevicecode.cache.codec.EncryptionKeys;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import io.github.azuredevicecode.cache.redis.RedisTokenCache;
import io.github.azuredevicecode.standin.StandInOptions;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A process that shares its login over Redis. It reads orders and prints what happens,
 * one line for each.
 */
public final class Replica {

	private Replica() {
	}

	public static void main(String[] arguments) throws Exception {
		String authority = arguments[0];
		LettuceConnectionFactory connections = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", Integer.parseInt(arguments[2])),
				LettuceClientConfiguration.builder().commandTimeout(Duration.ofSeconds(2)).build());
		connections.afterPropertiesSet();
		connections.start();
		RedisTokenCache store = new RedisTokenCache(connections,
				new EncryptedLoginCodec(new JsonLoginCodec(), EncryptionKeys.of(arguments[3])));
		DeviceCodeCredential credential = DeviceCodeCredential.builder()
			.clientId(StandInOptions.DEFAULT_CLIENT_ID)
			.authority(authority)
			.disableInstanceDiscovery(true)
			.sslContext(sslContext(Path.of(arguments[1])))
			.tokenCache(store)
			.promptHandler((prompt) -> say("CODE " + prompt.userCode()))
			.build();
		TokenRequest request = TokenRequest.of(authority + "/.default");
		BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		for (String order = orders.readLine(); order != null; order = orders.readLine()) {
			if (order.equals("get")) {
				credential.getTokenAsync(request)
					.whenComplete((token, failure) -> say(
							(failure != null) ? "FAILED " + failure.getMessage() : "TOKEN " + digest(token.value())));
			}
			else if (order.equals("sign-out")) {
				try {
					credential.signOut();
					say("OUT");
				}
				catch (ClientAuthenticationException ex) {
					say("FAILED " + ex.getMessage());
				}
			}
			else if (order.equals("who")) {
				say("WHO " + credential.authenticationRecord().isPresent());
			}
		}
		System.exit(0);
	}

	// The output of a process may end up in a report, which must not contain a token
	private static String digest(String token) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static SSLContext sslContext(Path certificate) throws Exception {
		KeyStore trusted = KeyStore.getInstance("PKCS12");
		trusted.load(null, null);
		try (var input = Files.newInputStream(certificate)) {
			trusted.setCertificateEntry("stand-in", CertificateFactory.getInstance("X.509").generateCertificate(input));
		}
		TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		managers.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, managers.getTrustManagers(), null);
		return context;
	}

	private static synchronized void say(String line) {
		System.out.println("REPLICA " + line);
	}

	/**
	 * Handle of the parent process.
	 */
	static final class Handle implements AutoCloseable {

		private static final String MARK = "REPLICA ";

		private final Process process;

		private final BufferedReader lines;

		Handle(String... arguments) throws IOException {
			ProcessBuilder builder = new ProcessBuilder(
					Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
					"-cp", System.getProperty("java.class.path"), Replica.class.getName());
			builder.command().addAll(List.of(arguments));
			this.process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
			this.lines = this.process.inputReader(StandardCharsets.UTF_8);
		}

		void order(String order) throws IOException {
			this.process.getOutputStream().write((order + "\n").getBytes(StandardCharsets.UTF_8));
			this.process.getOutputStream().flush();
		}

		/**
		 * Waits for the next line of the process.
		 * @param kind the first word of the line
		 * @return the rest of the line
		 */
		String await(String kind) throws IOException {
			for (String line = this.lines.readLine(); line != null; line = this.lines.readLine()) {
				if (line.startsWith(MARK + kind + " ") || line.equals(MARK + kind)) {
					return line.substring(Math.min(line.length(), MARK.length() + kind.length() + 1));
				}
				if (line.startsWith(MARK)) {
					throw new UnexpectedAnswer("Waited for " + kind + ", but the process says " + line);
				}
			}
			throw new AssertionError("Waited for " + kind + ", but the process has ended");
		}

		/**
		 * Repeats an order until the expected answer arrives. Redis is back before the
		 * connection is, and changes by others arrive slightly later.
		 * @param order the order
		 * @param kind the first word of the expected answer
		 * @return the rest of the line
		 */
		String insist(String order, String kind) throws IOException {
			while (true) {
				order(order);
				try {
					return await(kind);
				}
				catch (UnexpectedAnswer ex) {
					// Not yet
				}
			}
		}

		void signal(String name) throws IOException, InterruptedException {
			new ProcessBuilder("kill", "-" + name, String.valueOf(this.process.pid())).start().waitFor();
		}

		@Override
		public void close() {
			this.process.destroyForcibly();
		}

	}

	/**
	 * Exception for a line that the parent did not expect.
	 */
	static final class UnexpectedAnswer extends IOException {

		@Serial
		private static final long serialVersionUID = 1L;

		UnexpectedAnswer(String message) {
			super(message);
		}

	}

}
