package io.github.azuredevicecode.cache;

/**
 * Tests for {@link InMemoryLoginStore}.
 */
class InMemoryLoginStoreTests extends LoginStoreContract {

	private final LoginStore store = new InMemoryLoginStore();

	@Override
	LoginStore store() {
		return this.store;
	}

}
