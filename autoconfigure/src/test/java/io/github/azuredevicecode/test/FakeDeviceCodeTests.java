package io.github.azuredevicecode.test;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.event.DeviceCodeAuthenticatedEvent;
import io.github.azuredevicecode.event.DeviceCodeEvent;
import io.github.azuredevicecode.event.DeviceCodePromptEvent;
import io.github.azuredevicecode.http.DeviceCodeRestClientConfigurer;
import io.github.azuredevicecode.http.DeviceCodeWebClientConfigurer;
import io.github.azuredevicecode.http.TokenNotAllowedException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.header;
import static org.springframework.test.web.client.match.MockRestRequestMatchers.requestTo;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withStatus;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withSuccess;
import static org.springframework.test.web.client.response.MockRestResponseCreators.withUnauthorizedRequest;

/**
 * Tests for {@link FakeDeviceCode}, as an application uses it.
 */
@SpringBootTest(webEnvironment = WebEnvironment.NONE, properties = { "azure.identity.device-code.scopes=User.Read",
		"azure.identity.device-code.authenticate-on-startup=true", "azure.identity.device-code.prompt.output=none",
		"azure.identity.device-code.credentials.work.tenant-id=contoso.example" })
@FakeDeviceCode
class FakeDeviceCodeTests {

	@Autowired
	private FakeDeviceCodeCredential credential;

	@BeforeEach
	void reset() {
		this.credential.reset();
	}

	@Test
	void theCredentialOfTheApplicationIsTheFake(@Autowired DeviceCodeCredential injected,
			@Autowired ApplicationContext context) {
		assertThat(injected).isSameAs(this.credential);
		assertThat(context.containsBean("deviceCodeCredential")).isFalse();
	}

	@Test
	void aCredentialWithANameIsAFakeToo(@Autowired @Qualifier("work") FakeDeviceCodeCredential work) {
		assertThat(work).isNotSameAs(this.credential);
		assertThat(work.getToken("User.Read").value()).isEqualTo("token-of-User.Read");
	}

	@Test
	void clientsOfTheApplicationSendTheTokenOfTheFakeToAMockThatWasBoundBefore(
			@Autowired DeviceCodeRestClientConfigurer deviceCode) {
		RestClient.Builder builder = RestClient.builder();
		MockRestServiceServer server = MockRestServiceServer.bindTo(builder).build();
		server.expect(requestTo("https://graph.microsoft.com/v1.0/me"))
			.andExpect(header(HttpHeaders.AUTHORIZATION, "Bearer token-of-User.Read"))
			.andRespond(withSuccess("ok", MediaType.TEXT_PLAIN));
		RestClient client = builder.apply(deviceCode).build();
		assertThat(client.get().uri("https://graph.microsoft.com/v1.0/me").retrieve().body(String.class))
			.isEqualTo("ok");
		server.verify();
		assertThatExceptionOfType(TokenNotAllowedException.class)
			.isThrownBy(() -> client.get().uri("https://elsewhere.example/").retrieve().body(String.class));
	}

	@Test
	void clientsOfTheApplicationSendTheTokenOfTheFakeToAMockThatIsBoundAfterwards(
			@Autowired DeviceCodeRestClientConfigurer deviceCode) {
		RestClient.Builder builder = RestClient.builder().apply(deviceCode);
		MockRestServiceServer server = MockRestServiceServer.bindTo(builder).build();
		String challenge = "Bearer error=\"insufficient_claims\", claims=\"e30\"";
		server.expect(requestTo("https://graph.microsoft.com/"))
			.andRespond(withUnauthorizedRequest().header(HttpHeaders.WWW_AUTHENTICATE, challenge));
		server.expect(requestTo("https://graph.microsoft.com/"))
			.andExpect(header(HttpHeaders.AUTHORIZATION, "Bearer token-of-User.Read-with-claims"))
			.andRespond(withStatus(HttpStatus.FOUND).location(URI.create("https://elsewhere.example/")));
		assertThat(builder.build()
			.get()
			.uri("https://graph.microsoft.com/")
			.retrieve()
			.toBodilessEntity()
			.getStatusCode()
			.value()).isEqualTo(302);
		server.verify();
	}

	@Test
	void reactiveClientsOfTheApplicationSendTheTokenOfTheFakeToAMockOfTheExchange(
			@Autowired DeviceCodeWebClientConfigurer deviceCode) {
		List<String> sent = new ArrayList<>();
		String challenge = "Bearer error=\"insufficient_claims\", claims=\"e30\"";
		WebClient client = WebClient.builder().exchangeFunction((request) -> {
			sent.add(request.headers().getFirst(HttpHeaders.AUTHORIZATION));
			return Mono.just((sent.size() == 1) ? ClientResponse.create(HttpStatus.UNAUTHORIZED)
				.header(HttpHeaders.WWW_AUTHENTICATE, challenge)
				.build() : ClientResponse.create(HttpStatus.OK).body("ok").build());
		}).apply(deviceCode).build();
		assertThat(client.get().uri("https://graph.microsoft.com/").retrieve().bodyToMono(String.class).block())
			.isEqualTo("ok");
		assertThat(sent).containsExactly("Bearer token-of-User.Read", "Bearer token-of-User.Read-with-claims");
		assertThatExceptionOfType(TokenNotAllowedException.class).isThrownBy(
				() -> client.get().uri("https://elsewhere.example/").retrieve().bodyToMono(String.class).block());
		assertThat(sent).hasSize(2);
	}

	@Test
	void aPromptOnDemandIsAnEventOfTheApplication(@Autowired Application application) {
		application.events.clear();
		this.credential.promptNext();
		this.credential.getToken("User.Read");
		assertThat(application.events).hasExactlyElementsOfTypes(DeviceCodePromptEvent.class,
				DeviceCodeAuthenticatedEvent.class);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		private final List<DeviceCodeEvent> events = new ArrayList<>();

		@EventListener
		void on(DeviceCodeEvent event) {
			this.events.add(event);
		}

	}

}
