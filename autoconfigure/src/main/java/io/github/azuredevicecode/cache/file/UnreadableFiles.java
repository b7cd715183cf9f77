package io.github.azuredevicecode.cache.file;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Archive of the last few files that could not be read. A file that looks corrupt may
 * only lack its key.
 */
final class UnreadableFiles {

	private static final Logger logger = LoggerFactory.getLogger(FileTokenCache.class);

	private static final String SUFFIX = ".unreadable-";

	private static final int KEPT = 3;

	private UnreadableFiles() {
	}

	/**
	 * Renames a file to the next free name. The caller has the lock.
	 * @param file the file
	 * @throws IOException if it cannot be renamed
	 */
	static void setAside(Path file) throws IOException {
		TreeMap<Integer, Path> before = new TreeMap<>();
		try (DirectoryStream<Path> files = Files.newDirectoryStream(file.resolveSibling(""),
				file.getFileName() + SUFFIX + "*")) {
			for (Path each : files) {
				before.put(number(each), each);
			}
		}
		int next = before.isEmpty() ? 1 : before.lastKey() + 1;
		Path aside = file.resolveSibling(file.getFileName() + SUFFIX + next);
		Files.move(file, aside);
		before.put(next, aside);
		while (before.size() > KEPT) {
			Files.deleteIfExists(before.pollFirstEntry().getValue());
		}
		logger.warn("The login in {} could not be used and has been kept as {}", file, aside.getFileName());
	}

	private static int number(Path file) {
		String name = String.valueOf(file.getFileName());
		try {
			return Integer.parseInt(name.substring(name.lastIndexOf('-') + 1));
		}
		catch (NumberFormatException ex) {
			return 0;
		}
	}

}
