package io.github.azuredevicecode.standin.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;

import io.github.azuredevicecode.standin.storage.StandInFolder;
import org.jspecify.annotations.Nullable;

/**
 * The file of a folder that keeps the certificate and its key. Its password is no secret:
 * the key protects a demonstration only.
 */
final class CertificateFile {

	private static final char[] PASSWORD = "stand-in".toCharArray();

	private static final String NAME = "stand-in-certificate.p12";

	private final StandInFolder folder;

	CertificateFile(Path folder) {
		this.folder = new StandInFolder(folder);
	}

	@Nullable ServerCertificate read() {
		try (InputStream input = this.folder.read(NAME)) {
			if (input == null) {
				return null;
			}
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(input, PASSWORD);
			X509Certificate certificate = (X509Certificate) store.getCertificate(ServerCertificate.BUNDLE);
			PrivateKey key = (PrivateKey) store.getKey(ServerCertificate.BUNDLE, PASSWORD);
			return new ServerCertificate(new KeyPair(certificate.getPublicKey(), key), certificate);
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException("The certificate cannot be read from " + this.folder.file(NAME), ex);
		}
	}

	ServerCertificate write(ServerCertificate certificate) {
		try {
			KeyStore store = KeyStore.getInstance("PKCS12");
			store.load(null, null);
			store.setKeyEntry(ServerCertificate.BUNDLE, certificate.keys().getPrivate(), PASSWORD,
					new Certificate[] { certificate.certificate() });
			this.folder.write(NAME, (output) -> store(store, output));
			return certificate;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException("The certificate cannot be written to " + this.folder.file(NAME), ex);
		}
	}

	private static void store(KeyStore store, OutputStream output) throws IOException {
		try {
			store.store(output, PASSWORD);
		}
		catch (GeneralSecurityException ex) {
			throw new IOException(ex);
		}
	}

}
