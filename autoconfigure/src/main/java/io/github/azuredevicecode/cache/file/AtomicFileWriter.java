package io.github.azuredevicecode.cache.file;

import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Writer that replaces files in one step: a reader sees either the old or the new
 * content, also after a failure.
 */
final class AtomicFileWriter {

	private static final String TEMPORARY = ".tmp-";

	// Longer than any write can take, so that none that is under way is disturbed
	private static final Duration LEFT_OVER_AFTER = Duration.ofHours(1);

	private final Path directory;

	AtomicFileWriter(Path directory) {
		this.directory = directory;
	}

	static String temporaryName(String name, UUID random) {
		return name + TEMPORARY + random;
	}

	/**
	 * Replaces a file.
	 * @param file the file
	 * @param bytes its new content
	 * @param beforeReplacing the step to run once the new content is safe
	 * @throws IOException if that fails; the file is then as it was
	 */
	void write(Path file, byte[] bytes, Step beforeReplacing) throws IOException {
		Path temporary = this.directory.resolve(temporaryName(String.valueOf(file.getFileName()), UUID.randomUUID()));
		try {
			Files.createFile(temporary, OwnerOnlyPermissions.file(temporary));
			// Not a channel: it would be closed if the thread is interrupted, and the
			// tokens that it should have kept would be lost
			try (FileOutputStream out = new FileOutputStream(temporary.toFile())) {
				out.write(bytes);
				out.getFD().sync();
			}
			beforeReplacing.run();
			Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(temporary);
		}
		forceDirectory();
	}

	// Makes the new name outlive a power cut; what it cannot be done to, as on Windows,
	// does without
	private void forceDirectory() {
		boolean interrupted = Thread.interrupted();
		try (FileChannel channel = FileChannel.open(this.directory, StandardOpenOption.READ)) {
			channel.force(true);
		}
		catch (IOException ex) {
			return;
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Removes the temporary files of processes that were killed while they wrote.
	 * @param prefix the prefix of the names of the files
	 * @throws IOException if the directory cannot be read
	 */
	void removeLeftOvers(String prefix) throws IOException {
		Instant limit = Instant.now().minus(LEFT_OVER_AFTER);
		try (DirectoryStream<Path> files = Files.newDirectoryStream(this.directory, prefix + "*" + TEMPORARY + "*")) {
			for (Path file : files) {
				removeIfOlder(file, limit);
			}
		}
	}

	private static void removeIfOlder(Path file, Instant limit) throws IOException {
		try {
			if (Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant().isBefore(limit)) {
				Files.deleteIfExists(file);
			}
		}
		catch (NoSuchFileException ex) {
			// Another process was faster
		}
	}

	/**
	 * Step that runs in between.
	 */
	@FunctionalInterface
	interface Step {

		void run() throws IOException;

	}

}
