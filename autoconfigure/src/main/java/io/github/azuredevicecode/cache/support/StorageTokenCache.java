package io.github.azuredevicecode.cache.support;

import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.CanonicalKey;
import io.github.azuredevicecode.cache.LoginCodec;
import io.github.azuredevicecode.cache.UnreadableLoginException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Base class of token caches over a store that several processes share. A subclass names
 * the {@link LoginStorage} and the {@link ChangeWatcher} of its store; the rules are
 * here:
 * <ol>
 * <li>A login is stored under the digest of its key, with its version beside its
 * bytes.</li>
 * <li>{@link #replace} reads the store first. It writes if the stored version is the one
 * of the expected login, and if nobody else writes in between.</li>
 * <li>A value that cannot be read is set aside with a warning, once, and counts as
 * {@link CachedLogin#NONE}: the user signs in again.</li>
 * <li>A value in a newer format stays as it is. {@link #load} returns
 * {@link CachedLogin#NONE} and logs a warning, {@link #replace} throws a
 * {@link TokenCacheException}.</li>
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

	private static final String ADVICE_ON_NEWER_FORMAT = "Update this application, or give it a store of its own.";

	private final LoginStorage storage;

	private final ChangeWatcher<String> watcher;

	private final LoginCodec codec;

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

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
		String id = CanonicalKey.digest(key);
		StoredEntry found = this.storage.read(id);
		if (found == null) {
			return CachedLogin.NONE;
		}
		try {
			return decode(key, found);
		}
		catch (UnreadableLoginException ex) {
			if (ex.isNewerFormat()) {
				warn(id, "is in a newer format and stays as it is. " + ADVICE_ON_NEWER_FORMAT, ex);
			}
			else {
				setAside(id, found, ex);
			}
			return CachedLogin.NONE;
		}
	}

	@Override
	public boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next) {
		String id = CanonicalKey.digest(key);
		StoredEntry found = this.storage.read(id);
		// Read before it is overwritten, since a version alone does not tell whose it is
		if (found != null && !isReadable(key, id, found)) {
			found = null;
		}
		long version = (found != null) ? found.version() : CachedLogin.NONE.version();
		return version == expected.version()
				&& this.storage.write(id, found, next.version(), this.codec.encode(key, next));
	}

	private boolean isReadable(CachedLoginKey key, String id, StoredEntry found) {
		try {
			decode(key, found);
			return true;
		}
		catch (UnreadableLoginException ex) {
			if (ex.isNewerFormat()) {
				throw new TokenCacheException("The stored login " + id
						+ " is in a newer format and is not overwritten. " + ADVICE_ON_NEWER_FORMAT, ex);
			}
			setAside(id, found, ex);
			return false;
		}
	}

	private CachedLogin decode(CachedLoginKey key, StoredEntry found) throws UnreadableLoginException {
		if (found.data() == null) {
			throw new UnreadableLoginException("This library did not write it", false);
		}
		CachedLogin login = this.codec.decode(key, found.data());
		// Writers go by the stored version: with another one, nobody could write any more
		return login.atVersion(found.version());
	}

	private void setAside(String id, StoredEntry found, UnreadableLoginException ex) {
		String place = this.storage.setAside(id, found);
		if (place != null) {
			warn(id, "cannot be read, and was set aside as '" + place + "'. The user has to sign in again. If this "
					+ "happens with every login, check that all applications that use the store have the same "
					+ "encryption keys.", ex);
		}
	}

	private void warn(String id, String what, UnreadableLoginException ex) {
		if (this.warned.add(id)) {
			logger.warn("The stored login {} {} Reason: {}", id, what, ex.getMessage());
		}
	}

	@Override
	public Instant now() {
		return this.storage.now();
	}

	@Override
	public Watch watch(CachedLoginKey key, Runnable onChange) {
		return this.watcher.watch(CanonicalKey.digest(key), onChange);
	}

	@Override
	public void close() {
		this.watcher.close();
	}

}
