package io.github.azuredevicecode.credential;

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

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.cache.InMemoryTokenCache;
import io.github.azuredevicecode.concurrent.ExecutionSettings;
import io.github.azuredevicecode.concurrent.Observability;
import io.github.azuredevicecode.credential.signin.ExpectedUsers;
import io.github.azuredevicecode.credential.signin.SignInPolicy;
import io.github.azuredevicecode.credential.state.CacheSettings;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.entra.http.ConnectionSettings;
import io.github.azuredevicecode.entra.http.ProxyCredentials;
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
 * Tests for {@link DefaultDeviceCodeCredentialBuilder}.
 */
@Tag("contract-1.1")
@ExtendWith(OutputCaptureExtension.class)
class DefaultDeviceCodeCredentialBuilderTests {

	private final AuthenticationRecord record = new AuthenticationRecord("login.example", "client-of-record", "home",
			"tenant-of-record", "ada");

	@Test
	void everythingIsOptional() {
		DeviceCodeCredentialSettings settings = builder().settings();
		assertThat(settings.authority().clientId()).isEqualTo(DeviceCodeCredential.DEVELOPMENT_CLIENT_ID);
		assertThat(settings.authority().tenantId()).isEqualTo("organizations");
		assertThat(settings.cache().key().tenantId()).isEqualTo("organizations");
		assertThat(settings.authority().authority()).isEqualTo("https://login.microsoftonline.com");
		assertThat(settings.signIn().timeout()).isNull();
		assertThat(settings.cache().authenticationRecord()).isNull();
		assertThat(settings.signIn().defaultRequest()).isNull();
		assertThat(settings.connection().connectTimeout()).isEqualTo(Duration.ofSeconds(10));
		assertThat(settings.connection().readTimeout()).isEqualTo(Duration.ofSeconds(30));
		assertThat(settings.connection().retries()).isEqualTo(3);
		assertThat(settings.connection().proxy()).isNull();
		assertThat(settings.connection().proxyCredentials()).isNull();
		assertThat(settings.connection().sslContext()).isNull();
		assertThat(settings.execution().executor()).isNull();
		assertThat(settings.execution().virtualThreads()).isTrue();
		assertThat(settings.authority().additionallyAllowedTenants()).isEmpty();
		assertThat(settings.signIn().expectedUsers().tenantIds()).isEmpty();
		assertThat(settings.signIn().expectedUsers().usernames()).isEmpty();
		assertThat(settings.signIn().expectedUsers().objectIds()).isEmpty();
		assertThat(settings.signIn().disableAutomaticAuthentication()).isFalse();
		assertThat(settings.authority().disableInstanceDiscovery()).isFalse();
		assertThat(settings.authority().disableMultiTenant()).isFalse();
		assertThat(settings.observability().supportLogging()).isFalse();
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
		DeviceCodeCredentialSettings settings = builder().clientId("client")
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
			.retries(7)
			.proxy(proxy)
			.proxyCredentials("ada", "secret")
			.sslContext(sslContext)
			.executor(executor)
			.virtualThreads(false)
			.tokenCache(cache)
			.tokenCacheName("name")
			.taskDecorator(decorator)
			.expectedTenantIds("three")
			.expectedUsernames("ada", "bob")
			.tokenCacheTimeout(Duration.ofSeconds(7))
			.expectedObjectIds("oid-ada")
			.name("work")
			.settings();
		assertThat(settings).isEqualTo(new DeviceCodeCredentialSettings(
				new AuthoritySettings("client", "tenant", "https://login.other.example", List.of("one", "two"), false,
						true),
				new ConnectionSettings(Duration.ofSeconds(1), Duration.ofSeconds(2), proxy,
						new ProxyCredentials("ada", "secret"), sslContext, 7),
				new SignInPolicy(handler, Duration.ofMinutes(2), true, request,
						new ExpectedUsers(List.of("three"), List.of("ada", "bob"), List.of("oid-ada"))),
				new CacheSettings(cache,
						new CachedLoginKey("name", "client", "https://login.other.example", "tenant",
								LoginMode.STANDARD),
						null, Duration.ofSeconds(7), true),
				new ExecutionSettings(executor, false, decorator),
				new Observability("work", listener, instrumentation, true)));
	}

	@Test
	@Tag("contract-3.14")
	void aRecordSaysWhoAndNotWhereTheLoginIsKept() {
		DeviceCodeCredentialSettings settings = builder().authenticationRecord(this.record).settings();
		assertThat(settings.authority().clientId()).isEqualTo("client-of-record");
		assertThat(settings.authority().authority()).isEqualTo("https://login.example");
		assertThat(settings.authority().tenantId()).isEqualTo("tenant-of-record");
		assertThat(settings.cache().key().tenantId()).isEqualTo("organizations");
		assertThat(settings.cache().authenticationRecord()).isEqualTo(this.record);
	}

	@Test
	void whatIsSetPrevailsOverTheRecord() {
		DeviceCodeCredentialSettings settings = builder().authenticationRecord(this.record)
			.authority("login.other.example")
			.tenantId("tenant")
			.settings();
		assertThat(settings.authority().authority()).isEqualTo("https://login.other.example");
		assertThat(settings.authority().tenantId()).isEqualTo("tenant");
		assertThat(settings.cache().key().tenantId()).isEqualTo("tenant");
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
	@ValueSource(ints = { -1, 11 })
	void retriesAreLimited(int retries) {
		assertThatIllegalArgumentException().isThrownBy(() -> builder().retries(retries))
			.withMessage("The number of retries must be between 0 and 10, not " + retries);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a/b", "a b", "" })
	void additionalTenantsMustBePossible(String tenantId) {
		assertThatIllegalArgumentException().isThrownBy(() -> builder().additionallyAllowedTenants("*", tenantId));
	}

	@Test
	void withoutAHandlerThePromptIsPrinted(CapturedOutput output) {
		builder().settings()
			.signIn()
			.promptHandler()
			.prompt(new DeviceCodePrompt("attempt", URI.create("https://microsoft.com/devicelogin"), true, "CODE1",
					Instant.now(), "Type CODE1 at https://microsoft.com/devicelogin", "client", "tenant",
					Set.of("scope"), "default"));
		assertThat(output.getOut()).contains("Type CODE1 at https://microsoft.com/devicelogin");
	}

	private static DefaultDeviceCodeCredentialBuilder builder() {
		return new DefaultDeviceCodeCredentialBuilder().environment(Map.<String, String>of()::get);
	}

}
