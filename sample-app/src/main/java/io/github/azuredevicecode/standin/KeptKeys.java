package io.github.azuredevicecode.standin;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.text.ParseException;

import com.nimbusds.jose.jwk.JWKSet;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a stand-in in a folder. They protect nothing but a demonstration.
 */
final class KeptKeys {

	private static final char[] PASSWORD = "stand-in".toCharArray();

	private final Path certificateFile;

	private final Path signingFile;

	KeptKeys(Path folder) {
		this.certificateFile = folder.resolve("stand-in-certificate.p12");
		this.signingFile = folder.resolve("stand-in-signing.json");
	}

	@Nullable ServerCertificate certificate() {
		if (!Files.exists(this.certificateFile)) {
			return null;
		}
		try (InputStream input = Files.newInputStream(this.certificateFile)) {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(input, PASSWORD);
			X509Certificate certificate = (X509Certificate) store.getCertificate(ServerCertificate.BUNDLE);
			PrivateKey key = (PrivateKey) store.getKey(ServerCertificate.BUNDLE, PASSWORD);
			return new ServerCertificate(new KeyPair(certificate.getPublicKey(), key), certificate);
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException("The certificate cannot be read from " + this.certificateFile, ex);
		}
	}

	ServerCertificate keep(ServerCertificate certificate) {
		try {
			Files.createDirectories(this.certificateFile.getParent());
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(null, null);
			store.setKeyEntry(ServerCertificate.BUNDLE, certificate.keys().getPrivate(), PASSWORD,
					new Certificate[] { certificate.certificate() });
			try (OutputStream output = Files.newOutputStream(this.certificateFile)) {
				store.store(output, PASSWORD);
			}
			return certificate;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException("The certificate cannot be written to " + this.certificateFile, ex);
		}
	}

	@Nullable JWKSet signingKeys() {
		try {
			return Files.exists(this.signingFile) ? JWKSet.load(this.signingFile.toFile()) : null;
		}
		catch (IOException | ParseException ex) {
			throw new IllegalStateException("The signing keys cannot be read from " + this.signingFile, ex);
		}
	}

	JWKSet keep(JWKSet keys) {
		try {
			Files.createDirectories(this.signingFile.getParent());
			Files.writeString(this.signingFile, keys.toString(false));
			return keys;
		}
		catch (IOException ex) {
			throw new IllegalStateException("The signing keys cannot be written to " + this.signingFile, ex);
		}
	}

}
