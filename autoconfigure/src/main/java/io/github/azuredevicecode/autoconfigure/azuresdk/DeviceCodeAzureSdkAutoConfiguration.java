package io.github.azuredevicecode.autoconfigure.azuresdk;

import com.azure.core.credential.TokenCredential;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.autoconfigure.ConditionalOnDeviceCodeEnabled;
import io.github.azuredevicecode.autoconfigure.credential.DeviceCodeAutoConfiguration;
import io.github.azuredevicecode.azuresdk.DeviceCodeTokenCredential;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/**
 * Auto-configuration for the {@link TokenCredential} of the Azure SDK, one for each
 * credential. It comes after that of Spring Cloud Azure, whose own bean would not back
 * off, so that no application gets a second one.
 */
@AutoConfiguration(after = DeviceCodeAutoConfiguration.class,
		afterName = {
				"com.azure.spring.cloud.autoconfigure.implementation.context.AzureTokenCredentialAutoConfiguration",
				"com.azure.spring.cloud.autoconfigure.context.AzureTokenCredentialAutoConfiguration" })
@ConditionalOnClass(TokenCredential.class)
@ConditionalOnDeviceCodeEnabled
@ConditionalOnBooleanProperty(name = "azure.identity.device-code.azure-core.enabled", matchIfMissing = true)
@ConditionalOnBean(DeviceCodeCredential.class)
@Import(NamedTokenCredentialsRegistrar.class)
public final class DeviceCodeAzureSdkAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(TokenCredential.class)
	@ConditionalOnSingleCandidate(DeviceCodeCredential.class)
	DeviceCodeTokenCredential deviceCodeTokenCredential(DeviceCodeCredential credential) {
		return new DeviceCodeTokenCredential(credential);
	}

}
