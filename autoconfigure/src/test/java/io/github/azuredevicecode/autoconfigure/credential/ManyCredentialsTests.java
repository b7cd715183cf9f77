package io.github.azuredevicecode.autoconfigure.credential;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application with many credentials, which share threads and connections.
 */
@Timeout(300)
class ManyCredentialsTests {

	private static final int MOST_THREADS = 20;

	private static final int MOST_DESCRIPTORS = 100;

	@ParameterizedTest
	@ValueSource(ints = { 2, 20, 200 })
	@EnabledOnOs(OS.LINUX)
	void manyCredentialsNeedFewThreadsAndFileDescriptors(int count) {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		try (ScriptedEntra entra = new ScriptedEntra()) {
			runner(entra, count).run((context) -> {
				Collection<DeviceCodeCredential> credentials = context.getBeansOfType(DeviceCodeCredential.class)
					.values();
				assertThat(credentials).hasSize(count + 1);
				long descriptors = fileDescriptors();
				for (DeviceCodeCredential credential : credentials) {
					entra.deviceCode().token("token", 3600);
					credential.getToken("scope");
				}
				assertThat(fileDescriptors() - descriptors).isLessThanOrEqualTo(MOST_DESCRIPTORS);
				assertThat(ours(before)).hasSizeLessThanOrEqualTo(MOST_THREADS);
				credentials.forEach((credential) -> entra.token("other-token", 3600));
				List<CompletableFuture<AccessToken>> tokens = new ArrayList<>();
				credentials
					.forEach((credential) -> tokens.add(credential.getTokenAsync(TokenRequest.of("other-scope"))));
				CompletableFuture<Void> all = CompletableFuture.allOf(tokens.toArray(CompletableFuture[]::new));
				int most = 0;
				while (!all.isDone()) {
					most = Math.max(most, ours(before).size());
				}
				assertThat(all).isCompleted();
				assertThat(most).isLessThanOrEqualTo(MOST_THREADS);
				assertThat(entra.refreshRequests()).hasSize(count + 1);
			});
		}
		// Before Java 21 the one thread of the JDK's HTTP client ends when the client is
		// collected
		Awaitility.await().until(() -> {
			System.gc();
			return ours(before).isEmpty();
		});
	}

	private static ApplicationContextRunner runner(ScriptedEntra entra, int count) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DeviceCodeAutoConfiguration.class, SslAutoConfiguration.class))
			.withBean(SslBundleRegistrar.class,
					() -> (registry) -> registry.registerBundle("entra",
							SslBundle.of(SslStoreBundle.of(null, null, entra.trustStore()))))
			.withPropertyValues("azure.identity.device-code.authority=" + entra.authority(),
					"azure.identity.device-code.ssl.bundle=entra",
					"azure.identity.device-code.disable-instance-discovery=true",
					"azure.identity.device-code.client-id=" + ScriptedEntra.CLIENT_ID,
					"azure.identity.device-code.virtual-threads=false",
					// All connect at once, which a busy machine takes a while for
					"azure.identity.device-code.http.connect-timeout=60s",
					"azure.identity.device-code.prompt.output=none")
			.withPropertyValues(IntStream.range(0, count)
				.mapToObj((i) -> "azure.identity.device-code.credentials.user-" + i + ".scopes=scope")
				.toArray(String[]::new));
	}

	private static List<String> ours(Set<Thread> before) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !before.contains(thread))
			.map(Thread::getName)
			.filter((name) -> name.startsWith("device-code") || name.startsWith("HttpClient"))
			.toList();
	}

	private static long fileDescriptors() throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.count();
		}
	}

}
