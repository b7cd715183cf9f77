package io.github.azuredevicecode.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.azuredevicecode.management.DeviceCodeOperations;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * {@link InfoContributor} that tells the application, the tenant and the state of each
 * login, from what is known already. Names nobody.
 */
public class DeviceCodeInfoContributor implements InfoContributor {

	private final DeviceCodeOperationsRegistry logins;

	/**
	 * Create a contributor.
	 * @param logins the logins
	 */
	public DeviceCodeInfoContributor(DeviceCodeOperationsRegistry logins) {
		this.logins = logins;
	}

	@Override
	public void contribute(Info.Builder builder) {
		Map<String, Object> detail = detail(this.logins.defaultOperations());
		Map<String, Map<String, Object>> others = this.logins.describeOthers(DeviceCodeInfoContributor::detail);
		if (!others.isEmpty()) {
			detail.put("credentials", others);
		}
		builder.withDetail("deviceCode", detail);
	}

	private static Map<String, Object> detail(DeviceCodeOperations login) {
		Map<String, Object> detail = new LinkedHashMap<>();
		String clientId = login.clientId();
		String tenantId = login.tenantId();
		if (clientId != null) {
			detail.put("clientId", clientId);
		}
		if (tenantId != null) {
			detail.put("tenantId", tenantId);
		}
		detail.put("state", login.current().state());
		return detail;
	}

}
