package io.github.azuredevicecode.cache;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

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
import io.github.azuredevicecode.credential.CredentialFactory;
import io.github.azuredevicecode.credential.DefaultDeviceCodeCredentialBuilder;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import okhttp3.tls.Certificates;
import okhttp3.tls.HandshakeCertificates;
import org.jspecify.annotations.Nullable;
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

	private static final Duration POOL_TIMEOUT = Duration.ofSeconds(1);

	private static @Nullable HikariDataSource pool;

	private ReplicaMain() {
	}

	public static void main(String[] args) throws Exception {
		((ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME))
			.setLevel(Level.toLevel(System.getProperty("replica.level"), Level.WARN));
		X509Certificate certificate = Certificates.decodeCertificatePem(Files.readString(Path.of(args[2])));
		DefaultDeviceCodeCredentialBuilder builder = new DefaultDeviceCodeCredentialBuilder();
		builder.clientId(ScriptedEntra.CLIENT_ID)
			.authority(args[1])
			.disableInstanceDiscovery(true)
			.sslContext(new HandshakeCertificates.Builder().addTrustedCertificate(certificate).build().sslContext())
			.tokenCache(store(args[0]))
			.tokenCacheTimeout(Duration.ofSeconds(5))
			.promptHandler((prompt) -> say("prompt " + prompt.userCode()));
		DeviceCodeCredential credential = CredentialFactory.create(builder, Duration.parse(args[3]));
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
			case "token-with-all-connections" -> withAllConnections(credential, TokenRequest.of(words[2]));
			case "authenticate" ->
				credential.authenticateAsync(TokenRequest.of("scope")).thenApply(AuthenticationRecord::username);
			case "who" -> CompletableFuture.supplyAsync(
					() -> credential.authenticationRecord().map(AuthenticationRecord::username).orElse("nobody"));
			case "sign-out" -> CompletableFuture.runAsync(credential::signOut).thenApply((done) -> "done");
			default -> throw new IllegalArgumentException(words[1]);
		};
	}

	// As transactions do that call a service in between, with the pool's usual time-out
	private static CompletableFuture<String> withAllConnections(DeviceCodeCredential credential, TokenRequest request) {
		return CompletableFuture.supplyAsync(() -> {
			List<Connection> held = new ArrayList<>();
			try {
				while (pool != null && held.size() < pool.getMaximumPoolSize()) {
					hold(held, pool);
				}
				poolTimeout(Duration.ofSeconds(30));
				return credential.getToken(request).value();
			}
			finally {
				poolTimeout(POOL_TIMEOUT);
				held.forEach(ReplicaMain::close);
			}
		});
	}

	private static void poolTimeout(Duration timeout) {
		if (pool != null) {
			pool.setConnectionTimeout(timeout.toMillis());
		}
	}

	private static void hold(List<Connection> held, DataSource dataSource) {
		try {
			Connection connection = dataSource.getConnection();
			connection.setAutoCommit(false);
			held.add(connection);
		}
		catch (SQLException ex) {
			// The token cache has one for a moment
		}
	}

	private static void close(Connection connection) {
		try {
			connection.rollback();
			connection.close();
		}
		catch (SQLException ex) {
			throw new IllegalStateException(ex);
		}
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
			config.setConnectionTimeout(POOL_TIMEOUT.toMillis());
			// Also while the server cannot be reached
			config.setInitializationFailTimeout(-1);
			pool = new HikariDataSource(config);
			return new JdbcTokenCache(pool, new JsonLoginCodec(), JdbcTokenCache.DEFAULT_TABLE_NAME,
					Duration.ofMillis(200));
		}
		LettuceConnectionFactory connections = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", Integer.parseInt(address)),
				LettuceClientConfiguration.builder().commandTimeout(Duration.ofSeconds(5)).build());
		connections.afterPropertiesSet();
		connections.start();
		return new RedisTokenCache(connections, new JsonLoginCodec());
	}

}
