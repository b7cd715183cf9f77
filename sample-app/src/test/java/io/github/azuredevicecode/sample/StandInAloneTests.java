package io.github.azuredevicecode.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.http.DeviceCodeRestClientConfigurer;
import io.github.azuredevicecode.standin.StandIn;
import io.github.azuredevicecode.standin.tenant.DemoUser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The section of the guide on the stand-in, followed with an application that is not the
 * sample.
 */
@Timeout(300)
@ExtendWith(OutputCaptureExtension.class)
class StandInAloneTests {

	private static final Path GUIDE = Path.of("..", "starter/docs/guide.md");

	private static final Pattern ARGUMENTS = Pattern.compile("arguments=\"(--stand-in\\.only [^\"]+)\"");

	private static final Pattern CHANGE = Pattern.compile("https://localhost:9443(/\\S+) .* -d '([^']+)'");

	@TempDir
	private Path folder;

	@Test
	void anApplicationUsesTheStandInAsTheReadmeSays(CapturedOutput output) throws Exception {
		String[] arguments = arguments();
		String[] properties;
		try (StandIn standIn = StandInAlone.start(StandInAlone.environment(arguments))) {
			assertThat(output).contains("user: " + DemoUser.USERNAME, "password: " + DemoUser.PASSWORD);
			assertThat(this.folder.resolve("certificate.pem")).content().contains("BEGIN CERTIFICATE");
			properties = pasted(output);
			try (ConfigurableApplicationContext application = start(properties)) {
				assertThat(callApi(application, standIn)).contains(DemoUser.DISPLAY_NAME);
				assertThat(change(standIn, application, matcher(CHANGE).group(2)).body()).contains("AADSTS50173");
				assertThatExceptionOfType(ClientAuthenticationException.class)
					.isThrownBy(() -> application.getBean(DeviceCodeCredential.class)
						.authenticate(TokenRequest.of("User.Read")))
					.withMessageContaining("AADSTS50173");
				assertThat(change(standIn, application, "{\"nothing\": 1}").statusCode()).isEqualTo(400);
			}
		}
	}

	// The folder and the port of the guide may be in use on this machine
	private String[] arguments() throws IOException {
		return Stream.of(matcher(ARGUMENTS).group(1).split(" "))
			.map((argument) -> argument.startsWith("--stand-in.folder=") ? "--stand-in.folder=" + this.folder
					: argument)
			.map((argument) -> argument.startsWith("--stand-in.port=") ? "--stand-in.port=0" : argument)
			.toArray(String[]::new);
	}

	private static Matcher matcher(Pattern pattern) throws IOException {
		Matcher matcher = pattern.matcher(Files.readString(GUIDE));
		assertThat(matcher.find()).as(pattern.pattern()).isTrue();
		return matcher;
	}

	private static String[] pasted(CapturedOutput output) {
		List<String> lines = output.getAll().lines().map(String::strip).toList();
		return lines.stream().filter((line) -> line.matches("(azure|spring)\\.[\\w.-]+=\\S+")).toArray(String[]::new);
	}

	private static ConfigurableApplicationContext start(String... properties) {
		return new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run(Arrays.stream(properties).map((property) -> "--" + property).toArray(String[]::new));
	}

	private static String callApi(ConfigurableApplicationContext application, StandIn standIn) {
		return application.getBean(RestClient.class)
			.get()
			.uri(standIn.apiBaseUri() + "/v1.0/me")
			.retrieve()
			.body(String.class);
	}

	private static HttpResponse<String> change(StandIn standIn, ConfigurableApplicationContext application, String body)
			throws Exception {
		SSLContext ssl = application.getBean(SslBundles.class).getBundle("stand-in").createSslContext();
		URI uri = URI.create(standIn.authority() + matcher(CHANGE).group(1));
		return HttpClient.newBuilder()
			.sslContext(ssl)
			.build()
			.send(HttpRequest.newBuilder(uri)
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString(body))
				.build(), BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		RestClient graph(RestClient.Builder builder, DeviceCodeRestClientConfigurer deviceCode) {
			return builder.apply(deviceCode).build();
		}

		@Bean
		DeviceCodePromptHandler user() {
			return (prompt) -> {
				try {
					Sample.answer(prompt.verificationUri().toString(), prompt.userCode(), "accept");
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			};
		}

	}

}
