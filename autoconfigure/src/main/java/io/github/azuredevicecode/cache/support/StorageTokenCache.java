package io.github.azuredevicecode.cache.support;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.LoginCodec;
import io.github.azuredevicecode.cache.UnreadableLoginException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Base class of token caches over a store that several processes share. A subclass names
 * the {@link LoginStorage} and the {@link ChangeWatcher} of its store; the rules are
 * here:
 * <ol>
 * <li>A login is stored under the id that the codec gives it, with its version beside its
 * bytes.</li>
 * <li>{@link #replace} reads the store first, unless {@link #load} has just read the
 * expected login. It writes if the stored version is the one of the expected login, and
 * if nobody else writes in between.</li>
 * <li>{@link #load} changes nothing. A value that cannot be read counts as
 * {@link CachedLogin#NONE}, and is logged once: the user signs in again.</li>
 * <li>{@link #replace} sets a corrupt value aside before it writes a login in its
 * place.</li>
 * <li>{@link #replace} throws a {@link TokenCacheException} for a value in a newer format
 * and for one that is encrypted with a key that is not configured. They stay as they
 * are.</li>
 * <li>A store that cannot be used is a {@link TokenCacheException}. If the answer to a
 * write is lost, the login may have been written all the same.</li>
 * </ol>
 * Thread safe. After {@link #close} nobody is told of changes; logins can still be loaded
 * and replaced.
 *
 * @since 0.1
 */
public abstract class StorageTokenCache implements TokenCache {

	private static final Logger logger = LoggerFactory.getLogger(StorageTokenCache.class);

	private final LoginStorage storage;

	private final ChangeWatcher<String> watcher;

	private final LoginCodec codec;

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	// What was read last and not yet replaced, without the bytes
	private final Map<String, StoredEntry> read = new ConcurrentHashMap<>();

	/**
	 * Creates a token cache.
	 * @param storage the store
	 * @param watcher the watcher of the store, closed with the token cache
	 * @param codec the codec that turns logins into bytes
	 */
	protected StorageTokenCache(LoginStorage storage, ChangeWatcher<String> watcher, LoginCodec codec) {
		this.storage = storage;
		this.watcher = watcher;
		this.codec = codec;
	}

	@Override
	public CachedLogin load(CachedLoginKey key) {
		String id = this.codec.id(key);
		StoredEntry found = this.storage.read(id);
		if (found == null) {
			return CachedLogin.NONE;
		}
		try {
			CachedLogin login = decode(key, found);
			this.warned.remove(id);
			this.read.put(id, new StoredEntry(found.version(), found.stamp(), null));
			return login;
		}
		catch (UnreadableLoginException ex) {
			if (this.warned.add(id)) {
				logger.warn("The stored login {} cannot be read and counts as signed out; it stays as it is{}. {}", id,
						ex.getKind().isReplaceable() ? " until a user signs in" : "", ex.getMessage());
			}
			return CachedLogin.NONE;
		}
	}

	@Override
	public boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next) {
		String id = this.codec.id(key);
		StoredEntry read = this.read.remove(id);
		if (read != null && read.version() == expected.version()) {
			return this.storage.write(id, read, next.version(), this.codec.encode(key, next));
		}
		StoredEntry found = this.storage.read(id);
		// Read before it is overwritten, since a version alone does not tell whose it is
		boolean readable = found != null && isReadable(key, id, found);
		long version = (found != null && readable) ? found.version() : CachedLogin.NONE.version();
		if (version != expected.version()) {
			return false;
		}
		byte[] data = this.codec.encode(key, next);
		if (found != null && !readable) {
			setAside(id, found);
			found = null;
		}
		return this.storage.write(id, found, next.version(), data);
	}

	private boolean isReadable(CachedLoginKey key, String id, StoredEntry found) {
		try {
			decode(key, found);
			return true;
		}
		catch (UnreadableLoginException ex) {
			if (!ex.getKind().isReplaceable()) {
				throw new TokenCacheException(
						"The stored login " + id + " stays as it is and is not overwritten. " + ex.getMessage(), ex);
			}
			return false;
		}
	}

	private CachedLogin decode(CachedLoginKey key, StoredEntry found) throws UnreadableLoginException {
		if (found.data() == null) {
			throw new UnreadableLoginException(
					"The stored value is not a login of this library, or is larger than any login",
					UnreadableLoginException.Kind.CORRUPT);
		}
		CachedLogin login = this.codec.decode(key, found.data());
		// Writers go by the stored version: with another one, nobody could write any more
		return login.atVersion(found.version());
	}

	private void setAside(String id, StoredEntry found) {
		String place = this.storage.setAside(id, found);
		if (place != null) {
			this.warned.remove(id);
			logger.warn("The unreadable login {} was set aside as '{}', since a user has signed in again", id, place);
		}
	}

	@Override
	public Instant now() {
		return this.storage.now();
	}

	@Override
	public Watch watch(CachedLoginKey key, Runnable onChange) {
		return this.watcher.watch(this.codec.id(key), onChange);
	}

	@Override
	public void close() {
		try {
			this.watcher.close();
		}
		// The client of the store may have been stopped before
		catch (RuntimeException | LinkageError ex) {
			logger.debug("Could not end the watching of a store", ex);
		}
	}

}
