package io.github.azuredevicecode.entra;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.credential.CredentialFixture;
import io.github.azuredevicecode.credential.DefaultDeviceCodeCredential;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link InstanceDiscovery}, which asks a host of Microsoft that is out of
 * reach here.
 */
@Tag("contract-1.3")
class InstanceDiscoveryTests {

	private final CredentialFixture fixture = new CredentialFixture();

	@Test
	void anUnknownAuthorityIsAskedAboutOnce() {
		DefaultDeviceCodeCredential credential = unknownAuthority();
		this.fixture.transport.answer(200, "{\"tenant_discovery_endpoint\":\"https://login.example/x\"}")
			.deviceCode()
			.tokens("token", 3600)
			.tokens("other", 3600);
		CompletableFuture<AccessToken> token = credential.getTokenAsync(TokenRequest.of("scope"));
		this.fixture.time.advance(Duration.ofSeconds(5));
		assertThat(token).isCompleted();
		credential.getToken("other");
		assertThat(this.fixture.transport.requests()).hasSize(4);
		assertThat(this.fixture.transport.requests().get(0).form()).isNull();
		assertThat(this.fixture.transport.requests().get(0).uri())
			.hasToString("https://login.microsoftonline.com/common/discovery/instance?authorization_endpoint="
					+ "https%3A%2F%2Flogin.example%2Forganizations%2Foauth2%2Fv2.0%2Fauthorize&api-version=1.0");
	}

	@Test
	void anInvalidInstanceIsRefused() {
		DefaultDeviceCodeCredential credential = unknownAuthority();
		this.fixture.transport.error("invalid_instance");
		assertThatExceptionOfType(ClientAuthenticationException.class).isThrownBy(() -> credential.getToken("scope"))
			.withMessageStartingWith("Authentication failed: The authority provided, https://login.example, is not "
					+ "well-known. If this authority is valid and trustworthy, disable this check: set "
					+ "azure.identity.device-code.disable-instance-discovery=true");
		assertThat(this.fixture.prompts).isEmpty();
	}

	@Test
	void aFailingDiscoveryIsAnErrorAndTriedAgain() {
		DefaultDeviceCodeCredential credential = unknownAuthority();
		this.fixture.transport.fail(new IOException("reset")).answer(503, "busy");
		assertThatExceptionOfType(ClientAuthenticationException.class).isThrownBy(() -> credential.getToken("scope"))
			.withMessageContaining("could not be checked")
			.withMessageContaining("reset");
		assertThatExceptionOfType(ClientAuthenticationException.class).isThrownBy(() -> credential.getToken("scope"))
			.withMessageContaining("HTTP status 503");
		// After several failures in a row callers wait a little
		this.fixture.time.advance(Duration.ofSeconds(1));
		this.fixture.transport.answer(200, "{}").deviceCode();
		assertThat(credential.getTokenAsync(TokenRequest.of("scope"))).isNotDone();
		assertThat(this.fixture.prompts).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "login.microsoftonline.com", "login.microsoft.com", "login.windows.net", "sts.windows.net",
			"login.chinacloudapi.cn", "login.partner.microsoftonline.cn", "login.microsoftonline.de",
			"login-us.microsoftonline.com", "login.microsoftonline.us", "login.usgovcloudapi.net",
			"login.sovcloud-identity.fr", "login.sovcloud-identity.de", "login.sovcloud-identity.sg" })
	void aKnownHostIsNotAskedAbout(String authority) {
		this.fixture.transport.deviceCode();
		this.fixture.credential((builder) -> builder.authority(authority)).getTokenAsync(TokenRequest.of("scope"));
		assertThat(this.fixture.transport.requests()).singleElement()
			.satisfies((request) -> assertThat(request.uri())
				.hasToString("https://" + authority + "/organizations/oauth2/v2.0/devicecode"));
	}

	@Test
	void anAdfsIsNotTrustedForItsTenantAlone() {
		assertThat(this.fixture.credential((builder) -> builder.authority("adfs.example").tenantId("adfs"))
			.getTokenAsync(TokenRequest.of("scope"))).isCompletedExceptionally()
			.failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withMessageContaining("https://adfs.example, is not well-known")
			.withMessageContaining("azure.identity.device-code.disable-instance-discovery=true");
		assertThat(this.fixture.transport.requests()).isEmpty();
		assertThat(this.fixture.prompts).isEmpty();
	}

	@Test
	void aDisabledDiscoveryAsksNobody() {
		this.fixture.transport.deviceCode().deviceCode();
		this.fixture
			.credential((builder) -> builder.authority("adfs.example").tenantId("adfs").disableInstanceDiscovery(true))
			.getTokenAsync(TokenRequest.of("scope"));
		this.fixture.credential((builder) -> builder.authority("login.example").disableInstanceDiscovery(true))
			.getTokenAsync(TokenRequest.of("scope"));
		assertThat(this.fixture.prompts).hasSize(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "login.microsoftonline.com=https://management.core.windows.net//.default",
			"login.chinacloudapi.cn=https://management.core.chinacloudapi.cn//.default",
			"login.microsoftonline.us=https://management.core.usgovcloudapi.net//.default" })
	@Tag("contract-1.6")
	void authenticateAsksForTheManagementApiOfTheCloud(String cloud) {
		String[] parts = cloud.split("=");
		this.fixture.transport.error("stop");
		DefaultDeviceCodeCredential credential = this.fixture.credential((builder) -> builder.authority(parts[0]));
		assertThatExceptionOfType(ClientAuthenticationException.class).isThrownBy(credential::authenticate);
		assertThat(this.fixture.transport.requests().get(0).form().get("scope"))
			.isEqualTo(parts[1] + " offline_access openid profile");
	}

	private DefaultDeviceCodeCredential unknownAuthority() {
		return this.fixture.credential((builder) -> builder.authority("login.example"));
	}

}
