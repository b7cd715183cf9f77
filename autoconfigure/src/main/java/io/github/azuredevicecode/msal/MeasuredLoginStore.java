package io.github.azuredevicecode.msal;

import java.time.Instant;
import java.util.Map;

import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Detail;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Outcome;
import io.github.azuredevicecode.cache.Login;
import io.github.azuredevicecode.cache.LoginKey;
import io.github.azuredevicecode.cache.LoginStore;

/**
 * A store whose accesses are measured.
 */
final class MeasuredLoginStore implements LoginStore {

	private final LoginStore store;

	private final DeviceCodeInstrumentation instrumentation;

	private final String type;

	MeasuredLoginStore(LoginStore store, DeviceCodeInstrumentation instrumentation) {
		this.store = store;
		this.instrumentation = instrumentation;
		String name = store.getClass().getName();
		this.type = name.substring(name.lastIndexOf('.') + 1);
	}

	@Override
	public Login load(LoginKey key) {
		return begin("load").measure(() -> this.store.load(key), (login) -> Outcome.SUCCESS);
	}

	@Override
	public boolean replace(LoginKey key, Login expected, Login next) {
		return begin("replace").measure(() -> this.store.replace(key, expected, next),
				(written) -> written ? Outcome.SUCCESS : Outcome.CONFLICT);
	}

	private MeasuredActivity begin(String access) {
		return MeasuredActivity.begin(this.instrumentation, Operation.STORE,
				Map.of(Detail.STORE, this.type, Detail.ACCESS, access));
	}

	@Override
	public boolean isShared() {
		return this.store.isShared();
	}

	@Override
	public Instant now() {
		return this.store.now();
	}

	@Override
	public Watch watch(LoginKey key, Runnable onChange) {
		return this.store.watch(key, onChange);
	}

	@Override
	public void close() {
		this.store.close();
	}

}
