package io.github.azuredevicecode.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.actuate.info.Info;
import org.springframework.boot.actuate.info.InfoContributor;

/**
 * {@link InfoContributor} that tells the application, the tenant and the state of the
 * login, from what is known already. Names nobody.
 */
public class DeviceCodeInfoContributor implements InfoContributor {

	private final DeviceCodeLoginState state;

	private final String clientId;

	private final String tenantId;

	/**
	 * Create a contributor.
	 * @param state what is known of the login
	 * @param clientId the application to show while nobody is signed in
	 * @param tenantId the tenant to show while nobody is signed in
	 */
	public DeviceCodeInfoContributor(DeviceCodeLoginState state, String clientId, String tenantId) {
		this.state = state;
		this.clientId = clientId;
		this.tenantId = tenantId;
	}

	@Override
	public void contribute(Info.Builder builder) {
		DeviceCodeLogin login = this.state.current();
		String loginClientId = login.clientId();
		String loginTenantId = login.tenantId();
		Map<String, Object> detail = new LinkedHashMap<>();
		detail.put("clientId", (loginClientId != null) ? loginClientId : this.clientId);
		detail.put("tenantId", (loginTenantId != null) ? loginTenantId : this.tenantId);
		detail.put("state", login.state());
		builder.withDetail("deviceCode", detail);
	}

}
