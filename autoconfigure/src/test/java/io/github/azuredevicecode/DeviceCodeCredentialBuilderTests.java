package io.github.azuredevicecode;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLContext;

import io.github.azuredevicecode.cache.InMemoryTokenCache;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link DeviceCodeCredential.Builder}.
 */
@Tag("contract-1.1")
@ExtendWith(OutputCaptureExtension.class)
class DeviceCodeCredentialBuilderTests {

	private final AuthenticationRecord record = new AuthenticationRecord("login.example", "client-of-record", "home",
			"tenant-of-record", "ada");

	@Test
	void everythingIsOptional() {
		DeviceCodeCredentialOptions options = builder().options();
		assertThat(options.clientId()).isEqualTo(DeviceCodeCredentialOptions.DEVELOPMENT_CLIENT_ID);
		assertThat(options.tenantId()).isEqualTo("organizations");
		assertThat(options.loginTenantId()).isEqualTo("organizations");
		assertThat(options.authority()).isEqualTo("https://login.microsoftonline.com");
		assertThat(options.timeout()).isNull();
		assertThat(options.authenticationRecord()).isNull();
		assertThat(options.defaultRequest()).isNull();
		assertThat(options.connectTimeout()).isEqualTo(Duration.ofSeconds(10));
		assertThat(options.readTimeout()).isEqualTo(Duration.ofSeconds(30));
		assertThat(options.proxy()).isNull();
		assertThat(options.sslContext()).isNull();
		assertThat(options.executor()).isNull();
		assertThat(options.virtualThreads()).isTrue();
		assertThat(options.additionallyAllowedTenants()).isEmpty();
		assertThat(options.expectedTenantIds()).isEmpty();
		assertThat(options.expectedUsernames()).isEmpty();
		assertThat(options.disableAutomaticAuthentication()).isFalse();
		assertThat(options.disableInstanceDiscovery()).isFalse();
		assertThat(options.disableMultiTenant()).isFalse();
		assertThat(options.enableSupportLogging()).isFalse();
	}

	@Test
	void everythingCanBeSet() throws NoSuchAlgorithmException {
		ProxySelector proxy = ProxySelector.of(new InetSocketAddress(8080));
		SSLContext sslContext = SSLContext.getDefault();
		Executor executor = Runnable::run;
		TokenCache cache = new InMemoryTokenCache();
		UnaryOperator<Runnable> decorator = (task) -> task;
		DeviceCodePromptHandler handler = (prompt) -> {
		};
		DeviceCodeInstrumentation instrumentation = (operation, details) -> DeviceCodeInstrumentation.Activity.NONE;
		DeviceCodeListener listener = new DeviceCodeListener() {
		};
		TokenRequest request = TokenRequest.of("scope");
		DeviceCodeCredentialOptions options = builder().clientId("client")
			.tenantId("tenant")
			.authority("login.other.example")
			.timeout(Duration.ofMinutes(2))
			.promptHandler(handler)
			.listener(listener)
			.instrumentation(instrumentation)
			.defaultRequest(request)
			.disableAutomaticAuthentication(true)
			.additionallyAllowedTenants("one", "two")
			.disableInstanceDiscovery(true)
			.enableSupportLogging(true)
			.connectTimeout(Duration.ofSeconds(1))
			.readTimeout(Duration.ofSeconds(2))
			.proxy(proxy)
			.sslContext(sslContext)
			.executor(executor)
			.virtualThreads(false)
			.tokenCache(cache)
			.tokenCacheName("name")
			.taskDecorator(decorator)
			.expectedTenantIds("three")
			.expectedUsernames("ada", "bob")
			.name("work")
			.options();
		assertThat(options).isEqualTo(new DeviceCodeCredentialOptions("work", "client", "tenant", "tenant",
				"https://login.other.example", Duration.ofMinutes(2), handler, listener, instrumentation, null, request,
				true, List.of("one", "two"), false, true, true, Duration.ofSeconds(1), Duration.ofSeconds(2), proxy,
				sslContext, executor, false, decorator, cache, "name", List.of("three"), List.of("ada", "bob")));
	}

	@Test
	@Tag("contract-3.14")
	void aRecordSaysWhoAndNotWhereTheLoginIsKept() {
		DeviceCodeCredentialOptions options = builder().authenticationRecord(this.record).options();
		assertThat(options.clientId()).isEqualTo("client-of-record");
		assertThat(options.authority()).isEqualTo("https://login.example");
		assertThat(options.tenantId()).isEqualTo("tenant-of-record");
		assertThat(options.loginTenantId()).isEqualTo("organizations");
		assertThat(options.authenticationRecord()).isEqualTo(this.record);
	}

	@Test
	void whatIsSetPrevailsOverTheRecord() {
		DeviceCodeCredentialOptions options = builder().authenticationRecord(this.record)
			.authority("login.other.example")
			.tenantId("tenant")
			.options();
		assertThat(options.authority()).isEqualTo("https://login.other.example");
		assertThat(options.tenantId()).isEqualTo("tenant");
		assertThat(options.loginTenantId()).isEqualTo("tenant");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT0S", "PT-1S" })
	void durationsMustBePositive(String text) {
		Duration duration = Duration.parse(text);
		assertThatIllegalArgumentException().isThrownBy(() -> builder().timeout(duration))
			.withMessage("The timeout must be positive, not " + duration);
		assertThatIllegalArgumentException().isThrownBy(() -> builder().connectTimeout(duration))
			.withMessageContaining("must be positive");
		assertThatIllegalArgumentException().isThrownBy(() -> builder().readTimeout(duration))
			.withMessageContaining("must be positive");
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "a b", "" })
	void additionalTenantsMustBePossible(String tenantId) {
		assertThatIllegalArgumentException().isThrownBy(() -> builder().additionallyAllowedTenants("*", tenantId));
	}

	@Test
	void withoutAHandlerThePromptIsPrinted(CapturedOutput output) {
		builder().options()
			.promptHandler()
			.prompt(new DeviceCodePrompt("attempt", URI.create("https://microsoft.com/devicelogin"), true, "CODE1",
					Instant.now(), "Type CODE1 at https://microsoft.com/devicelogin", "client", "tenant",
					Set.of("scope"), "default"));
		assertThat(output.getOut()).contains("Type CODE1 at https://microsoft.com/devicelogin");
	}

	private static DeviceCodeCredential.Builder builder() {
		return DeviceCodeCredential.builder().environment(Map.<String, String>of()::get);
	}

}
