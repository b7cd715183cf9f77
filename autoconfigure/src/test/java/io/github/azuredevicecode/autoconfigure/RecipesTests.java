package io.github.azuredevicecode.autoconfigure;

import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.Credentials;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeRestClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeOAuth2ClientAutoConfiguration;
import io.github.azuredevicecode.event.DeviceCodePromptEvent;
import io.github.azuredevicecode.http.DeviceCodeRestClientConfigurer;
import io.github.azuredevicecode.management.TestOperations;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import io.github.azuredevicecode.testsupport.ResourceServer;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import org.mockito.BDDMockito;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.event.EventListener;
import org.springframework.http.MediaType;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.mail.SimpleMailMessage;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.test.web.client.MockRestServiceServer;
import org.springframework.test.web.client.match.MockRestRequestMatchers;
import org.springframework.test.web.client.response.MockRestResponseCreators;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Recipes of the guide that need no class of ours.
 */
class RecipesTests {

	private final FakeDeviceCodeCredential credential = new FakeDeviceCodeCredential();

	@Test
	void aRestTemplateSendsTheTokenToAllowedHostsAlone() {
		try (ResourceServer resource = new ResourceServer()) {
			runner(resource.host()).run((context) -> {
				RestTemplateBuilder template = new RestTemplateBuilder()
					.clientSettings(HttpClientSettings.ofSslBundle(ResourceServer.sslBundle()))
					.requestFactoryBuilder(context.getBean(DeviceCodeRestClientConfigurer.class)::requestFactory);
				assertThat(template.build().getForObject(resource.url("/"), String.class)).isEqualTo("ok");
				assertThat(resource.authorizations()).containsExactly("Bearer token-of-User.Read");
				assertThatIllegalStateException()
					.isThrownBy(() -> template.build().getForObject(resource.otherNameUrl("/"), String.class))
					.withMessageContaining("must not go to");
				assertThat(resource.requests()).hasSize(1);
			});
		}
	}

	@Test
	void eachNewConnectionToADatabaseIsOpenedWithTheTokenOfThatMoment() throws SQLException {
		PasswordRecorder database = new PasswordRecorder();
		Supplier<String> token = () -> this.credential.getToken("https://ossrdbms-aad.database.windows.net/.default")
			.value();
		try (HikariDataSource dataSource = new HikariDataSource() {

			@Override
			public Credentials getCredentials() {
				return Credentials.of("ada@contoso.example", token.get());
			}

		}) {
			dataSource.setDataSource(database);
			dataSource.setMinimumIdle(0);
			this.credential.setToken("first");
			try (Connection first = dataSource.getConnection()) {
				this.credential.setToken("second");
				try (Connection second = dataSource.getConnection()) {
					assertThat(second).isNotSameAs(first);
				}
			}
		}
		assertThat(database.passwords).startsWith("first").endsWith("second");
	}

	@Test
	void aWebhookOfAChatShowsThePrompt() {
		RestClient.Builder builder = RestClient.builder();
		MockRestServiceServer chat = MockRestServiceServer.bindTo(builder).build();
		chat.expect(MockRestRequestMatchers.requestTo("https://hooks.example/1"))
			.andExpect(MockRestRequestMatchers.jsonPath("$.text").value(Matchers.startsWith("```my-application asks")))
			.andExpect(MockRestRequestMatchers.jsonPath("$.text").value(Matchers.containsString("USERCODE1")))
			.andRespond(MockRestResponseCreators.withSuccess());
		chat(builder, URI.create("https://hooks.example/1")).prompt(TestOperations.prompt("first"));
		chat.verify();
	}

	private static DeviceCodePromptHandler chat(RestClient.Builder builder, URI webhook) {
		RestClient client = builder.build();
		return (prompt) -> client.post()
			.uri(webhook)
			.contentType(MediaType.APPLICATION_JSON)
			.body(Map.of("text", "```" + prompt.toDisplayText("my-application") + "```"))
			.retrieve()
			.toBodilessEntity();
	}

	@Test
	void aPromptIsMailed() {
		JavaMailSender mailSender = BDDMockito.mock(JavaMailSender.class);
		new ApplicationContextRunner().withBean(Mailer.class, () -> new Mailer(mailSender))
			.run((context) -> context.publishEvent(new DeviceCodePromptEvent(this, TestOperations.prompt("first"))));
		ArgumentCaptor<SimpleMailMessage> mail = ArgumentCaptor.captor();
		BDDMockito.then(mailSender).should().send(mail.capture());
		assertThat(mail.getValue().getText()).contains("USERCODE1", "Only continue if you started this sign-in");
	}

	private ApplicationContextRunner runner(String host) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DeviceCodeAutoConfiguration.class,
					DeviceCodeOAuth2ClientAutoConfiguration.class, DeviceCodeRestClientAutoConfiguration.class))
			.withBean(DeviceCodeCredential.class, () -> this.credential)
			.withPropertyValues("azure.identity.device-code.scopes=User.Read",
					"azure.identity.device-code.allowed-hosts=" + host);
	}

	static class Mailer {

		private final JavaMailSender mailSender;

		Mailer(JavaMailSender mailSender) {
			this.mailSender = mailSender;
		}

		@EventListener
		void mail(DeviceCodePromptEvent event) {
			SimpleMailMessage mail = new SimpleMailMessage();
			mail.setTo("operators@contoso.example");
			mail.setSubject("my-application asks you to sign in");
			mail.setText(event.getPrompt().toDisplayText("my-application"));
			this.mailSender.send(mail);
		}

	}

	private static final class PasswordRecorder extends AbstractDataSource {

		private final List<String> passwords = new CopyOnWriteArrayList<>();

		@Override
		public Connection getConnection() throws SQLException {
			return DriverManager.getConnection("jdbc:h2:mem:recipes");
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			this.passwords.add(password);
			return getConnection();
		}

	}

}
