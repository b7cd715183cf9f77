package io.github.azuredevicecode.standin.tls;

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

import org.jspecify.annotations.Nullable;

/**
 * The file of a folder that keeps the certificate and its key. Its password is no secret:
 * the key protects a demonstration only.
 */
final class CertificateFile {

	private static final char[] PASSWORD = "stand-in".toCharArray();

	private final Path file;

	CertificateFile(Path folder) {
		this.file = folder.resolve("stand-in-certificate.p12");
	}

	@Nullable ServerCertificate read() {
		if (!Files.exists(this.file)) {
			return null;
		}
		try (InputStream input = Files.newInputStream(this.file)) {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(input, PASSWORD);
			X509Certificate certificate = (X509Certificate) store.getCertificate(ServerCertificate.BUNDLE);
			PrivateKey key = (PrivateKey) store.getKey(ServerCertificate.BUNDLE, PASSWORD);
			return new ServerCertificate(new KeyPair(certificate.getPublicKey(), key), certificate);
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException("The certificate cannot be read from " + this.file, ex);
		}
	}

	ServerCertificate write(ServerCertificate certificate) {
		try {
			Files.createDirectories(this.file.getParent());
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(null, null);
			store.setKeyEntry(ServerCertificate.BUNDLE, certificate.keys().getPrivate(), PASSWORD,
					new Certificate[] { certificate.certificate() });
			try (OutputStream output = Files.newOutputStream(this.file)) {
				store.store(output, PASSWORD);
			}
			return certificate;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException("The certificate cannot be written to " + this.file, ex);
		}
	}

}
