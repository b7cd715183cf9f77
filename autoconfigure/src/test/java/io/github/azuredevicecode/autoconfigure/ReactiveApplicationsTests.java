package io.github.azuredevicecode.autoconfigure;

import java.util.List;

import io.github.azuredevicecode.http.DeviceCodeWebClientConfigurer;
import io.github.azuredevicecode.http.TestConfigurers;
import io.github.azuredevicecode.testsupport.ResourceServer;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.DefaultReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.web.reactive.function.client.ServerOAuth2AuthorizedClientExchangeFilterFunction;
import org.springframework.security.web.server.SecurityWebFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.reactive.function.client.WebClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Starts reactive web applications that add the starter, with all of Boot's
 * auto-configuration, and calls a resource by what they give to a {@code WebClient}.
 */
class ReactiveApplicationsTests {

	private static final String[] LOGIN = { "spring.security.oauth2.client.registration.github.client-id=github",
			"spring.security.oauth2.client.registration.github.client-secret=secret" };

	private final ScriptedEntra entra = new ScriptedEntra();

	private final ResourceServer resource = new ResourceServer();

	@AfterEach
	void close() {
		this.resource.close();
		this.entra.close();
	}

	@Test
	void oneSignInServesSpringSecuritysFilterAndOurs() throws Exception {
		this.entra.deviceCode().pending().token("of-the-user", 3600);
		try (ConfigurableApplicationContext context = start(false, Calls.class)) {
			assertThat(ApplicationsTests.get(context, "/by-spring-security").body()).isEqualTo("ok");
			assertThat(ApplicationsTests.get(context, "/by-ours").body()).isEqualTo("ok");
			assertThat(ApplicationsTests.get(context, "/by-spring-security").body()).isEqualTo("ok");
		}
		assertThat(this.resource.authorizations()).hasSize(3).containsOnly("Bearer of-the-user");
		assertThat(this.entra.deviceCodeRequests()).hasSize(1);
	}

	@Test
	void aSharedManagerOfSpringSecurityServesTheGrantToo() throws Exception {
		this.entra.deviceCode().token("of-the-user", 3600);
		try (ConfigurableApplicationContext context = start(true, Calls.class, OpenToAll.class)) {
			assertThat(context.getBean(ReactiveOAuth2AuthorizedClientManager.class))
				.isInstanceOf(DefaultReactiveOAuth2AuthorizedClientManager.class);
			assertThat(ApplicationsTests.get(context, "/by-spring-security").body()).isEqualTo("ok");
			assertThat(ApplicationsTests.get(context, "/by-ours").body()).isEqualTo("ok");
		}
		assertThat(this.resource.authorizations()).hasSize(2).containsOnly("Bearer of-the-user");
	}

	@Test
	void theLoginOfTheApplicationStaysAsItIs() throws Exception {
		try (ConfigurableApplicationContext context = start(true, Calls.class)) {
			assertThat(ApplicationsTests.get(context, "/by-ours").statusCode()).isEqualTo(302);
			assertThat(ApplicationsTests.get(context, "/login").body()).contains("/oauth2/authorization/github")
				.doesNotContain("device-code");
		}
		assertThat(this.resource.requests()).isEmpty();
	}

	private ConfigurableApplicationContext start(boolean bootsSecurity, Class<?>... sources) {
		Object[] all = new Object[sources.length + 1];
		System.arraycopy(sources, 0, all, 0, sources.length);
		all[sources.length] = this.entra;
		String[] properties = { "resource=" + this.resource.url("/"), "azure.identity.device-code.scopes=User.Read",
				"azure.identity.device-code.allowed-hosts=" + this.resource.host(),
				"azure.identity.device-code.client-id=" + ScriptedEntra.CLIENT_ID,
				"azure.identity.device-code.authority=" + this.entra.authority(),
				"azure.identity.device-code.disable-instance-discovery=true",
				"azure.identity.device-code.ssl.bundle=entra" };
		return ApplicationsTests.start(WebApplicationType.REACTIVE, List.of(all), bootsSecurity,
				bootsSecurity ? ApplicationsTests.concat(properties, LOGIN) : properties);
	}

	@RestController
	static class Calls {

		private final String resource;

		private final WebClient bySpringSecurity;

		private final WebClient byOurs;

		Calls(@Value("${resource}") String resource, ReactiveOAuth2AuthorizedClientManager manager,
				DeviceCodeWebClientConfigurer deviceCode) {
			this.resource = resource;
			ServerOAuth2AuthorizedClientExchangeFilterFunction token = new ServerOAuth2AuthorizedClientExchangeFilterFunction(
					manager);
			token.setDefaultClientRegistrationId("device-code");
			this.bySpringSecurity = WebClient.builder()
				.clientConnector(ClientHttpConnectorBuilder.jdk().build(TestConfigurers.SETTINGS))
				.filter(token)
				.build();
			this.byOurs = WebClient.builder().apply(deviceCode.withSettings(TestConfigurers.SETTINGS)).build();
		}

		@GetMapping("/by-spring-security")
		Mono<String> bySpringSecurity() {
			return call(this.bySpringSecurity);
		}

		@GetMapping("/by-ours")
		Mono<String> byOurs() {
			return call(this.byOurs);
		}

		private Mono<String> call(WebClient client) {
			return client.get().uri(this.resource).retrieve().bodyToMono(String.class);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OpenToAll {

		@Bean
		SecurityWebFilterChain openToAll(ServerHttpSecurity http) {
			return http.authorizeExchange((exchange) -> exchange.anyExchange().permitAll()).build();
		}

	}

}
