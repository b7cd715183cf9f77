package io.github.azuredevicecode;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import org.assertj.core.api.ThrowableAssertAlternative;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
		assertThatFailure().withMessageContaining("the proxy wants a user name and a password (status 407)")
			.withMessageContaining("azure.identity.device-code.http.proxy");
	}

	@Test
	void theFailureTellsOfAProxyThatRefuses() {
		this.status = "403 Forbidden";
		assertThatFailure().withMessageContaining("Tunnel failed, got: 403");
	}

	@Test
	void theFailureNamesAProxyThatIsNotThere() throws IOException {
		String address = this.proxy.getInetAddress().getHostAddress() + ":" + this.proxy.getLocalPort();
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
