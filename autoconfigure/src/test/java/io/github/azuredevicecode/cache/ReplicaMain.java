package io.github.azuredevicecode.cache;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import ch.qos.logback.classic.Level;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import io.github.azuredevicecode.cache.jdbc.JdbcTokenCache;
import io.github.azuredevicecode.cache.redis.RedisTokenCache;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * What each replica does: answers the commands on its standard input.
 */
public final class ReplicaMain {

	static final String ANSWER = "=> ";

	private ReplicaMain() {
	}

	public static void main(String[] args) throws Exception {
		((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME))
			.setLevel(Level.toLevel(System.getProperty("replica.level"), Level.WARN));
		X509Certificate certificate = Certificates.decodeCertificatePem(Files.readString(Path.of(args[2])));
		DeviceCodeCredential credential = DeviceCodeCredential.builder()
			.clientId(ScriptedEntra.CLIENT_ID)
			.authority(args[1])
			.disableInstanceDiscovery(true)
			.sslContext(new HandshakeCertificates.Builder().addTrustedCertificate(certificate).build().sslContext())
			.tokenCache(store(args[0]))
			.tokenCacheTimeout(Duration.ofSeconds(5))
			.promptHandler((prompt) -> say("prompt " + prompt.userCode()))
			.build();
		BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
		say("ready");
		for (String line = commands.readLine(); line != null; line = commands.readLine()) {
			String[] words = line.split(" ");
			answer(words[0], perform(credential, words));
		}
		System.exit(0);
	}

	private static CompletableFuture<String> perform(DeviceCodeCredential credential, String[] words) {
		return switch (words[1]) {
			case "token" -> credential.getTokenAsync(TokenRequest.of(words[2])).thenApply(AccessToken::value);
			case "authenticate" ->
				credential.authenticateAsync(TokenRequest.of("scope")).thenApply(AuthenticationRecord::username);
			case "who" -> CompletableFuture.supplyAsync(
					() -> credential.authenticationRecord().map(AuthenticationRecord::username).orElse("nobody"));
			case "sign-out" -> CompletableFuture.runAsync(credential::signOut).thenApply((done) -> "done");
			default -> throw new IllegalArgumentException(words[1]);
		};
	}

	private static void answer(String id, CompletableFuture<String> result) {
		result.whenComplete((value, failure) -> say(
				id + " " + ((failure != null) ? "failed " + String.valueOf(failure).replaceAll("\\R", " ") : value)));
	}

	private static synchronized void say(String text) {
		System.out.println(ANSWER + text);
		System.out.flush();
	}

	private static TokenCache store(String address) {
		if (address.startsWith("jdbc:")) {
			HikariConfig config = new HikariConfig();
			config.setJdbcUrl(address);
			config.setMaximumPoolSize(4);
			config.setConnectionTimeout(1000);
			// Also while the server cannot be reached
			config.setInitializationFailTimeout(-1);
			return new JdbcTokenCache(new HikariDataSource(config), new JsonLoginCodec(),
					JdbcTokenCache.DEFAULT_TABLE_NAME, Duration.ofMillis(200));
		}
		LettuceConnectionFactory connections = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", Integer.parseInt(address)),
				LettuceClientConfiguration.builder().commandTimeout(Duration.ofSeconds(5)).build());
		connections.afterPropertiesSet();
		connections.start();
		return new RedisTokenCache(connections, new JsonLoginCodec());
	}

}
