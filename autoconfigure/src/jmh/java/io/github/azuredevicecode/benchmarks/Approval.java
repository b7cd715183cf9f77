package io.github.azuredevicecode.benchmarks;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.sql.DataSource;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import io.github.azuredevicecode.cache.file.FileTokenCache;
import io.github.azuredevicecode.cache.jdbc.JdbcTokenCache;
import io.github.azuredevicecode.testsupport.EntraModel;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import org.awaitility.Awaitility;

import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;

/**
 * Ten credentials with a token cache each, over one store, wait for one sign-in. Prints
 * the milliseconds from the approval to the first and to the last token.
 */
public final class Approval {

	private static final int REPLICAS = 10;

	private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

	private static final TokenRequest REQUEST = TokenRequest.of("scope");

	private Approval() {
	}

	/**
	 * Measures.
	 * @param arguments {@code file} or {@code jdbc}, and how often
	 * @throws Exception if that fails
	 */
	public static void main(String[] arguments) throws Exception {
		Path folder = Files.createTempDirectory("approval");
		DataSource dataSource = new SimpleDriverDataSource(new org.h2.Driver(),
				"jdbc:h2:mem:approval;DB_CLOSE_DELAY=-1");
		new ResourceDatabasePopulator(new ClassPathResource("schema-h2.sql", JdbcTokenCache.class)).execute(dataSource);
		AtomicInteger prompts = new AtomicInteger();
		List<DeviceCodeCredential> replicas = new ArrayList<>();
		try (EntraModel entra = new EntraModel()) {
			for (int i = 0; i < REPLICAS; i++) {
				TokenCache store = arguments[0].equals("jdbc") ? new JdbcTokenCache(dataSource, new JsonLoginCodec())
						: new FileTokenCache(folder, new JsonLoginCodec());
				replicas.add(DeviceCodeCredential.builder()
					.clientId(ScriptedEntra.CLIENT_ID)
					.authority(entra.authority())
					.disableInstanceDiscovery(true)
					.sslContext(sslContext(entra.certificatePem()))
					.tokenCache(store)
					// Also on a machine that has much else to do
					.tokenCacheTimeout(Duration.ofSeconds(30))
					.promptHandler((prompt) -> prompts.incrementAndGet())
					.build());
			}
			int times = Integer.parseInt(arguments[1]);
			double[] first = new double[times];
			double[] last = new double[times];
			for (int i = 0; i < times; i++) {
				double[] elapsed = signIn(entra, replicas, prompts, REPLICAS * (i + 1));
				first[i] = elapsed[0];
				last[i] = elapsed[REPLICAS - 1];
				replicas.get(0).signOut();
				Awaitility.await()
					.atMost(LONGEST_WAIT)
					.until(() -> replicas.stream().noneMatch((replica) -> replica.authenticationRecord().isPresent()));
			}
			Arrays.sort(first);
			Arrays.sort(last);
			System.out.printf("%s, %d sign-ins: first %.0f ms, last %.0f ms, slowest last %.0f ms%n", arguments[0],
					times, first[times / 2], last[times / 2], last[times - 1]);
		}
		System.exit(0);
	}

	private static double[] signIn(EntraModel entra, List<DeviceCodeCredential> replicas, AtomicInteger prompts,
			int expectedPrompts) throws InterruptedException {
		long[] done = new long[REPLICAS];
		List<CompletableFuture<Void>> tokens = new ArrayList<>();
		for (int i = 0; i < REPLICAS; i++) {
			int number = i;
			tokens.add(replicas.get(i).getTokenAsync(REQUEST).thenAccept((token) -> done[number] = System.nanoTime()));
		}
		Awaitility.await().atMost(LONGEST_WAIT).until(() -> prompts.get() >= expectedPrompts);
		// As long as a quick person needs
		Thread.sleep(3000);
		long approved = System.nanoTime();
		entra.approve();
		CompletableFuture.allOf(tokens.toArray(CompletableFuture[]::new)).join();
		return Arrays.stream(done).mapToDouble((time) -> (time - approved) / 1e6).sorted().toArray();
	}

	private static SSLContext sslContext(String certificate) throws Exception {
		KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
		trusted.load(null, null);
		trusted.setCertificateEntry("entra", CertificateFactory.getInstance("X.509")
			.generateCertificate(new ByteArrayInputStream(certificate.getBytes(StandardCharsets.UTF_8))));
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

}
