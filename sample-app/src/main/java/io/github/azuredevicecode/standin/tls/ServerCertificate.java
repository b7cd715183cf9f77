package io.github.azuredevicecode.standin.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;

import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * A key and a self-signed certificate for {@code localhost}. Without a folder to keep
 * them, each start makes new ones.
 *
 * @param keys the key pair
 * @param certificate the certificate
 */
public record ServerCertificate(KeyPair keys, X509Certificate certificate) {

	/**
	 * Name of the SSL bundle.
	 */
	public static final String BUNDLE = "stand-in";

	private static final X500Name NAME = new X500Name("CN=localhost");

	private static ServerCertificate create() {
		try {
			KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
			generator.initialize(new ECGenParameterSpec("secp256r1"));
			KeyPair keys = generator.generateKeyPair();
			return new ServerCertificate(keys, sign(keys));
		}
		catch (GeneralSecurityException | OperatorCreationException | IOException ex) {
			throw new IllegalStateException("The certificate of the stand-in cannot be made", ex);
		}
	}

	/**
	 * Reads the certificate that a folder keeps.
	 * @param folder the folder of a stand-in, which may run in another process
	 * @return the certificate, or {@code null} if the folder has none
	 */
	public static @Nullable ServerCertificate find(Path folder) {
		return new CertificateFile(folder).read();
	}

	/**
	 * Reads the certificate that a folder keeps, and makes one if there is none.
	 * @param folder the folder, or {@code null} to keep nothing
	 * @return the certificate
	 */
	public static ServerCertificate findOrCreate(@Nullable Path folder) {
		if (folder == null) {
			return create();
		}
		CertificateFile file = new CertificateFile(folder);
		ServerCertificate known = file.read();
		return (known != null) ? known : file.write(create());
	}

	private static X509Certificate sign(KeyPair keys)
			throws GeneralSecurityException, OperatorCreationException, IOException {
		Instant now = Instant.now();
		GeneralNames hosts = new GeneralNames(new GeneralName[] { new GeneralName(GeneralName.dNSName, "localhost"),
				new GeneralName(GeneralName.iPAddress, "127.0.0.1") });
		JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(NAME,
				BigInteger.valueOf(now.toEpochMilli()), Date.from(now.minus(Duration.ofHours(1))),
				Date.from(now.plus(Duration.ofDays(30))), NAME, keys.getPublic());
		builder.addExtension(Extension.subjectAlternativeName, false, hosts);
		builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
		return new JcaX509CertificateConverter()
			.getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
	}

	/**
	 * Returns the certificate and its key for a web server.
	 * @return the SSL bundle
	 */
	public SslBundle sslBundle() {
		try {
			// The default type would spend a second on keeping the key from ourselves
			KeyStore keyStore = KeyStore.getInstance("JKS");
			keyStore.load(null, null);
			keyStore.setKeyEntry(BUNDLE, this.keys.getPrivate(), new char[0], new Certificate[] { this.certificate });
			return SslBundle.of(SslStoreBundle.of(keyStore, "", null));
		}
		catch (GeneralSecurityException | IOException ex) {
			throw new IllegalStateException("The key store of the stand-in cannot be made", ex);
		}
	}

	/**
	 * Returns the certificate as text.
	 * @return the certificate, PEM-encoded
	 */
	public String pem() {
		try {
			Base64.Encoder encoder = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));
			return "-----BEGIN CERTIFICATE-----\n" + encoder.encodeToString(this.certificate.getEncoded())
					+ "\n-----END CERTIFICATE-----\n";
		}
		catch (CertificateEncodingException ex) {
			throw new IllegalStateException("The certificate of the stand-in cannot be encoded", ex);
		}
	}

	@Override
	public String toString() {
		return "ServerCertificate[" + this.certificate.getSubjectX500Principal() + "]";
	}

}
