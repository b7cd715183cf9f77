package io.github.azuredevicecode.standin.authorization;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;

/**
 * The file of a folder that keeps the grants over a restart. It is not protected: the
 * grants are those of a demonstration.
 */
final class GrantFile {

	private final @Nullable Path file;

	GrantFile(@Nullable Path folder) {
		this.file = (folder != null) ? folder.resolve("stand-in-grants.ser") : null;
	}

	List<OAuth2Authorization> read() {
		if (this.file == null || !Files.exists(this.file)) {
			return Collections.emptyList();
		}
		try (InputStream input = Files.newInputStream(this.file);
				ObjectInputStream objects = new ObjectInputStream(input)) {
			List<OAuth2Authorization> grants = new ArrayList<>();
			for (int count = objects.readInt(); count > 0; count--) {
				grants.add((OAuth2Authorization) objects.readObject());
			}
			return grants;
		}
		catch (IOException | ClassNotFoundException ex) {
			throw new IllegalStateException("Cannot read the grants from " + this.file + ". Delete the file", ex);
		}
	}

	void write(Collection<OAuth2Authorization> grants) {
		if (this.file == null) {
			return;
		}
		try {
			Files.createDirectories(this.file.getParent());
			Path next = this.file.resolveSibling(this.file.getFileName() + ".next");
			try (OutputStream output = Files.newOutputStream(next);
					ObjectOutputStream objects = new ObjectOutputStream(output)) {
				List<OAuth2Authorization> all = List.copyOf(grants);
				objects.writeInt(all.size());
				for (OAuth2Authorization grant : all) {
					objects.writeObject(grant);
				}
			}
			Files.move(next, this.file, StandardCopyOption.REPLACE_EXISTING);
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot write the grants to " + this.file, ex);
		}
	}

}
