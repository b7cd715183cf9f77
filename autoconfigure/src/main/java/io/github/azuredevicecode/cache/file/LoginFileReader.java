package io.github.azuredevicecode.cache.file;

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

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.cache.LoginCodec;
import io.github.azuredevicecode.cache.UnreadableLoginException;
import io.github.azuredevicecode.cache.support.StoredEntry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reader of the files of a directory, which reads no file twice that has not changed.
 */
final class LoginFileReader {

	private static final Logger logger = LoggerFactory.getLogger(FileTokenCache.class);

	private final LoginCodec codec;

	private final Map<Path, Remembered> remembered = new ConcurrentHashMap<>();

	private final Set<Path> warned = ConcurrentHashMap.newKeySet();

	LoginFileReader(LoginCodec codec) {
		this.codec = codec;
	}

	CachedLogin load(CachedLoginKey key, Path file) throws IOException {
		FileStamp stamp = FileStamp.of(file);
		if (stamp == null) {
			return CachedLogin.NONE;
		}
		Remembered known = this.remembered.get(file);
		if (known != null && known.stamp().equals(stamp)) {
			return known.login();
		}
		CachedLogin login = read(key, file).login();
		// The stamp is from before the content, so that a change in between is noticed
		if (stamp.isSettled(Instant.now())) {
			this.remembered.put(file, new Remembered(stamp, login));
		}
		return login;
	}

	/**
	 * Reads a file, also if it is remembered.
	 * @param key the name of the login
	 * @param file the file
	 * @return its content
	 * @throws IOException if it cannot be read
	 */
	Content read(CachedLoginKey key, Path file) throws IOException {
		try {
			byte[] bytes = bytes(file);
			Content content = new Content((bytes != null) ? this.codec.decode(key, bytes) : CachedLogin.NONE, null);
			this.warned.remove(file);
			return content;
		}
		catch (UnreadableLoginException ex) {
			if (this.warned.add(file)) {
				logger.warn("The login in {} cannot be used, and is treated as signed out: {}", file, ex.getMessage());
			}
			return new Content(CachedLogin.NONE, ex);
		}
	}

	private static byte @Nullable [] bytes(Path file) throws IOException, UnreadableLoginException {
		FileStamp stamp = FileStamp.of(file);
		if (stamp == null) {
			return null;
		}
		if (stamp.size() > StoredEntry.MAX_SIZE) {
			throw tooLarge();
		}
		// It may grow meanwhile
		try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
			byte[] bytes = in.readNBytes(StoredEntry.MAX_SIZE + 1);
			if (bytes.length > StoredEntry.MAX_SIZE) {
				throw tooLarge();
			}
			return bytes;
		}
		catch (NoSuchFileException ex) {
			return null;
		}
	}

	private static UnreadableLoginException tooLarge() {
		return new UnreadableLoginException("The file is larger than any login", UnreadableLoginException.Kind.CORRUPT);
	}

	private record Remembered(FileStamp stamp, CachedLogin login) {
	}

	/**
	 * Content of a file.
	 *
	 * @param login the login, {@link CachedLogin#NONE} if there is none that can be read
	 * @param problem why it cannot be read, or {@code null}
	 */
	record Content(CachedLogin login, @Nullable UnreadableLoginException problem) {
	}

}
