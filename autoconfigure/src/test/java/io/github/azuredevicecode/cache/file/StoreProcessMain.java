package io.github.azuredevicecode.cache.file;

import java.io.PrintStream;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.SampleLogins;

/**
 * What the other process does.
 */
public final class StoreProcessMain {

	private StoreProcessMain() {
	}

	public static void main(String[] args) throws Exception {
		Path directory = Path.of(args[1]);
		switch (args[0]) {
			case "count" -> count(new StoreDirectory(directory).store(), Integer.parseInt(args[2]), System.out);
			case "hold" -> hold(new StoreDirectory(directory));
			case "write-large" -> writeLarge(new StoreDirectory(directory).store());
			default -> throw new IllegalArgumentException(args[0]);
		}
	}

	/**
	 * Add one to the number in the store, so many times, however many others do so too.
	 * @param store the store
	 * @param count how many times
	 * @param acknowledged where each number goes that was written
	 */
	static void count(FileTokenCache store, int count, PrintStream acknowledged) {
		for (int i = 0; i < count; i++) {
			CachedLogin current;
			CachedLogin next;
			do {
				current = store.load(SampleLogins.KEY);
				next = current.refreshed(String.valueOf(number(current) + 1));
			}
			while (!store.replace(SampleLogins.KEY, current, next));
			acknowledged.println(number(next));
			acknowledged.flush();
		}
	}

	static long number(CachedLogin login) {
		return login.tokenCache().isEmpty() ? 0 : Long.parseLong(login.tokenCache());
	}

	private static void hold(StoreDirectory directory) throws Exception {
		LoginFileLock lock = LoginFileLock.acquire(
				directory.path().toRealPath().resolve(directory.file().getFileName() + ".lock"),
				Duration.ofSeconds(10));
		System.out.println("held");
		while (true) {
			LockSupport.park();
			Reference.reachabilityFence(lock);
		}
	}

	private static void writeLarge(FileTokenCache store) {
		CachedLogin current = store.load(SampleLogins.KEY);
		try {
			store.replace(SampleLogins.KEY, current, current.refreshed("x".repeat(1_000_000)));
			System.out.println("written");
		}
		catch (TokenCacheException ex) {
			System.out.println("refused: " + ex.getMessage());
		}
	}

}
