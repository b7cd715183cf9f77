package io.github.azuredevicecode.cache.file;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Opens lock file. All access goes through one descriptor, since closing any other of the
 * same file would end the locks of the process on it.
 */
final class LockFile {

	// Beyond the text, which on Windows could not be read otherwise
	private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

	// Of one length, so that no longer number shows behind a shorter one
	private static final int PID_LENGTH = 19;

	private final RandomAccessFile file;

	private final @Nullable Object fileKey;

	private LockFile(RandomAccessFile file, @Nullable Object fileKey) {
		this.file = file;
		this.fileKey = fileKey;
	}

	static LockFile open(Path path) throws IOException {
		try {
			Files.createFile(path, OwnerOnlyPermissions.file(path));
		}
		catch (FileAlreadyExistsException ex) {
			// As it should be, all times but the first
		}
		FileStamp stamp = FileStamp.of(path);
		return new LockFile(new RandomAccessFile(path.toFile(), "rw"), (stamp != null) ? stamp.fileKey() : null);
	}

	/**
	 * Returns whether the path still leads to this file. Somebody may have removed it,
	 * and others use a new one.
	 * @param path the name
	 * @return whether it is
	 * @throws IOException if that cannot be told
	 */
	boolean isAt(Path path) throws IOException {
		FileStamp stamp = FileStamp.of(path);
		return this.file.getChannel().isOpen() && stamp != null && Objects.equals(stamp.fileKey(), this.fileKey);
	}

	boolean tryLock() throws IOException {
		try {
			FileLock lock = this.file.getChannel().tryLock(LOCKED_BYTE, 1, false);
			return lock != null;
		}
		catch (OverlappingFileLockException ex) {
			// Held by this library in another class loader
			return false;
		}
	}

	void sign() throws IOException {
		String pid = "%0" + PID_LENGTH + "d";
		this.file.seek(0);
		this.file.write(pid.formatted(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII));
	}

	String holder() throws IOException {
		byte[] signature = new byte[PID_LENGTH];
		this.file.seek(0);
		int length = this.file.read(signature);
		String pid = new String(signature, StandardCharsets.US_ASCII);
		// Its owner can write anything there
		return (length == PID_LENGTH && pid.matches("\\d{19}") && pid.startsWith("0"))
				? "process " + Long.parseLong(pid) : "another process";
	}

	void close() throws IOException {
		this.file.close();
	}

}
