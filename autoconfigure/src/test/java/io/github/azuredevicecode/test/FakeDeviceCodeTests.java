package io.github.azuredevicecode.test;

import java.util.ArrayList;
import java.util.List;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.event.DeviceCodeAuthenticatedEvent;
import io.github.azuredevicecode.event.DeviceCodeEvent;
import io.github.azuredevicecode.event.DeviceCodePromptEvent;
import io.github.azuredevicecode.http.DeviceCodeClientHttpRequestInterceptor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.client.MockClientHttpRequest;
import org.springframework.mock.http.client.MockClientHttpResponse;

import static org.assertj.core.api.Assertions.assertThat;

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
	void clientsOfTheApplicationGetTheTokenOfTheFake(@Autowired DeviceCodeClientHttpRequestInterceptor interceptor)
			throws Exception {
		MockClientHttpRequest request = new MockClientHttpRequest(HttpMethod.GET, "https://graph.microsoft.com/v1.0");
		interceptor.intercept(request, new byte[0],
				(sent, body) -> new MockClientHttpResponse(new byte[0], HttpStatus.OK));
		assertThat(request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION)).isEqualTo("Bearer token-of-User.Read");
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
