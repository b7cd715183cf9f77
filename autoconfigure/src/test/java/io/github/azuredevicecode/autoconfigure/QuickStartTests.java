package io.github.azuredevicecode.autoconfigure;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.Consumer;

import io.github.azuredevicecode.autoconfigure.credential.CredentialSettings;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import org.junit.jupiter.api.Test;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.test.tools.SourceFile;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.test.web.client.match.MockRestRequestMatchers;
import org.springframework.test.web.client.response.MockRestResponseCreators;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The quick start of the README works as pasted.
 */
class QuickStartTests {

	private static final String SECTION = "Start in one minute";

	@Test
	void thePropertiesConfigureTheCredential() throws IOException {
		Properties properties = new Properties();
		properties.load(new StringReader(only("properties").code()));
		start((context) -> {
			AuthoritySettings authority = context.getBean(CredentialSettings.class).defaultCredential().authority();
			assertThat(authority.clientId()).isEqualTo(properties.getProperty("azure.identity.device-code.client-id"));
			assertThat(authority.tenantId()).isEqualTo(properties.getProperty("azure.identity.device-code.tenant-id"));
		});
	}

	@Test
	void theApplicationCallsGraphWithTheTokenAsItStarts() throws IOException {
		start((context) -> context.getBean(Graph.class).server.verify());
	}

	private static void start(Consumer<ConfigurableApplicationContext> test) throws IOException {
		String[] properties = only("properties").code().split("\n");
		SourceFile source = SourceFile.of(only("java").code());
		TestCompiler.forSystem().compile(source, (compiled) -> {
			List<Class<?>> sources = new ArrayList<>(List.of(Graph.class));
			sources.addAll(compiled.getAllCompiledClasses());
			try (ConfigurableApplicationContext context = ApplicationsTests.start(WebApplicationType.NONE, sources,
					true, properties)) {
				test.accept(context);
			}
		});
	}

	private static CodeBlock only(String language) throws IOException {
		List<CodeBlock> blocks = CodeBlock.of(Path.of("..", "README.md"))
			.stream()
			.filter((block) -> block.section().equals(SECTION) && block.language().equals(language))
			.toList();
		assertThat(blocks).as(language + " in the section " + SECTION).hasSize(1);
		return blocks.get(0);
	}

	@Configuration(proxyBeanMethods = false)
	static class Graph {

		private MockRestServiceServer server;

		// The bean of @FakeDeviceCode, with which mocks stay in place
		@Bean
		FakeDeviceCodeCredential fakeDeviceCodeCredential() {
			return new FakeDeviceCodeCredential();
		}

		@Bean
		RestClientCustomizer mockServerCustomizer() {
			return (builder) -> {
				this.server = MockRestServiceServer.bindTo(builder).build();
				this.server.expect(MockRestRequestMatchers.requestTo("https://graph.microsoft.com/v1.0/me"))
					.andExpect(MockRestRequestMatchers.header(HttpHeaders.AUTHORIZATION,
							"Bearer token-of-https---graph.microsoft.com-User.Read"))
					.andRespond(MockRestResponseCreators.withSuccess("{}", MediaType.APPLICATION_JSON));
			};
		}

	}

}
