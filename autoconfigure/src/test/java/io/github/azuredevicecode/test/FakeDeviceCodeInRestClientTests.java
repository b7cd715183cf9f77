package io.github.azuredevicecode.test;

import io.github.azuredevicecode.http.DeviceCodeRestClientConfigurer;
import io.github.azuredevicecode.http.TokenNotAllowedException;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.restclient.test.autoconfigure.RestClientTest;
import org.springframework.context.annotation.Import;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.header;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.requestTo;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withSuccess;

/**
 * {@link FakeDeviceCode} in Spring Boot's {@link RestClientTest} slice, whose mock of the
 * server is bound to the builder before the application applies the token to it.
 */
@RestClientTest(properties = "azure.identity.device-code.scopes=User.Read")
@ContextConfiguration(classes = FakeDeviceCodeInSlicesTests.Application.class)
@Import(FakeDeviceCodeInRestClientTests.Graph.class)
@FakeDeviceCode
class FakeDeviceCodeInRestClientTests {

	@Autowired
	private Graph graph;

	@Autowired
	private MockRestServiceServer server;

	@Test
	void theClientSendsTheTokenOfTheFakeToTheMock() {
		this.server.expect(requestTo("https://graph.microsoft.com/v1.0/me"))
			.andExpect(header(HttpHeaders.AUTHORIZATION, "Bearer token-of-User.Read"))
			.andRespond(withSuccess("Ada", MediaType.TEXT_PLAIN));
		assertThat(this.graph.get("/v1.0/me")).isEqualTo("Ada");
		this.server.verify();
	}

	@Test
	void theClientRefusesAHostThatIsNotAllowed() {
		assertThatExceptionOfType(TokenNotAllowedException.class)
			.isThrownBy(() -> this.graph.get("https://elsewhere.example/"));
	}

	static class Graph {

		private final RestClient client;

		Graph(RestClient.Builder builder, DeviceCodeRestClientConfigurer deviceCode) {
			this.client = builder.baseUrl("https://graph.microsoft.com").apply(deviceCode).build();
		}

		String get(String uri) {
			return String.valueOf(this.client.get().uri(uri).retrieve().body(String.class));
		}

	}

}
