package io.github.azuredevicecode.cache;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the files of a folder, and none twice that has not changed.
 */
final class LoginReader {

	private static final Logger logger = LoggerFactory.getLogger(FileLoginStore.class);

	// More than a codec writes, and less than would fill the memory
	private static final int MAX_SIZE = 64 * 1024 * 1024;

	private final LoginCodec codec;

	private final Map<Path, Remembered> remembered = new ConcurrentHashMap<>();

	private final Set<Path> warned = ConcurrentHashMap.newKeySet();

	LoginReader(LoginCodec codec) {
		this.codec = codec;
	}

	Login load(LoginKey key, Path file) throws IOException {
		FileStamp stamp = FileStamp.of(file);
		if (stamp == null) {
			return Login.NONE;
		}
		Remembered known = this.remembered.get(file);
		if (known != null && known.stamp().equals(stamp)) {
			return known.login();
		}
		Login login = read(key, file).login();
		// The stamp is from before the content, so that a change in between is noticed
		if (stamp.isSettled(Instant.now())) {
			this.remembered.put(file, new Remembered(stamp, login));
		}
		return login;
	}

	/**
	 * Read a file, whatever is remembered of it.
	 * @param key the name of the login
	 * @param file the file
	 * @return what it holds
	 * @throws IOException if it cannot be read
	 */
	Content read(LoginKey key, Path file) throws IOException {
		try {
			byte[] bytes = bytes(file);
			Content content = new Content((bytes != null) ? this.codec.decode(key, bytes) : Login.NONE, null);
			this.warned.remove(file);
			return content;
		}
		catch (UnreadableLoginException ex) {
			if (this.warned.add(file)) {
				logger.warn("The login in {} cannot be used, and is treated as signed out: {}", file, ex.getMessage());
			}
			return new Content(Login.NONE, ex);
		}
	}

	private static byte @Nullable [] bytes(Path file) throws IOException, UnreadableLoginException {
		try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
			byte[] bytes = in.readNBytes(MAX_SIZE + 1);
			if (bytes.length > MAX_SIZE) {
				throw new UnreadableLoginException("The file is larger than any login", false);
			}
			return bytes;
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	private record Remembered(FileStamp stamp, Login login) {
	}

	/**
	 * What a file holds.
	 *
	 * @param login the login, {@link Login#NONE} if there is none that can be read
	 * @param problem why it cannot be read, or {@code null}
	 */
	record Content(Login login, @Nullable UnreadableLoginException problem) {
	}

}
