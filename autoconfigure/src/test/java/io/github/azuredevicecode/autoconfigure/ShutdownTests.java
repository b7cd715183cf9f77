package io.github.azuredevicecode.autoconfigure;

import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.SignInOutcome;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.event.DeviceCodeAuthenticationFailedEvent;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import org.awaitility.Awaitility;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.EventListener;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a shutdown of the application does to a sign-in that waits for its user.
 */
class ShutdownTests {

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void endsTheSignInAndSaysSoToTheApplication(boolean handlerBlocks) throws Exception {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		CountDownLatch prompted = new CountDownLatch(1);
		CountDownLatch released = new CountDownLatch(1);
		DeviceCodePromptHandler handler = (prompt) -> {
			prompted.countDown();
			if (handlerBlocks) {
				waitForEver(released);
			}
		};
		List<DeviceCodeAuthenticationFailedEvent> failures = new CopyOnWriteArrayList<>();
		try (ScriptedEntra entra = new ScriptedEntra()) {
			entra.deviceCodeThatIsNotPolled(900);
			new ApplicationContextRunner()
				.withConfiguration(AutoConfigurations.of(DeviceCodeAutoConfiguration.class, SslAutoConfiguration.class))
				.withBean(SslBundleRegistrar.class,
						() -> (registry) -> registry.registerBundle("entra",
								SslBundle.of(SslStoreBundle.of(null, null, entra.trustStore()))))
				.withBean(DeviceCodePromptHandler.class, () -> handler)
				.withBean(Recorder.class, () -> new Recorder(failures))
				.withPropertyValues("azure.identity.device-code.authority=" + entra.authority(),
						"azure.identity.device-code.ssl.bundle=entra",
						"azure.identity.device-code.disable-instance-discovery=true")
				.run((context) -> {
					CompletableFuture<AccessToken> token = context.getBean(DeviceCodeCredential.class)
						.getTokenAsync(TokenRequest.of("scope"));
					prompted.await();
					context.getSourceApplicationContext(ConfigurableApplicationContext.class).close();
					assertThat(token.handle((value, failure) -> failure).join())
						.isInstanceOf(SignInCancelledException.class);
					assertThat(failures).singleElement()
						.satisfies((event) -> assertThat(event.getOutcome()).isEqualTo(SignInOutcome.CANCELLED));
				});
			if (handlerBlocks) {
				released.await();
			}
			assertThat(entra.tokenRequests()).isEmpty();
		}
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> !before.contains(thread) && thread.getName().startsWith("device-code")));
	}

	private static void waitForEver(CountDownLatch released) {
		try {
			new CountDownLatch(1).await();
		}
		catch (InterruptedException ex) {
			released.countDown();
		}
	}

	static class Recorder {

		private final List<DeviceCodeAuthenticationFailedEvent> failures;

		Recorder(List<DeviceCodeAuthenticationFailedEvent> failures) {
			this.failures = failures;
		}

		@EventListener
		void record(DeviceCodeAuthenticationFailedEvent event) {
			this.failures.add(event);
		}

	}

}
