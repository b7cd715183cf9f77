package io.github.azuredevicecode.cache.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.github.azuredevicecode.cache.codec.JsonLoginCodec;

/**
 * A directory of a store, from outside.
 */
final class StoreDirectory {

	private final Path path;

	StoreDirectory(Path path) {
		this.path = path;
	}

	Path path() {
		return this.path;
	}

	FileTokenCache store() {
		return new FileTokenCache(this.path, new JsonLoginCodec());
	}

	/**
	 * Return the file of the one login.
	 * @return the file
	 */
	Path file() {
		return this.path.resolve(names("").stream().filter((name) -> !name.contains(".")).findFirst().orElseThrow());
	}

	List<String> names(String part) {
		try (Stream<Path> files = Files.list(this.path)) {
			return files.map((file) -> file.getFileName().toString())
				.filter((name) -> name.contains(part))
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
