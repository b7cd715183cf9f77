package io.github.azuredevicecode.autoconfigure;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.http.DeviceCodeRestClientAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.oauth2.DeviceCodeOAuth2ClientAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Bad and unknown properties stop the start-up of a real application with an explanation.
 */
@ExtendWith(OutputCaptureExtension.class)
class BadPropertiesTests {

	private static final String PREFIX = "azure.identity.device-code.";

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			authority                    | http://login.example.com          | TLS protected (https) URL
			authority                    | https://login.example.com/#x      | nor a fragment
			tenant-id                    | a b                               | Invalid tenant ID provided
			tenant-id                    | ..                                | Invalid tenant ID provided
			client-id                    | ' '                               | must not be blank
			client-id                    | a b                               | a line break
			client-id                    | {client}                          | braces
			client-id                    | ${UNSET_CLIENT}                   | placeholder
			tenant-id                    | ${UNSET_TENANT}                   | placeholder
			expected-usernames           | ${UNSET_USER}                     | placeholder
			authority                    | https://contoso.b2clogin.com      | device code flow
			authority                    | contoso.ciamlogin.com             | needs its tenant
			authority                    | login.microsoftonline.com/a/b     | must be a tenant
			scopes                       | User.Read,openid                  | reserved
			scopes                       | User.Read,https://a.example/x     | several resources
			timeout                      | -5s                               | must be positive
			timeout                      | 0                                 | must be positive
			timeout                      | soon                              | soon
			http.connect-timeout         | -1s                               | must be positive
			http.read-timeout            | 0s                                | must be positive
			http.proxy                   | no-port                           | host:port
			http.proxy                   | https://proxy:1                   | host:port
			ssl.bundle                   | missing                           | missing
			additionally-allowed-tenants | a b                               | Invalid tenant ID provided
			authentication-record        | file:/nowhere/record.json         | cannot be read
			allowed-hosts                | https://graph.microsoft.com       | is not a host
			allowed-hosts                | *.microsoft.com                   | is not a host
			allowed-hosts                | 1.2.3.999                         | is not a host
			oauth2.registration-id       | ' '                               | must not be blank
			http.proxy                   | proxy:99999                       | out of range
			prompt.output                | pager                             | following values are valid
			prompt.output                | page                              | page.enabled must be true too
			prompt.qr-code               | sometimes                         | following values are valid
			""")
	void aBadValueIsNamedWithItsKeyAndWhatIsAllowed(String name, String value, String allowed, CapturedOutput output) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> start("--" + PREFIX + name + "=" + value));
		assertThat(output.getAll()).contains("APPLICATION FAILED TO START").contains(PREFIX + name);
		assertThat(output.getAll().toLowerCase(Locale.ROOT)).contains(allowed.toLowerCase(Locale.ROOT))
			.contains(value.strip().toLowerCase(Locale.ROOT));
		assertThat(output.getAll()).doesNotContain("asks you to sign in");
	}

	@Test
	void aRecordThatIsNoneIsNamed(@TempDir Path folder, CapturedOutput output) throws IOException {
		Path record = Files.writeString(folder.resolve("record.json"), "{\"authority\":\"x\"}");
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> start("--" + PREFIX + "authentication-record=" + record.toUri()));
		assertThat(output).contains(PREFIX + "authentication-record").contains("'clientId' is missing");
	}

	@Test
	void anUnknownPropertyOfACredentialWithANameIsComparedWithItsOwn(CapturedOutput output) {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> start("--" + PREFIX + "credentials.work.tenant=contoso.example"));
		assertThat(output).contains("There is no such property")
			.contains("Did you mean: " + PREFIX + "credentials.work.tenant-id")
			.contains("contoso.example");
	}

	@Test
	void anUnknownPropertyIsNamedBesideThoseThatExist(CapturedOutput output) {
		System.setProperty("spring.config.additional-location", "optional:classpath:/unknown-property/");
		try {
			assertThatExceptionOfType(Exception.class).isThrownBy(() -> start());
		}
		finally {
			System.clearProperty("spring.config.additional-location");
		}
		assertThat(output).contains("There is no such property")
			.contains(PREFIX + "tenant")
			.contains("application.properties")
			.contains("Did you mean: " + PREFIX + "tenant-id")
			.contains("contoso.example")
			.contains(PREFIX + "client-secret")
			.doesNotContain("s3cret")
			.contains(PREFIX + "tenant-id")
			.contains("allowed-hosts");
		assertThat(output.toString().substring(output.toString().indexOf("APPLICATION FAILED TO START")).lines())
			.hasSizeLessThan(30);
	}

	@ParameterizedTest
	@CsvSource({ "http.proxy,http://user:canary@proxy:8080", "http.proxy,user:canary@proxy:8080",
			"authority,https://user:canary@login.example.com", "authority,https://canary@login.example.com",
			"http.proxy,http://canary@proxy:8080", "http.proxy,canary@proxy:8080",
			"allowed-hosts,https://user:canary@api.example", "allowed-hosts,canary@api.example" })
	void aPasswordInAnAddressIsRefusedAndNotPrinted(String name, String value, CapturedOutput output) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> start("--" + PREFIX + name + "=" + value))
			.satisfies((ex) -> assertThat(ex).hasStackTraceContaining(PREFIX + name))
			.satisfies((ex) -> assertThat(stackTrace(ex)).doesNotContain("canary"));
		assertThat(output).contains("APPLICATION FAILED TO START").contains(PREFIX + name).doesNotContain("canary");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http.proxy-username", "http.proxy-password" })
	void aUserNameOrAPasswordForTheProxyAloneIsNamedAndNotPrinted(String name, CapturedOutput output) {
		assertThatExceptionOfType(Exception.class).isThrownBy(() -> start("--" + PREFIX + name + "=canary"))
			.withMessageNotContaining("canary");
		assertThat(output.getAll()).contains(PREFIX + name, "belong together").doesNotContain("canary");
	}

	@Test
	void authenticateOnStartupAsksForScopes(CapturedOutput output) {
		assertThatExceptionOfType(Exception.class)
			.isThrownBy(() -> start("--" + PREFIX + "authenticate-on-startup=true"));
		assertThat(output).contains(PREFIX + "authenticate-on-startup").contains(PREFIX + "scopes must be set");
	}

	private static String stackTrace(Throwable throwable) {
		StringWriter text = new StringWriter();
		throwable.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	private static void start(String... arguments) {
		SpringApplication application = new SpringApplicationBuilder(TestApplication.class).web(WebApplicationType.NONE)
			.build();
		application.run(arguments).close();
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ DeviceCodeAutoConfiguration.class, DeviceCodeOAuth2ClientAutoConfiguration.class,
			DeviceCodeRestClientAutoConfiguration.class, SslAutoConfiguration.class })
	static class TestApplication {

	}

}
