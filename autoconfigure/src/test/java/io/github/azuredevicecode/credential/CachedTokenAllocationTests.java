package io.github.azuredevicecode.credential;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import com.sun.management.ThreadMXBean;
import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.TokenRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What handing out a token that is held allocates, counted by the JVM.
 */
class CachedTokenAllocationTests {

	private static final int CALLS = 10_000;

	// 24 where references are compressed
	private static final int FUTURE = 32;

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final CredentialFixture fixture = new CredentialFixture();

	private final DefaultDeviceCodeCredential credential = this.fixture.credential();

	@BeforeEach
	void signIn() {
		this.fixture.transport.deviceCode().tokens("token", 3600);
		CompletableFuture<AccessToken> token = this.credential.getTokenAsync(REQUEST);
		this.fixture.time.advance(Duration.ofSeconds(5));
		assertThat(token).isCompleted();
	}

	@Test
	void aCallThatWaitsAllocatesNothing() {
		assertThat(bytesPerCall(() -> this.credential.getToken(REQUEST))).isZero();
	}

	@Test
	void aCallThatDoesNotWaitAllocatesTheFuture() {
		assertThat(bytesPerCall(() -> this.credential.getTokenAsync(REQUEST))).isLessThanOrEqualTo(FUTURE);
	}

	private long bytesPerCall(Runnable call) {
		// Classes are loaded by the first call
		call.run();
		long before = this.threads.getCurrentThreadAllocatedBytes();
		for (int i = 0; i < CALLS; i++) {
			call.run();
		}
		return (this.threads.getCurrentThreadAllocatedBytes() - before) / CALLS;
	}

}
