package io.github.azuredevicecode.credential.state;

import java.util.Map;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.DeviceCodeInstrumentation.ActivityOutcome;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Detail;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.concurrent.MeasuredActivity;

/**
 * A store whose accesses are measured.
 */
public final class ObservedTokenCache extends DelegatingTokenCache {

	private final DeviceCodeInstrumentation instrumentation;

	private final String type;

	public ObservedTokenCache(TokenCache store, DeviceCodeInstrumentation instrumentation) {
		super(store);
		this.instrumentation = instrumentation;
		String name = store.getClass().getName();
		this.type = name.substring(name.lastIndexOf('.') + 1);
	}

	@Override
	public CachedLogin load(CachedLoginKey key) {
		return begin("load").measure(() -> super.load(key), (login) -> ActivityOutcome.SUCCESS);
	}

	@Override
	public boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next) {
		return begin("replace").measure(() -> super.replace(key, expected, next),
				(written) -> written ? ActivityOutcome.SUCCESS : ActivityOutcome.CONFLICT);
	}

	private MeasuredActivity begin(String access) {
		return MeasuredActivity.begin(this.instrumentation, Operation.STORE,
				Map.of(Detail.STORE, this.type, Detail.ACCESS, access));
	}

}
