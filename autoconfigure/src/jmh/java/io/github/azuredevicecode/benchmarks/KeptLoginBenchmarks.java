package io.github.azuredevicecode.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.TimeUnit;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.cache.codec.EncryptedLoginCodec;
import io.github.azuredevicecode.cache.codec.EncryptionKeys;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import io.github.azuredevicecode.cache.file.FileTokenCache;
import io.github.azuredevicecode.credential.SignedInCredentials;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.util.FileSystemUtils;

/**
 * The first token of a process that finds its login in an encrypted file.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class KeptLoginBenchmarks {

	private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

	/**
	 * How many logins are kept in the same folder.
	 */
	@Param({ "1", "100", "1000" })
	private int accounts;

	private Path folder;

	@Setup
	public void signIn() throws IOException {
		this.folder = Files.createTempDirectory("device-code");
		FileTokenCache store = store();
		SignedInCredentials.create(Tokens.REQUEST, Tokens.VALUE, store).close();
		AuthenticationRecord record = new AuthenticationRecord("authority", "client", "home", "tenant", "user");
		for (int i = 1; i < this.accounts; i++) {
			store.replace(new CachedLoginKey("other-" + i, "client", "https://authority", "tenant", LoginMode.STANDARD),
					CachedLogin.NONE, CachedLogin.NONE.signedIn("{}", record, Instant.EPOCH));
		}
	}

	private FileTokenCache store() {
		return new FileTokenCache(this.folder, new EncryptedLoginCodec(new JsonLoginCodec(), EncryptionKeys.of(KEY)));
	}

	@TearDown
	public void delete() throws IOException {
		FileSystemUtils.deleteRecursively(this.folder);
	}

	@Benchmark
	public AccessToken firstTokenAfterRestart() {
		try (FileTokenCache store = store(); DeviceCodeCredential credential = SignedInCredentials.restart(store)) {
			return credential.getToken(Tokens.REQUEST);
		}
	}

}
