package io.github.azuredevicecode.cache.redis;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import io.github.azuredevicecode.credential.CredentialFixture;
import io.github.azuredevicecode.credential.VirtualTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that closes stops the connections to Redis, which have a lifecycle,
 * before it closes credential and token cache.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisStoppedBeforeCloseTests {

	@RegisterExtension
	private static final RedisFixture REDIS = RedisFixture.standalone();

	@Test
	void aCredentialWhoseUserHasNotSignedInYetCloses(CapturedOutput output) {
		LettuceConnectionFactory connections = REDIS.connections(REDIS.port());
		GenericApplicationContext context = new GenericApplicationContext();
		context.registerBean("connections", LettuceConnectionFactory.class, () -> connections);
		context.registerBean("tokenCache", RedisTokenCache.class,
				() -> new RedisTokenCache(connections, new JsonLoginCodec()));
		context.refresh();
		CredentialFixture fixture = new CredentialFixture(new VirtualTime(Instant.now()),
				context.getBean(RedisTokenCache.class));
		DeviceCodeCredential credential = fixture.credential();
		context.getDefaultListableBeanFactory().registerSingleton("credential", credential);
		context.getDefaultListableBeanFactory().registerDisposableBean("credential", credential::close);
		fixture.transport.deviceCode();
		CompletableFuture<AccessToken> token = credential.getTokenAsync(TokenRequest.of("scope"));
		assertThat(fixture.prompts).hasSize(1);
		context.close();
		assertThat(connections.isRunning()).isFalse();
		assertThat(token).isCompletedExceptionally();
		assertThat(output).doesNotContain("Destruction of bean");
	}

}
