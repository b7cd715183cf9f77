package io.github.azuredevicecode.cache.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Identity of the content of a file, without reading it.
 *
 * @param modified the time of its last change
 * @param size its size
 * @param fileKey its identity, where the file system has one
 */
record FileStamp(FileTime modified, long size, @Nullable Object fileKey) {

	// The coarsest clock of a file system in use
	private static final Duration CLOCK_TICK = Duration.ofSeconds(2);

	static @Nullable FileStamp of(Path file) throws IOException {
		try {
			BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class,
					LinkOption.NOFOLLOW_LINKS);
			return new FileStamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	/**
	 * Returns whether a later change must show in the stamp. Within one tick of the file
	 * system's clock it need not: of two changes the second may leave the same time, the
	 * same size, and a file number that was just freed.
	 * @param now the time
	 * @return whether the stamp tells all
	 */
	boolean isSettled(Instant now) {
		return this.modified.toInstant().isBefore(now.minus(CLOCK_TICK));
	}

}
