package io.github.azuredevicecode.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.azuredevicecode.management.DeviceCodeOperations;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * {@link InfoContributor} that adds the application, the tenant and the state of each
 * credential, as far as they are known already. It names no user.
 *
 * @since 0.1
 */
public class DeviceCodeInfoContributor implements InfoContributor {

	private final DeviceCodeOperationsRegistry operationsRegistry;

	/**
	 * Creates a contributor.
	 * @param operationsRegistry the operations of all credentials
	 */
	public DeviceCodeInfoContributor(DeviceCodeOperationsRegistry operationsRegistry) {
		this.operationsRegistry = operationsRegistry;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> detail = detail(this.operationsRegistry.defaultOperations());
		Map<String, Map<String, Object>> others = this.operationsRegistry
			.describeOthers(DeviceCodeInfoContributor::detail);
		if (!others.isEmpty()) {
			detail.put("credentials", others);
		}
		builder.withDetail("deviceCode", detail);
	}

	private static Map<String, Object> detail(DeviceCodeOperations operations) {
		Map<String, Object> detail = new LinkedHashMap<>();
		String clientId = operations.clientId();
		String tenantId = operations.tenantId();
		if (clientId != null) {
			detail.put("clientId", clientId);
		}
		if (tenantId != null) {
			detail.put("tenantId", tenantId);
		}
		detail.put("state", operations.current().state());
		return detail;
	}

}
