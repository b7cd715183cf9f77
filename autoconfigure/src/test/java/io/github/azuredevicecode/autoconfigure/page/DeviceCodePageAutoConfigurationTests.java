package io.github.azuredevicecode.autoconfigure.page;

import java.time.Clock;
import java.util.List;

import io.github.azuredevicecode.DeviceCodePromptHandler;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.management.DeviceCodeOperations;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;
import io.github.azuredevicecode.management.DeviceCodeStatusRegistry;
import io.github.azuredevicecode.page.DeviceCodePage;
import io.github.azuredevicecode.page.DeviceCodePageStreams;
import io.github.azuredevicecode.prompt.PageDeviceCodePromptHandler;
import io.github.azuredevicecode.test.FakeDeviceCodeCredential;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.web.servlet.function.RouterFunction;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DeviceCodePageAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class DeviceCodePageAutoConfigurationTests {

	private static final String ENABLED = "azure.identity.device-code.page.enabled=true";

	private static final String OUTPUT = "azure.identity.device-code.prompt.output=page";

	private static final String UNPROTECTED = "azure.identity.device-code.page.allow-unprotected=true";

	private static final AutoConfigurations OURS = AutoConfigurations.of(DeviceCodeAutoConfiguration.class,
			DeviceCodePageAutoConfiguration.class, SslAutoConfiguration.class);

	private final WebApplicationContextRunner unsecured = new WebApplicationContextRunner().withConfiguration(OURS);

	private final WebApplicationContextRunner secured = this.unsecured.withConfiguration(
			AutoConfigurations.of(ServletWebSecurityAutoConfiguration.class, SecurityFilterAutoConfiguration.class));

	@Test
	void thereIsAPageWhereItIsAskedForAndProtected(CapturedOutput output) {
		this.secured.withPropertyValues(ENABLED)
			.run((context) -> assertThat(context).hasSingleBean(DeviceCodePage.class)
				.hasSingleBean(DeviceCodePageStreams.class)
				.doesNotHaveBean(SignInPageUnavailable.class));
		assertThat(output).doesNotContain("sign-in page is off");
	}

	@Test
	void thereIsNoneByDefault() {
		this.secured.run((context) -> assertThat(context).doesNotHaveBean(DeviceCodePage.class)
			.doesNotHaveBean(DeviceCodePageStreams.class)
			.doesNotHaveBean(SignInPageUnavailable.class));
	}

	@Test
	void thereIsNoneWhereTheLibraryIsDisabled() {
		this.secured.withPropertyValues(ENABLED, "azure.identity.device-code.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(DeviceCodePage.class)
				.doesNotHaveBean(SignInPageUnavailable.class));
	}

	@Test
	void eachBeanBacksOff() {
		DeviceCodeStatusRegistry statusRegistry = new DeviceCodeStatusRegistry(Clock.systemUTC());
		DeviceCodeOperationsRegistry operationsRegistry = new DeviceCodeOperationsRegistry(
				List.of(new DeviceCodeOperations("default", new FakeDeviceCodeCredential(),
						statusRegistry.tracker("default"), null, null, Runnable::run)));
		DeviceCodePageStreams streams = new DeviceCodePageStreams(statusRegistry);
		DeviceCodePage page = new DeviceCodePage(operationsRegistry, streams, "/other", null, (request) -> true,
				Clock.systemUTC());
		this.secured.withPropertyValues(ENABLED)
			.withBean(DeviceCodePageStreams.class, () -> streams)
			.withBean(DeviceCodePage.class, () -> page)
			.run((context) -> {
				assertThat(context).getBean(DeviceCodePageStreams.class).isSameAs(streams);
				assertThat(context).getBean(DeviceCodePage.class).isSameAs(page);
				assertThat(context).doesNotHaveBean(SignInPageUnavailable.class);
			});
	}

	@Test
	void withoutSecurityThePageIsOffWithOneClearWarning(CapturedOutput output) {
		this.unsecured.withPropertyValues(ENABLED)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(DeviceCodePage.class)
				.doesNotHaveBean(DeviceCodePageStreams.class));
		assertThat(output)
			.containsOnlyOnce("The sign-in page is off, since the application has no security filter chain")
			.contains("Add spring-boot-starter-security", "azure.identity.device-code.page.allow-unprotected=true");
	}

	@Test
	void withoutSecurityOnTheClassPathThePageIsOffToo(CapturedOutput output) {
		this.unsecured.withClassLoader(new FilteredClassLoader(FilterChainProxy.class, CsrfToken.class))
			.withPropertyValues(ENABLED)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DeviceCodePage.class));
		assertThat(output).containsOnlyOnce("The sign-in page is off");
	}

	@Test
	void aServerForThisMachineAloneMayGoUnprotected(CapturedOutput output) {
		this.unsecured.withClassLoader(new FilteredClassLoader(FilterChainProxy.class, CsrfToken.class))
			.withPropertyValues(ENABLED, UNPROTECTED, "server.address=127.0.0.1")
			.run((context) -> assertThat(context).hasSingleBean(DeviceCodePage.class));
		assertThat(output).doesNotContain("sign-in page is off");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0.0.0.0", "10.0.0.1" })
	void anyOtherServerMayNot(String address) {
		this.unsecured.withPropertyValues(ENABLED, UNPROTECTED, "server.address=" + address)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("azure.identity.device-code.page.allow-unprotected")
				.satisfies((ex) -> assertThat(ex).asString().contains("unprotected")));
	}

	@ParameterizedTest
	@ValueSource(strings = { "server.forward-headers-strategy=native", "server.forward-headers-strategy=framework",
			"spring.main.cloud-platform=kubernetes" })
	void aServerThatTrustsForwardingHeadersMayNotEither(String property) {
		this.unsecured.withPropertyValues(ENABLED, UNPROTECTED, "server.address=127.0.0.1", property)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("server.forward-headers-strategy must be none"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "server.tomcat.remoteip.remote-ip-header", "server.tomcat.remoteip.protocol-header" })
	void aTomcatThatTrustsForwardingHeadersMayNotEither(String property) {
		this.unsecured
			.withPropertyValues(ENABLED, UNPROTECTED, "server.address=127.0.0.1", property + "=x-forwarded-for")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining(property + " must not be set"));
	}

	@Test
	void withoutServletsThePageIsOffWithOneClearWarning(CapturedOutput output) {
		new ReactiveWebApplicationContextRunner().withConfiguration(OURS)
			.withPropertyValues(ENABLED)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(DeviceCodePage.class));
		assertThat(output).containsOnlyOnce("The sign-in page is off, since it needs Spring MVC");
	}

	@Test
	void withoutSpringMvcThePageIsOffWithOneClearWarning(CapturedOutput output) {
		this.secured.withClassLoader(new FilteredClassLoader(RouterFunction.class))
			.withPropertyValues(ENABLED)
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(SignInPageUnavailable.class));
		assertThat(output).containsOnlyOnce("The sign-in page is off, since it needs Spring MVC");
	}

	@Test
	void promptsAreShownOnThePageWhereItIs() {
		this.secured.withPropertyValues(ENABLED, OUTPUT)
			.run((context) -> assertThat(context).getBean(DeviceCodePromptHandler.class)
				.isInstanceOf(PageDeviceCodePromptHandler.class));
	}

	@Test
	void promptsCannotBeShownOnAPageThatIsNotAskedFor() {
		this.secured.withPropertyValues(OUTPUT)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("azure.identity.device-code.page.enabled must be true too"));
	}

	@Test
	void promptsCannotBeShownOnAPageThatIsOff() {
		this.unsecured.withPropertyValues(ENABLED, OUTPUT)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("the sign-in page is off, since the application has no security"));
		new ApplicationContextRunner().withConfiguration(OURS)
			.withPropertyValues(ENABLED, OUTPUT)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("the sign-in page is off, since it needs Spring MVC"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "device-code", "/a/", "//a", "/a/../b", "/{a}", "/a/**", "/a b", "/a?b" })
	void aPathThatIsNoneIsRefused(String path) {
		this.secured.withPropertyValues(ENABLED, "azure.identity.device-code.page.path=" + path)
			.run((context) -> assertThat(context).getFailure()
				.hasStackTraceContaining("azure.identity.device-code.page.path"));
	}

}
