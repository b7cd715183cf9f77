package io.github.azuredevicecode.cache.file;

import java.nio.file.Path;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.cache.SampleLogins;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Base class of tests that begin with a login in a file.
 */
abstract class StoredLoginFixture {

	final CachedLogin login = SampleLogins.signedIn("tokens");

	StoreDirectory directory;

	FileTokenCache store;

	@BeforeEach
	void write(@TempDir Path parent) {
		this.directory = new StoreDirectory(parent.resolve("logins"));
		this.store = this.directory.store();
		this.store.replace(SampleLogins.KEY, CachedLogin.NONE, this.login);
	}

}
