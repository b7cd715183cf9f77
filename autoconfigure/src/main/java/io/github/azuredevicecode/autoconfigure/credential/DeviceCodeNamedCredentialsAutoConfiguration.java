package io.github.azuredevicecode.autoconfigure.credential;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.autoconfigure.ConditionalOnDeviceCodeEnabled;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * {@link AutoConfiguration Auto-configuration} for the named
 * {@link DeviceCodeCredential}s.
 *
 * @since 0.1
 */
@AutoConfiguration(after = DeviceCodeAutoConfiguration.class)
@ConditionalOnDeviceCodeEnabled
@Import(NamedCredentialsRegistrar.class)
public final class DeviceCodeNamedCredentialsAutoConfiguration {

}
