package io.github.azuredevicecode.standin.authorization;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

import io.github.azuredevicecode.standin.storage.StandInFolder;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;

/**
 * The file of a folder that keeps the grants over a restart. It is not encrypted: the
 * grants are those of a demonstration.
 */
final class GrantFile {

	private static final String NAME = "stand-in-grants.ser";

	private final @Nullable StandInFolder folder;

	GrantFile(@Nullable Path folder) {
		this.folder = (folder != null) ? new StandInFolder(folder) : null;
	}

	List<OAuth2Authorization> read() {
		if (this.folder == null) {
			return Collections.emptyList();
		}
		try (InputStream input = this.folder.read(NAME)) {
			return (input != null) ? read(new ObjectInputStream(input)) : Collections.emptyList();
		}
		catch (IOException | ClassNotFoundException ex) {
			throw new IllegalStateException(
					"Cannot read the grants from " + this.folder.file(NAME) + ". Delete the file", ex);
		}
	}

	private static List<OAuth2Authorization> read(ObjectInputStream objects)
			throws IOException, ClassNotFoundException {
		List<OAuth2Authorization> grants = new ArrayList<>();
		for (int count = objects.readInt(); count > 0; count--) {
			grants.add((OAuth2Authorization) objects.readObject());
		}
		return grants;
	}

	void write(Collection<OAuth2Authorization> grants) {
		if (this.folder == null) {
			return;
		}
		List<OAuth2Authorization> all = List.copyOf(grants);
		try {
			this.folder.write(NAME, (output) -> {
				ObjectOutputStream objects = new ObjectOutputStream(output);
				objects.writeInt(all.size());
				for (OAuth2Authorization grant : all) {
					objects.writeObject(grant);
				}
				objects.flush();
			});
		}
		catch (IOException ex) {
			throw new IllegalStateException("Cannot write the grants to " + this.folder.file(NAME), ex);
		}
	}

}
