package io.github.azuredevicecode.cache.file;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

import io.github.azuredevicecode.TokenCacheException;
import org.jspecify.annotations.Nullable;

/**
 * Lock between all threads of all processes of one machine. It is a lock of the operating
 * system, which ends with its process, so that none is ever left over.
 */
final class LoginFileLock {

	// Two stores in one process may use one directory, and the operating system's lock is
	// the process's
	private static final Map<Path, ReentrantLock> IN_PROCESS = new ConcurrentHashMap<>();

	// Closing a lock file ends all locks that the process has on it, also one of another
	// class loader. So only the holder of the lock closes it, and who had to give up
	// leaves it here for the next one
	private static final Map<Path, LockFile> GIVEN_UP = new ConcurrentHashMap<>();

	private static final long POLL_MILLIS = 5;

	private final Path path;

	private final long deadline;

	private final Duration wait;

	private final ReentrantLock inProcess;

	private @Nullable LockFile file;

	private LoginFileLock(Path path, Duration wait) {
		this.path = path;
		this.wait = wait;
		this.deadline = System.nanoTime() + wait.toNanos();
		this.inProcess = IN_PROCESS.computeIfAbsent(path, (name) -> new ReentrantLock());
	}

	/**
	 * Waits for a lock.
	 * @param path the lock file, by its real path
	 * @param wait the time to wait
	 * @return the lock, to be released
	 * @throws IOException if the file cannot be used
	 * @throws TokenCacheException if somebody else held the lock all that time
	 */
	static LoginFileLock acquire(Path path, Duration wait) throws IOException {
		LoginFileLock lock = new LoginFileLock(path, wait);
		try {
			lock.lockInProcess();
			try {
				lock.lockFile();
				return lock;
			}
			finally {
				if (lock.file == null) {
					lock.inProcess.unlock();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new TokenCacheException("Interrupted while waiting for the lock " + path + ". Nothing was written",
					ex);
		}
	}

	private void lockInProcess() throws InterruptedException {
		// The first attempt also succeeds in a thread that is interrupted
		if (!this.inProcess.tryLock()
				&& !this.inProcess.tryLock(this.deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
			throw held("another thread of this process");
		}
	}

	private void lockFile() throws IOException, InterruptedException {
		while (this.file == null) {
			LockFile opened = open();
			boolean locked = false;
			try {
				locked = tryUntilDeadline(opened);
				if (locked && opened.isAt(this.path)) {
					opened.sign();
					this.file = opened;
				}
			}
			finally {
				if (!locked) {
					GIVEN_UP.put(this.path, opened);
				}
				else if (this.file == null) {
					opened.close();
				}
			}
			if (!locked) {
				throw held(opened.holder());
			}
		}
	}

	private LockFile open() throws IOException {
		LockFile givenUp = GIVEN_UP.remove(this.path);
		if (givenUp != null) {
			if (givenUp.isAt(this.path)) {
				return givenUp;
			}
			givenUp.close();
		}
		return LockFile.open(this.path);
	}

	private boolean tryUntilDeadline(LockFile opened) throws IOException, InterruptedException {
		while (!opened.tryLock()) {
			if (System.nanoTime() - this.deadline >= 0) {
				return false;
			}
			TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
		}
		return true;
	}

	private TokenCacheException held(String holder) {
		return new TokenCacheException("Cannot write a login: the lock " + this.path + " was not free for "
				+ this.wait.toMillis() + " ms, and may be held by " + holder
				+ ". If that process is stopped, let it continue or end it; the lock ends with it", null);
	}

	void release() {
		LockFile held = this.file;
		this.file = null;
		try {
			if (held != null) {
				held.close();
			}
		}
		catch (IOException ex) {
			// The descriptor is gone all the same, and the lock with it
		}
		finally {
			this.inProcess.unlock();
		}
	}

}
