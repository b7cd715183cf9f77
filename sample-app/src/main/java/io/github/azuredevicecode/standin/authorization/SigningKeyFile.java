package io.github.azuredevicecode.standin.authorization;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;

import com.nimbusds.jose.jwk.JWKSet;
import org.jspecify.annotations.Nullable;

/**
 * The file of a folder that keeps the signing keys. It is not encrypted: the keys protect
 * a demonstration only.
 */
final class SigningKeyFile {

	private final Path file;

	SigningKeyFile(Path folder) {
		this.file = folder.resolve("stand-in-signing.json");
	}

	@Nullable JWKSet read() {
		try {
			return Files.exists(this.file) ? JWKSet.load(this.file.toFile()) : null;
		}
		catch (IOException | ParseException ex) {
			throw new IllegalStateException("The signing keys cannot be read from " + this.file, ex);
		}
	}

	JWKSet write(JWKSet keys) {
		try {
			Files.createDirectories(this.file.getParent());
			Files.writeString(this.file, keys.toString(false));
			return keys;
		}
		catch (IOException ex) {
			throw new IllegalStateException("The signing keys cannot be written to " + this.file, ex);
		}
	}

}
