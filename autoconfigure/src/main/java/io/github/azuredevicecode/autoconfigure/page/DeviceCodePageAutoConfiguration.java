package io.github.azuredevicecode.autoconfigure.page;

import java.net.InetAddress;
import java.time.Clock;
import java.util.List;
import java.util.function.Predicate;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.autoconfigure.ConditionalOnDeviceCodeEnabled;
import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.autoconfigure.credential.PageAddress;
import io.github.azuredevicecode.autoconfigure.management.DeviceCodeManagementConfiguration;
import io.github.azuredevicecode.management.DeviceCodeOperationsRegistry;
import io.github.azuredevicecode.management.DeviceCodeStatusRegistry;
import io.github.azuredevicecode.page.DeviceCodePage;
import io.github.azuredevicecode.page.DeviceCodePageStreams;
import io.github.azuredevicecode.page.LoopbackRequests;
import io.github.azuredevicecode.page.SecuredRequests;
import io.github.azuredevicecode.page.SignInRequiredAdvice;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.cloud.CloudPlatform;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.security.web.FilterChainProxy;
import org.springframework.security.web.debug.DebugFilter;
import org.springframework.util.StringUtils;
import org.springframework.web.servlet.function.RouterFunction;

/**
 * {@link AutoConfiguration Auto-configuration} for the sign-in page. There is none where
 * nothing protects it.
 */
@AutoConfiguration(after = DeviceCodeAutoConfiguration.class,
		afterName = "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration")
@ConditionalOnDeviceCodeEnabled
@ConditionalOnBooleanProperty("azure.identity.device-code.page.enabled")
@ConditionalOnBean(DeviceCodeCredential.class)
public final class DeviceCodePageAutoConfiguration {

	private static final String SECURITY = "springSecurityFilterChain";

	// Each of them turns on the valve of Tomcat, which removes the headers of proxies
	private static final List<String> REMOTE_IP_HEADERS = List.of("server.tomcat.remoteip.remote-ip-header",
			"server.tomcat.remoteip.protocol-header");

	private static final String PAGE = "io.github.azuredevicecode.page.DeviceCodePage";

	@Bean
	@Lazy(false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnMissingBean(name = SECURITY, type = PAGE)
	SignInPageUnavailable deviceCodePageOffWithoutSecurity(DeviceCodeProperties properties) {
		return new SignInPageUnavailable(properties,
				"the application has no security filter chain, so that anyone could sign in an "
						+ "account of their own. Add spring-boot-starter-security or, where the server listens on a loopback "
						+ "address alone, set azure.identity.device-code.page.allow-unprotected=true");
	}

	@Bean
	@Lazy(false)
	@ConditionalOnMissingBean(type = { PAGE, "io.github.azuredevicecode.autoconfigure.page.SignInPageUnavailable" })
	SignInPageUnavailable deviceCodePageOffWithoutMvc(DeviceCodeProperties properties) {
		return new SignInPageUnavailable(properties,
				"it needs Spring MVC (spring-boot-starter-webmvc); the application has another "
						+ "web framework, such as WebFlux, or none");
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	@ConditionalOnClass(RouterFunction.class)
	@Conditional(Permitted.class)
	@Import(DeviceCodeManagementConfiguration.class)
	static class PageConfiguration {

		// Not lazy, since what comes late is not started
		@Bean
		@Lazy(false)
		@ConditionalOnMissingBean
		DeviceCodePageStreams deviceCodePageStreams(DeviceCodeStatusRegistry statusRegistry) {
			return new DeviceCodePageStreams(statusRegistry);
		}

		@Bean
		@ConditionalOnMissingBean
		DeviceCodePage deviceCodePage(DeviceCodeOperationsRegistry operationsRegistry, DeviceCodePageStreams streams,
				DeviceCodeProperties properties, ObjectProvider<Clock> clocks, BeanFactory beanFactory,
				Environment environment) {
			return new DeviceCodePage(operationsRegistry, streams, PageAddress.path(properties.getPage()),
					environment.getProperty("spring.application.name"), permitted(beanFactory, environment),
					clocks.getIfUnique(Clock::systemDefaultZone));
		}

		@Bean
		@ConditionalOnMissingBean
		SignInRequiredAdvice deviceCodeSignInRequiredAdvice(DeviceCodeProperties properties) {
			return new SignInRequiredAdvice(PageAddress.path(properties.getPage()));
		}

		@Bean
		PageSessionListener deviceCodePageSessionListener(ObjectProvider<DeviceCodePageStreams> streams) {
			return new PageSessionListener(streams);
		}

		private static Predicate<HttpServletRequest> permitted(BeanFactory beanFactory, Environment environment) {
			if (beanFactory.containsBean(SECURITY)) {
				Filter filter = beanFactory.getBean(SECURITY, Filter.class);
				return new SecuredRequests((filter instanceof DebugFilter debug) ? debug.getFilterChainProxy()
						: (FilterChainProxy) filter);
			}
			InetAddress address = PageAddress.serverAddress(environment);
			if (address == null || !address.isLoopbackAddress()) {
				throw new InvalidConfigurationPropertyValueException(
						DeviceCodeProperties.PREFIX + ".page.allow-unprotected", true,
						"server.address must be a loopback address, such as 127.0.0.1, or else anyone who "
								+ "reaches the server could sign in an account of their own");
			}
			if (usesForwardHeaders(environment)) {
				throw trustsProxies("server.forward-headers-strategy must be none");
			}
			for (String header : REMOTE_IP_HEADERS) {
				if (StringUtils.hasText(environment.getProperty(header))) {
					throw trustsProxies(header + " must not be set");
				}
			}
			return new LoopbackRequests();
		}

		private static InvalidConfigurationPropertyValueException trustsProxies(String reason) {
			return new InvalidConfigurationPropertyValueException(
					DeviceCodeProperties.PREFIX + ".page.allow-unprotected", true,
					reason + ", or else a request through a proxy could pass for one from this machine");
		}

		// Those that come through a proxy are refused by their headers, which a strategy
		// removes
		private static boolean usesForwardHeaders(Environment environment) {
			String strategy = environment.getProperty("server.forward-headers-strategy");
			if (strategy != null) {
				return !strategy.equalsIgnoreCase("none");
			}
			CloudPlatform platform = CloudPlatform.getActive(environment);
			return platform != null && platform.isUsingForwardHeaders();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(LogoutSuccessEvent.class)
	@ConditionalOnBean(name = SECURITY)
	@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
	static class LogoutConfiguration {

		@Bean
		PageLogoutListener deviceCodePageLogoutListener(ObjectProvider<DeviceCodePageStreams> streams) {
			return new PageLogoutListener(streams);
		}

	}

	static class Permitted extends AnyNestedCondition {

		Permitted() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBean(name = SECURITY)
		static class Secured {

		}

		@ConditionalOnBooleanProperty("azure.identity.device-code.page.allow-unprotected")
		static class UnprotectedAllowed {

		}

	}

}
