package io.github.azuredevicecode.sample;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

import io.github.azuredevicecode.standin.StandIn;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import redis.embedded.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that share their login over a real Redis, and are stopped, killed and cut off
 * from it.
 */
@Timeout(300)
@DisabledOnOs(OS.WINDOWS)
class ReplicasTests {

	private final StandIn standIn = StandIn.start();

	@TempDir
	private Path folder;

	private RedisServer redis;

	private String[] arguments;

	@BeforeEach
	void start() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0)) {
			port = socket.getLocalPort();
		}
		this.redis = RedisServer.newRedisServer()
			.port(port)
			.bind("127.0.0.1")
			.setting("dir " + this.folder)
			.setting("appendonly yes")
			.setting("appendfsync always")
			.build();
		this.redis.start();
		byte[] key = new byte[32];
		new SecureRandom().nextBytes(key);
		Path certificate = Files.writeString(this.folder.resolve("stand-in.pem"), this.standIn.certificatePem());
		this.arguments = new String[] { this.standIn.authority().toString(), certificate.toString(),
				String.valueOf(port), Base64.getEncoder().encodeToString(key) };
	}

	@AfterEach
	void stop() throws IOException {
		this.redis.stop();
		this.standIn.close();
	}

	@Test
	void anOwnerThatIsPausedBeyondItsLeaseIsReplacedAndHarmsNobody() throws Exception {
		try (Replica.Handle owner = new Replica.Handle(this.arguments);
				Replica.Handle other = new Replica.Handle(this.arguments)) {
			owner.order("get");
			String code = owner.await("CODE");
			other.order("get");
			assertThat(other.await("CODE")).isEqualTo(code);
			owner.signal("STOP");
			// The sign-in survives a restart of Redis
			this.redis.stop();
			this.redis.start();
			this.standIn.approve(code);
			String token = other.await("TOKEN");
			owner.signal("CONT");
			assertThat(owner.await("TOKEN")).isEqualTo(token);
			assertThat(this.standIn.deviceCodeRequests()).isEqualTo(1);
			other.order("sign-out");
			other.await("OUT");
			assertThat(owner.insist("get", "CODE")).isNotEqualTo(code);
			assertThat(this.standIn.deviceCodeRequests()).isEqualTo(2);
		}
	}

	@Test
	void aProcessThatWasKilledIsFollowedByOneThatShowsTheSameCode() throws Exception {
		String code;
		try (Replica.Handle killed = new Replica.Handle(this.arguments)) {
			killed.order("get");
			code = killed.await("CODE");
			killed.signal("KILL");
		}
		try (Replica.Handle next = new Replica.Handle(this.arguments)) {
			next.order("get");
			assertThat(next.await("CODE")).isEqualTo(code);
			this.standIn.approve(code);
			next.await("TOKEN");
			assertThat(this.standIn.deviceCodeRequests()).isEqualTo(1);
			// And one that comes later is not asked at all
			try (Replica.Handle late = new Replica.Handle(this.arguments)) {
				late.order("get");
				late.await("TOKEN");
			}
			assertThat(this.standIn.tokenRequests("refresh_token")).isZero();
		}
	}

	@Test
	void whileRedisIsDownTheTokenGoesOnAndASignOutIsMadeGoodLater() throws Exception {
		try (Replica.Handle one = new Replica.Handle(this.arguments);
				Replica.Handle two = new Replica.Handle(this.arguments)) {
			one.order("get");
			this.standIn.approve(one.await("CODE"));
			String token = one.await("TOKEN");
			two.order("get");
			assertThat(two.await("TOKEN")).isEqualTo(token);
			this.redis.stop();
			one.order("get");
			assertThat(one.await("TOKEN")).isEqualTo(token);
			one.order("sign-out");
			assertThat(one.await("FAILED")).contains("other processes are still signed in");
			this.redis.start();
			String code = one.insist("get", "CODE");
			// The other process learns of the sign-out and of the new code by itself
			assertThat(two.await("CODE")).isEqualTo(code);
		}
	}

}
