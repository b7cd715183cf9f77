package io.github.azuredevicecode.autoconfigure;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.management.JMException;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanParameterInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.actuate.DeviceCodeEndpoint;
import io.github.azuredevicecode.event.DeviceCodeAuthenticationFailedEvent;
import io.github.azuredevicecode.event.DeviceCodeEvent;
import io.github.azuredevicecode.prompt.ConsoleDeviceCodePromptHandler;
import io.github.azuredevicecode.testsupport.ObservationTree;
import io.github.azuredevicecode.testsupport.ScriptedEntra;
import io.micrometer.core.instrument.MeterRegistry;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslBundleRegistrar;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientManager;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Runs every flow with secrets that can be recognised, everything logged, and looks for
 * them wherever an operator looks.
 */
@ExtendWith(OutputCaptureExtension.class)
class SecretsTests {

	private static final String CANARY = "canary";

	private static final String DEVICE_CODE = "device-code-" + CANARY;

	private static final String KEY = Base64.getEncoder()
		.encodeToString((CANARY.repeat(5) + "..").getBytes(StandardCharsets.US_ASCII));

	private static final String TOKEN = "token-" + CANARY;

	private final ScriptedEntra entra = new ScriptedEntra();

	private final StringBuilder seen = new StringBuilder();

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void noSecretIsShownAnywhere(boolean supportLogging, CapturedOutput output) throws Exception {
		try (ConfigurableApplicationContext context = start(supportLogging)) {
			((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.TRACE);
			DeviceCodeCredential credential = context.getBean(DeviceCodeCredential.class);
			signIn(credential);
			refresh(credential);
			authorize(context);
			failures(credential);
			for (DeviceCodeEvent event : context.getBean(Events.class).events) {
				look(event);
				if (event instanceof DeviceCodeAuthenticationFailedEvent failed) {
					look(failed.getException());
				}
			}
			look(credential);
			context.getBean(Operator.class).seenAtPrompts.forEach(this::look);
			assertThat(this.seen).contains("AWAITING_USER");
			context.getBean(ObservationTree.class).contexts().forEach(this::look);
			assertThat(this.seen).contains("azure.devicecode.poll");
			for (String endpoint : List.of("env", "configprops", "beans", "conditions", "mappings", "loggers",
					"threaddump", "metrics", "scheduledtasks", "devicecode", "health/deviceCode", "info",
					"metrics/azure.devicecode.signed.in", "metrics/azure.devicecode.token")) {
				look(get(context, "/actuator/" + endpoint));
			}
			context.getBean(MeterRegistry.class).getMeters().forEach((meter) -> look(meter.getId()));
			assertThat(this.seen).contains("azure.devicecode.login.age");
			lookOverJmx();
		}
		finally {
			((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.INFO);
			this.entra.close();
		}
		assertThat(output.getAll()).contains("TRACE");
		// A canary that nobody could see would prove nothing
		assertThat(this.entra.tokenRequests())
			.anyMatch((request) -> DEVICE_CODE.equals(request.form().get("device_code")))
			.anyMatch((request) -> String.valueOf(request.form().get("refresh_token")).contains(CANARY));
		assertThat(this.seen).contains("azure.identity.device-code").contains("AADSTS").doesNotContain(CANARY, KEY);
		assertThat(output.getAll()).doesNotContain(CANARY, KEY);
	}

	private void signIn(DeviceCodeCredential credential) {
		this.entra.onDeviceCode(ScriptedEntra.json(200, ScriptedEntra.deviceCodeBody(DEVICE_CODE, 900)))
			.pending()
			.onToken(ScriptedEntra.reset())
			.token(TOKEN, 1);
		look(credential.getToken("scope"));
	}

	private void refresh(DeviceCodeCredential credential) {
		AccessToken first = credential.getToken("scope");
		Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> Instant.now().isAfter(first.expiresAt()));
		this.entra.token(TOKEN, 3600);
		look(credential.getToken("scope"));
		look(credential.authenticationRecord());
	}

	private void authorize(ConfigurableApplicationContext context) {
		this.entra.token(TOKEN, 3600);
		look(context.getBean(OAuth2AuthorizedClientManager.class)
			.authorize(OAuth2AuthorizeRequest.withClientRegistrationId("device-code").principal("anyone").build())
			.getAccessToken());
	}

	private void failures(DeviceCodeCredential credential) {
		String echo = "AADSTS90033: the refresh token refresh-of-" + TOKEN + " is not liked";
		this.entra.tokenError("server_error", echo);
		fail(credential, TokenRequest.of("scope-0"));
		this.entra.onToken(ScriptedEntra.json(200, "{\"access_token\":\"" + TOKEN + "\",\"expires_in\""));
		fail(credential, TokenRequest.of("scope-1"));
		this.entra.onToken(ScriptedEntra.json(200, "{\"access_token\":\"" + TOKEN + "\"}"));
		look(credential.getToken(TokenRequest.of("scope-2")));
		this.entra.tokenError("invalid_grant", echo)
			.onDeviceCode(ScriptedEntra.json(200, "{\"device_code\":\"" + DEVICE_CODE + "\"}"));
		fail(credential, TokenRequest.of("scope-3"));
		for (String error : List.of("authorization_declined", "bad_verification_code", "expired_token")) {
			credential.signOut();
			this.entra.onDeviceCode(ScriptedEntra.json(200, ScriptedEntra.deviceCodeBody(DEVICE_CODE, 900)))
				.tokenError(error, "AADSTS70018: the code " + DEVICE_CODE + " is not liked");
			fail(credential, TokenRequest.of("scope"));
		}
		this.entra.onDeviceCode(ScriptedEntra.json(200, ScriptedEntra.deviceCodeBody(DEVICE_CODE, 900)))
			.onToken(ScriptedEntra.json(200, this.entra.tokenBody(TOKEN, 3600, "ada")
				.replaceAll("\"id_token\":\"[^\"]*\"", "\"id_token\":\"" + CANARY + "\"")));
		look(credential.getToken(TokenRequest.of("scope-4")));
	}

	private void fail(DeviceCodeCredential credential, TokenRequest request) {
		assertThatExceptionOfType(ClientAuthenticationException.class).isThrownBy(() -> credential.getToken(request))
			.satisfies(this::look);
	}

	private void look(Object object) {
		this.seen.append(object).append('\n');
		if (object instanceof Throwable throwable) {
			StringWriter trace = new StringWriter();
			throwable.printStackTrace(new PrintWriter(trace));
			this.seen.append(trace);
			if (throwable instanceof ClientAuthenticationException exception) {
				this.seen.append(exception.getServiceError());
			}
		}
	}

	private void lookOverJmx() throws Exception {
		MBeanServer server = ManagementFactory.getPlatformMBeanServer();
		int operations = 0;
		for (ObjectName name : server.queryNames(new ObjectName("org.springframework.boot:type=Endpoint,*"), null)) {
			for (MBeanOperationInfo operation : server.getMBeanInfo(name).getOperations()) {
				if (operation.getImpact() == MBeanOperationInfo.INFO) {
					String[] signature = Arrays.stream(operation.getSignature())
						.map(MBeanParameterInfo::getType)
						.toArray(String[]::new);
					try {
						look(server.invoke(name, operation.getName(), new Object[signature.length], signature));
						operations++;
					}
					catch (JMException | RuntimeException ex) {
						look(ex);
					}
				}
			}
		}
		assertThat(operations).isGreaterThan(5);
	}

	private ConfigurableApplicationContext start(boolean supportLogging) {
		return new SpringApplicationBuilder(Application.class, Events.class, Operator.class)
			.web(WebApplicationType.SERVLET)
			.initializers((context) -> context.getBeanFactory()
				.registerSingleton("entraBundle",
						(SslBundleRegistrar) (registry) -> registry.registerBundle("entra",
								SslBundle.of(SslStoreBundle.of(null, null, this.entra.trustStore())))))
			.properties("server.port=0", "management.endpoints.web.exposure.include=*", "spring.jmx.enabled=true",
					"management.endpoints.jmx.exposure.include=*", "azure.identity.device-code.http.proxy-username=ada",
					"azure.identity.device-code.http.proxy-password=proxy-" + CANARY, "my.copy=proxy-" + CANARY,
					"azure.identity.device-code.token-cache.encryption.key=" + KEY,
					"management.endpoint.env.show-values=always", "management.endpoint.configprops.show-values=always",
					"management.endpoint.devicecode.show-values=always",
					"management.endpoint.health.show-details=always", "management.info.devicecode.enabled=true",
					"azure.identity.device-code.client-id=" + ScriptedEntra.CLIENT_ID,
					"azure.identity.device-code.authority=" + this.entra.authority(),
					"azure.identity.device-code.disable-instance-discovery=true",
					"azure.identity.device-code.ssl.bundle=entra", "azure.identity.device-code.scopes=User.Read",
					"azure.identity.device-code.enable-support-logging=" + supportLogging)
			.run();
	}

	private static String get(ConfigurableApplicationContext context, String path) throws Exception {
		String port = context.getEnvironment().getProperty("local.server.port");
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + path)).build(),
					BodyHandlers.ofString())
			.body();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		ObservationTree observations() {
			return new ObservationTree();
		}

		@Bean
		SecurityFilterChain open(HttpSecurity http) {
			return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Events {

		private final List<DeviceCodeEvent> events = new CopyOnWriteArrayList<>();

		@EventListener
		void on(DeviceCodeEvent event) {
			this.events.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Operator {

		private final List<Object> seenAtPrompts = new CopyOnWriteArrayList<>();

		@Bean
		DeviceCodePromptHandler promptHandler(ObjectProvider<DeviceCodeEndpoint> endpoint) {
			DeviceCodePromptHandler console = new ConsoleDeviceCodePromptHandler(null);
			return (prompt) -> {
				console.prompt(prompt);
				this.seenAtPrompts.add(endpoint.getObject().status());
			};
		}

	}

}
