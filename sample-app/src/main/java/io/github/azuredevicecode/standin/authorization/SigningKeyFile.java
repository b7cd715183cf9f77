package io.github.azuredevicecode.standin.authorization;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.ParseException;

import com.nimbusds.jose.jwk.JWKSet;
import io.github.azuredevicecode.standin.storage.StandInFolder;
import org.jspecify.annotations.Nullable;

/**
 * The file of a folder that keeps the signing keys. It is not encrypted: the keys protect
 * a demonstration only.
 */
final class SigningKeyFile {

	private static final String NAME = "stand-in-signing.json";

	private final StandInFolder folder;

	SigningKeyFile(Path folder) {
		this.folder = new StandInFolder(folder);
	}

	@Nullable JWKSet read() {
		try (InputStream input = this.folder.read(NAME)) {
			return (input != null) ? JWKSet.load(input) : null;
		}
		catch (IOException | ParseException ex) {
			throw new IllegalStateException("The signing keys cannot be read from " + this.folder.file(NAME), ex);
		}
	}

	JWKSet write(JWKSet keys) {
		try {
			this.folder.write(NAME, (output) -> output.write(keys.toString(false).getBytes(StandardCharsets.UTF_8)));
			return keys;
		}
		catch (IOException ex) {
			throw new IllegalStateException("The signing keys cannot be written to " + this.folder.file(NAME), ex);
		}
	}

}
