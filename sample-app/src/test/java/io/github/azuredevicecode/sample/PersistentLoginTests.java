package io.github.azuredevicecode.sample;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.standin.StandIn;
import io.github.azuredevicecode.standin.tenant.DemoUser;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample with a login that survives a restart and that two instances share.
 */
@ExtendWith(OutputCaptureExtension.class)
class PersistentLoginTests {

	private static final String PREFIX = "--azure.identity.device-code.token-cache.";

	@TempDir
	private Path folder;

	private String key;

	@BeforeEach
	void makeKey() throws IOException {
		Path file = this.folder.resolve("key");
		byte[] bytes = new byte[32];
		new SecureRandom().nextBytes(bytes);
		Files.writeString(file, Base64.getEncoder().encodeToString(bytes));
		this.key = PREFIX + "encryption.key-file=" + file;
	}

	@Test
	void afterARestartTheUserIsGreetedWithoutAPromptAndWithoutATokenRequest(CapturedOutput output) throws Exception {
		String[] arguments = { PREFIX + "type=file", PREFIX + "file.directory=" + this.folder.resolve("logins"),
				this.key };
		try (StandIn standIn = StandIn.start()) {
			CompletableFuture<ConfigurableApplicationContext> application = Sample.start(standIn, arguments);
			Sample.answer(output, "accept");
			application.get().close();
			int greetings = greetings(output);
			int polls = standIn.tokenRequests("device_code");
			try (ConfigurableApplicationContext again = Sample.start(standIn, arguments).get()) {
				assertThat(greetings(output)).isEqualTo(greetings + 1);
				assertThat(again.getBean(DeviceCodeCredential.class).authenticationRecord()).isPresent();
			}
			assertThat(standIn.deviceCodeRequests()).isEqualTo(1);
			assertThat(standIn.tokenRequests("device_code")).isEqualTo(polls);
			assertThat(standIn.tokenRequests("refresh_token")).isZero();
			assertThat(Sample.codes(output)).hasSize(1);
		}
	}

	@Test
	void twoInstancesOnOneRedisAskOnce(CapturedOutput output) throws Exception {
		int port = freePort();
		RedisServer redis = RedisServer.newRedisServer()
			.port(port)
			.bind("127.0.0.1")
			.setting("dir " + this.folder)
			.setting("save \"\"")
			.build();
		redis.start();
		try {
			askOnceAndSignOutBoth(output, PREFIX + "type=redis", "--spring.data.redis.host=127.0.0.1",
					"--spring.data.redis.port=" + port, this.key);
		}
		finally {
			redis.stop();
		}
	}

	@Test
	void twoInstancesOnOnePostgresAskOnce(CapturedOutput output) throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
			askOnceAndSignOutBoth(output, PREFIX + "type=jdbc", PREFIX + "jdbc.initialize-schema=always",
					PREFIX + "jdbc.watch-interval=200ms", "--spring.autoconfigure.exclude=",
					"--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"), this.key);
		}
	}

	private void askOnceAndSignOutBoth(CapturedOutput output, String... arguments) throws Exception {
		try (StandIn standIn = StandIn.start()) {
			CompletableFuture<ConfigurableApplicationContext> one = Sample.start(standIn, arguments);
			awaitCodes(output, 1);
			CompletableFuture<ConfigurableApplicationContext> two = Sample.start(standIn, arguments);
			awaitCodes(output, 2);
			assertThat(Sample.codes(output)).satisfies((codes) -> assertThat(codes.get(0)).isEqualTo(codes.get(1)));
			Sample.answer(output, "accept");
			try (ConfigurableApplicationContext first = one.get(); ConfigurableApplicationContext second = two.get()) {
				assertThat(greetings(output)).isEqualTo(2);
				assertThat(standIn.deviceCodeRequests()).isEqualTo(1);
				DeviceCodeCredential other = second.getBean(DeviceCodeCredential.class);
				first.getBean(DeviceCodeCredential.class).signOut();
				Awaitility.await().until(() -> other.authenticationRecord().isEmpty());
				CompletableFuture<?> asked = other.getTokenAsync(TokenRequest.of(standIn.apiBaseUri() + "/.default"));
				Awaitility.await().until(() -> standIn.deviceCodeRequests() == 2);
				asked.cancel(true);
			}
		}
	}

	private static void awaitCodes(CapturedOutput output, int number) {
		Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> Sample.codes(output).size() == number);
	}

	private static int greetings(CapturedOutput output) {
		return StringUtils.countOccurrencesOf(output.getAll(), "Hello, " + DemoUser.DISPLAY_NAME);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
