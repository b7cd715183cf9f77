package io.github.azuredevicecode.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;

import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

import com.sun.management.OperatingSystemMXBean;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.cache.codec.EncryptedLoginCodec;
import io.github.azuredevicecode.cache.codec.EncryptionKeys;
import io.github.azuredevicecode.cache.codec.JsonLoginCodec;
import io.github.azuredevicecode.cache.file.FileTokenCache;
import io.github.azuredevicecode.credential.SignedInCredentials;
import org.slf4j.LoggerFactory;

/**
 * The first token of a process that finds its login in an encrypted file, once in a JVM
 * that has loaded a logging library and nothing else. Prints milliseconds: until the
 * token is there, CPU of all threads until then, and how much of either is the making of
 * the credential.
 */
public final class FirstToken {

	private static final byte[] KEY = new byte[32];

	private static final int NONCE_LENGTH = 12;

	private FirstToken() {
	}

	/**
	 * Does one of three.
	 * @param arguments {@code keep}, {@code token} or {@code plain}, and the folder
	 * @throws Exception if that fails
	 */
	public static void main(String[] arguments) throws Exception {
		Path folder = Path.of(arguments[1]);
		LoggerFactory.getLogger(FirstToken.class).debug("Measuring");
		Mark begin = Mark.now();
		switch (arguments[0]) {
			case "keep" -> keep(folder);
			case "token" -> token(folder, begin);
			case "plain" -> plain(folder, begin);
			default -> throw new IllegalArgumentException(arguments[0]);
		}
		// The threads of the credential are not waited for
		System.exit(0);
	}

	private static FileTokenCache store(Path folder) {
		return new FileTokenCache(folder, new EncryptedLoginCodec(new JsonLoginCodec(),
				EncryptionKeys.of(Base64.getEncoder().encodeToString(KEY))));
	}

	private static void keep(Path folder) throws IOException, GeneralSecurityException {
		SignedInCredentials.create(Tokens.REQUEST, Tokens.VALUE, store(folder)).close();
		byte[] login = SignedInCredentials.tokenCache(Tokens.REQUEST, Tokens.VALUE).getBytes(StandardCharsets.UTF_8);
		byte[] nonce = new byte[NONCE_LENGTH];
		byte[] encrypted = Arrays.copyOf(nonce, nonce.length + login.length + 16);
		cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(login, 0, login.length, encrypted, nonce.length);
		Files.write(folder.resolve("plain.bin"), encrypted);
	}

	private static void token(Path folder, Mark begin) {
		DeviceCodeCredential credential = DeviceCodeCredential.builder()
			.clientId(SignedInCredentials.CLIENT_ID)
			.authority("login.microsoftonline.com")
			.tokenCache(store(folder))
			.promptHandler((prompt) -> {
				throw new IllegalStateException("There is no login");
			})
			.build();
		Mark built = Mark.now();
		Tokens.require(credential.getToken(Tokens.REQUEST).value());
		System.out.println(Mark.now().since(begin) + " " + built.since(begin));
	}

	// What the JDK offers: reads, decrypts and looks for the token
	private static void plain(Path folder, Mark begin) throws IOException, GeneralSecurityException {
		byte[] encrypted = Files.readAllBytes(folder.resolve("plain.bin"));
		byte[] login = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(encrypted, NONCE_LENGTH)).doFinal(encrypted,
				NONCE_LENGTH, encrypted.length - NONCE_LENGTH);
		String json = new String(login, StandardCharsets.UTF_8);
		int start = json.indexOf("\"secret\":\"token-") + "\"secret\":\"".length();
		Tokens.require(json.substring(start, json.indexOf('"', start)));
		System.out.println(Mark.now().since(begin));
	}

	private static Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
		Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
		cipher.init(mode, new SecretKeySpec(KEY, "AES"), new GCMParameterSpec(128, nonce));
		return cipher;
	}

	private record Mark(long nanos, long cpuNanos) {

		private static final OperatingSystemMXBean SYSTEM = (OperatingSystemMXBean) ManagementFactory
			.getOperatingSystemMXBean();

		static Mark now() {
			return new Mark(System.nanoTime(), SYSTEM.getProcessCpuTime());
		}

		String since(Mark begin) {
			return String.format(Locale.ROOT, "%.1f %.1f", (this.nanos - begin.nanos()) / 1e6,
					(this.cpuNanos - begin.cpuNanos()) / 1e6);
		}

	}

}
