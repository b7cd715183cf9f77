package io.github.azuredevicecode.autoconfigure.oauth2;

import java.util.Map;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.autoconfigure.ConditionalOnDeviceCodeEnabled;
import io.github.azuredevicecode.autoconfigure.credential.CredentialSettings;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.oauth2.DeviceCodeReactiveOAuth2AuthorizedClientProvider;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.ReactiveOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.registration.ReactiveClientRegistrationRepository;
import org.springframework.security.oauth2.client.web.server.ServerOAuth2AuthorizedClientRepository;

/**
 * Auto-configuration that feeds the token to Spring Security's reactive OAuth 2.0 client,
 * in the applications where Spring Boot has one: all but servlet applications, whose
 * {@code WebClient} goes with the other manager. It publishes neither a registration
 * repository nor an authorized client service: these would take the place of the
 * application's own.
 */
@AutoConfiguration(after = DeviceCodeAutoConfiguration.class, afterName = {
		"org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
		"org.springframework.boot.security.oauth2.client.autoconfigure.reactive.ReactiveOAuth2ClientAutoConfiguration",
		"org.springframework.boot.security.oauth2.client.autoconfigure.reactive.ReactiveOAuth2ClientWebSecurityAutoConfiguration" })
@Conditional(DeviceCodeReactiveOAuth2ClientAutoConfiguration.NonServletApplicationCondition.class)
@ConditionalOnClass({ ReactiveOAuth2AuthorizedClientProvider.class, Mono.class })
@ConditionalOnDeviceCodeEnabled
@ConditionalOnSingleCandidate(DeviceCodeCredential.class)
@Import(ContributedClientRegistrations.class)
public final class DeviceCodeReactiveOAuth2ClientAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	DeviceCodeReactiveOAuth2AuthorizedClientProvider deviceCodeReactiveOAuth2AuthorizedClientProvider(
			DeviceCodeCredential credential, Map<String, DeviceCodeCredential> credentials,
			CredentialSettings settings) {
		DeviceCodeReactiveOAuth2AuthorizedClientProvider provider = new DeviceCodeReactiveOAuth2AuthorizedClientProvider(
				credential);
		provider.setCae(settings.defaultCredential().isCae());
		settings.forEachNamed(credentials,
				(definition, named) -> provider.setCredential(definition.registrationId(), named, definition.isCae()));
		return provider;
	}

	@Bean
	@Lazy
	@Conditional(NoSharedManagerCondition.class)
	@ConditionalOnMissingBean
	ReactiveOAuth2AuthorizedClientManager deviceCodeReactiveAuthorizedClientManager(
			ContributedClientRegistrations contributed, DeviceCodeReactiveOAuth2AuthorizedClientProvider provider,
			ObjectProvider<ReactiveClientRegistrationRepository> registrations,
			ObjectProvider<ReactiveOAuth2AuthorizedClientService> authorizedClients) {
		return new DeviceCodeReactiveAuthorizedClientManagerFactory(contributed, provider, registrations.getIfUnique(),
				authorizedClients.getIfUnique())
			.create();
	}

	static final class NonServletApplicationCondition extends NoneNestedConditions {

		NonServletApplicationCondition() {
			super(ConfigurationPhase.PARSE_CONFIGURATION);
		}

		@ConditionalOnWebApplication(type = Type.SERVLET)
		static final class ServletApplication {

		}

	}

	/**
	 * Looks for what Spring Security makes its shared manager of, once all beans are
	 * known. It makes none where there is another.
	 */
	static final class NoSharedManagerCondition extends NoneNestedConditions {

		NoSharedManagerCondition() {
			super(ConfigurationPhase.REGISTER_BEAN);
		}

		@ConditionalOnBean(ServerOAuth2AuthorizedClientRepository.class)
		static final class WebSecurity {

		}

		@ConditionalOnBean(name = "authorizedClientManagerRegistrar",
				value = { ReactiveClientRegistrationRepository.class, ReactiveOAuth2AuthorizedClientService.class })
		static final class WebSecurityWithAService {

		}

	}

}
