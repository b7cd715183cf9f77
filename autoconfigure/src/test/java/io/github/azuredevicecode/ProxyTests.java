package io.github.azuredevicecode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.github.azuredevicecode.autoconfigure.ApplicationProcess;
import io.github.azuredevicecode.testsupport.TunnelProxy;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Proxies that let nothing through.
 */
class ProxyTests {

	private ServerSocket proxy;

	private volatile String status = "";

	@BeforeEach
	void start() throws IOException {
		this.proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		Thread thread = new Thread(this::refuse);
		thread.setDaemon(true);
		thread.start();
	}

	@AfterEach
	void stop() throws IOException {
		this.proxy.close();
	}

	@Test
	void theFailureTellsOfAProxyThatWantsAPassword() {
		this.status = "407 Proxy Authentication Required";
		assertThatFailure().withMessageContaining("the proxy " + address() + " wants a user name and a password")
			.withMessageContaining("azure.identity.device-code.http.proxy-username");
	}

	@Test
	void theFailureTellsOfAProxyThatWantsSomethingElse() {
		this.status = "407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM";
		assertThatFailure().withMessageContaining("the proxy " + address() + " wants Negotiate, NTLM (status 407)");
	}

	@Test
	void theFailureTellsWhatJavaNeedsToSendAPassword() {
		try (TunnelProxy tunnel = new TunnelProxy("Proxy-Authenticate: Basic realm=\"office\"\r\n", "Basic dTpwdw==");
				DeviceCodeCredential credential = DeviceCodeCredential.builder()
					.proxy(tunnel.selector())
					.proxyCredentials("u", "pw")
					.retries(0)
					.build()) {
			assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("User.Read"))
				.withMessageContaining(
						"the proxy " + tunnel.address() + " wants a user name and a password (status 407)")
				.withMessageContaining("start")
				.withMessageContaining("-Djdk.http.auth.tunneling.disabledSchemes=");
		}
	}

	@Test
	void aPasswordIsSentToTheProxyOnlyWhereJavaAllowsIt() throws IOException {
		assertThat(
				ApplicationProcess.run(ProxiedApplication.class, List.of("-Djdk.http.auth.tunneling.disabledSchemes=")))
			.filteredOn((line) -> line.startsWith("> "))
			.containsExactly("> settings: the token, 2 requests to the proxy",
					"> wrong: the proxy proxy:3128 refuses the user name or the password (status 407); check "
							+ "azure.identity.device-code.http.proxy-username and "
							+ "azure.identity.device-code.http.proxy-password, 2 requests to the proxy",
					"> nobody: the proxy proxy:3128 wants a user name and a password (status 407); set "
							+ "azure.identity.device-code.http.proxy-username and "
							+ "azure.identity.device-code.http.proxy-password, 1 requests to the proxy",
					"> PROXY office Basic", "> authenticator: the token, 2 requests to the proxy");
	}

	@ParameterizedTest
	@CsvSource({ "'', pw", "'  ', pw", "a:b, pw", "'a\r\nX: y', pw", "u, 'p\nw'" })
	void aUserNameThatABasicHeaderCannotHoldIsRefused(String username, String password) {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> DeviceCodeCredential.builder().proxyCredentials(username, password))
			.withMessageContaining("for the proxy must not")
			.withMessageNotContaining(password);
	}

	@Test
	void theFailureTellsOfAProxyThatRefuses() {
		this.status = "403 Forbidden";
		assertThatFailure().withMessageContaining("Tunnel failed, got: 403");
	}

	@Test
	void theFailureNamesAProxyThatIsNotThere() throws IOException {
		String address = address();
		this.proxy.close();
		assertThatFailure().withMessageContaining("the proxy " + address + " cannot be reached")
			.withMessageContaining("check azure.identity.device-code.http.proxy");
	}

	@Test
	void aHostThatIsNotFoundIsToldFromAPortThatIsClosed() throws IOException {
		int port = this.proxy.getLocalPort();
		this.proxy.close();
		assertThatExceptionOfType(ClientAuthenticationException.class)
			.isThrownBy(() -> getToken("https://localhost:" + port))
			.withMessageContaining("connection refused");
		assertThatExceptionOfType(ClientAuthenticationException.class)
			.isThrownBy(() -> getToken("https://no-such-host.invalid"))
			.withMessageContaining("host not found");
	}

	private String address() {
		return this.proxy.getInetAddress().getHostAddress() + ":" + this.proxy.getLocalPort();
	}

	private static void getToken(String authority) {
		try (DeviceCodeCredential credential = DeviceCodeCredential.builder()
			.authority(authority)
			.disableInstanceDiscovery(true)
			.retries(0)
			.build()) {
			credential.getToken("User.Read");
		}
	}

	private ThrowableAssertAlternative<ClientAuthenticationException> assertThatFailure() {
		try (DeviceCodeCredential credential = DeviceCodeCredential.builder()
			.proxy(ProxySelector.of(InetSocketAddress.createUnresolved(this.proxy.getInetAddress().getHostAddress(),
					this.proxy.getLocalPort())))
			.retries(0)
			.build()) {
			return assertThatExceptionOfType(ClientAuthenticationException.class)
				.isThrownBy(() -> credential.getToken("User.Read"));
		}
	}

	private void refuse() {
		while (!this.proxy.isClosed()) {
			try (Socket socket = this.proxy.accept()) {
				socket.getInputStream().read(new byte[4096]);
				socket.getOutputStream()
					.write(("HTTP/1.1 " + this.status + "\r\nContent-Length: 0\r\n\r\n")
						.getBytes(StandardCharsets.US_ASCII));
			}
			catch (IOException ex) {
				// The test is over, or the client has gone
			}
		}
	}

}
