package io.github.azuredevicecode.cache.support;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.CanonicalKey;
import io.github.azuredevicecode.cache.LoginCodec;
import io.github.azuredevicecode.cache.UnreadableLoginException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads and writes logins as bytes that may not be what they should be: sets aside what
 * is corrupt, and leaves alone what a newer version of this library has written.
 */
public final class StorageTokenCache {

	private static final Logger logger = LoggerFactory.getLogger(StorageTokenCache.class);

	private final LoginStorage stored;

	private final LoginCodec codec;

	private final Set<String> warned = ConcurrentHashMap.newKeySet();

	public StorageTokenCache(LoginStorage stored, LoginCodec codec) {
		this.stored = stored;
		this.codec = codec;
	}

	public CachedLogin load(CachedLoginKey key) {
		String id = CanonicalKey.digest(key);
		StoredEntry found = this.stored.read(id);
		if (found == null) {
			return CachedLogin.NONE;
		}
		try {
			return decode(key, found);
		}
		catch (UnreadableLoginException ex) {
			if (ex.isNewerFormat()) {
				warn(id, "is in a newer format and left as it is. Update this application, or give it a store of its "
						+ "own.", ex);
			}
			else {
				setAside(id, found, ex);
			}
			return CachedLogin.NONE;
		}
	}

	public boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next) {
		String id = CanonicalKey.digest(key);
		StoredEntry found = this.stored.read(id);
		// Read before it is overwritten, since a version alone does not tell whose it is
		if (found != null && !isReadable(key, id, found)) {
			found = null;
		}
		long version = (found != null) ? found.version() : CachedLogin.NONE.version();
		return version == expected.version()
				&& this.stored.write(id, found, next.version(), this.codec.encode(key, next));
	}

	private boolean isReadable(CachedLoginKey key, String id, StoredEntry found) {
		try {
			decode(key, found);
			return true;
		}
		catch (UnreadableLoginException ex) {
			if (ex.isNewerFormat()) {
				throw new TokenCacheException(
						"The stored login " + id + " is in a newer format and is not overwritten. "
								+ "Update this application, or give it a store of its own.",
						ex);
			}
			setAside(id, found, ex);
			return false;
		}
	}

	private CachedLogin decode(CachedLoginKey key, StoredEntry found) throws UnreadableLoginException {
		if (found.data() == null) {
			throw new UnreadableLoginException("It was not written by this library", false);
		}
		CachedLogin login = this.codec.decode(key, found.data());
		// Writers go by the stored version: with another one, nobody could write any more
		return (login.version() == found.version()) ? login : new CachedLogin(login.generation(), found.version(),
				login.tokenCache(), login.authenticationRecord(), login.pending());
	}

	private void setAside(String id, StoredEntry found, UnreadableLoginException ex) {
		String place = this.stored.setAside(id, found);
		if (place != null) {
			warn(id, "cannot be read, and was set aside as '" + place + "'. The user has to sign in again. If this "
					+ "happens with every login, see whether all applications that use the store encrypt alike.", ex);
		}
	}

	private void warn(String id, String what, UnreadableLoginException ex) {
		if (this.warned.add(id)) {
			logger.warn("The stored login " + id + " " + what + " Reason: " + ex.getMessage());
		}
	}

}
