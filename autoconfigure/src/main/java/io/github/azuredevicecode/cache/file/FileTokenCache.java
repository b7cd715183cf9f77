package io.github.azuredevicecode.cache.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.LoginCodec;
import io.github.azuredevicecode.cache.UnreadableLoginException;

/**
 * Token cache with one file for each login, in a directory that only this user can use.
 * Safe against other processes of the same machine that use the same directory.
 *
 * @since 0.1
 */
public final class FileTokenCache implements TokenCache {

	private static final String PREFIX = "login-";

	private static final int NAME_DIGITS = 32;

	private static final Duration LOCK_WAIT = Duration.ofSeconds(10);

	private static final Duration WATCH_INTERVAL = Duration.ofSeconds(1);

	private final PrivateDirectory directory;

	private final LoginCodec codec;

	private final Duration lockWait;

	private final LoginFileReader reader;

	private final AtomicFileWriter writer;

	private final LoginFileWatcher watcher;

	/**
	 * Creates a token cache. Creates nothing on disk before the first login is written.
	 * @param directory the directory, which need not exist yet
	 * @param codec the codec that turns logins into bytes
	 */
	public FileTokenCache(Path directory, LoginCodec codec) {
		this(directory, codec, LOCK_WAIT, WATCH_INTERVAL);
	}

	/**
	 * Creates a token cache.
	 * @param directory the directory, which need not exist yet
	 * @param codec the codec that turns logins into bytes
	 * @param lockWait the time to wait while another process writes
	 * @param watchInterval the time between two looks at watched logins, a millisecond or
	 * more
	 */
	public FileTokenCache(Path directory, LoginCodec codec, Duration lockWait, Duration watchInterval) {
		Path absolute = directory.toAbsolutePath();
		this.directory = new PrivateDirectory(absolute);
		this.codec = codec;
		this.lockWait = lockWait;
		this.reader = new LoginFileReader(codec);
		this.writer = new AtomicFileWriter(absolute);
		this.watcher = new LoginFileWatcher(watchInterval);
	}

	@Override
	public CachedLogin load(CachedLoginKey key) {
		Path file = file(key);
		try {
			if (!this.directory.exists()) {
				return CachedLogin.NONE;
			}
			this.directory.require();
			this.directory.requireFile(file);
			return this.reader.load(key, file);
		}
		catch (TokenCacheException ex) {
			throw ex;
		}
		// File systems throw more than is declared
		catch (IOException | RuntimeException ex) {
			throw new TokenCacheException(
					"Cannot read the login in " + file + ". Check that this process can read the directory", ex);
		}
	}

	@Override
	public boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next) {
		Path file = file(key);
		try {
			this.directory.create();
			Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
			this.directory.requireFile(lockFile);
			LoginFileLock lock = LoginFileLock
				.acquire(this.directory.path().toRealPath().resolve(lockFile.getFileName()), this.lockWait);
			try {
				return replaceLocked(key, file, expected, next);
			}
			finally {
				lock.release();
			}
		}
		catch (TokenCacheException ex) {
			throw ex;
		}
		// Also what the iteration of a directory throws
		catch (IOException | RuntimeException ex) {
			throw new TokenCacheException("Cannot write the login in " + file
					+ ", which is unchanged. Check that the disk is not full, and that this process can write to the "
					+ "directory", ex);
		}
	}

	private boolean replaceLocked(CachedLoginKey key, Path file, CachedLogin expected, CachedLogin next)
			throws IOException {
		this.directory.requireFile(file);
		LoginFileReader.Content current = this.reader.read(key, file);
		UnreadableLoginException problem = current.problem();
		if (problem != null && !problem.getKind().isReplaceable()) {
			throw new TokenCacheException("The login in " + file + " stays as it is. " + problem.getMessage(), problem);
		}
		if (current.login().version() != expected.version()) {
			return false;
		}
		this.writer.removeLeftOvers(PREFIX);
		this.writer.write(file, this.codec.encode(key, next), () -> {
			if (problem != null) {
				UnreadableFiles.setAside(file);
			}
		});
		return true;
	}

	private Path file(CachedLoginKey key) {
		return this.directory.path().resolve(PREFIX + this.codec.id(key).substring(0, NAME_DIGITS));
	}

	@Override
	public Watch watch(CachedLoginKey key, Runnable onChange) {
		return this.watcher.watch(file(key), onChange);
	}

	/**
	 * Ends all watches. Logins can still be read and written.
	 */
	@Override
	public void close() {
		this.watcher.close();
	}

}
