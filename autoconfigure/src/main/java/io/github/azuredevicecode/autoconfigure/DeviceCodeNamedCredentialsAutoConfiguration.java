package io.github.azuredevicecode.autoconfigure;

import io.github.azuredevicecode.DeviceCodeCredential;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Import;

/**
 * {@link AutoConfiguration Auto-configuration} for the further
 * {@link DeviceCodeCredential}s that are configured by name.
 */
@AutoConfiguration(after = DeviceCodeAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "azure.identity.device-code.enabled", matchIfMissing = true)
@Import(NamedCredentialsRegistrar.class)
public final class DeviceCodeNamedCredentialsAutoConfiguration {

}
