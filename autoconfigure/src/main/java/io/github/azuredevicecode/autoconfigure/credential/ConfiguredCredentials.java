package io.github.azuredevicecode.autoconfigure.credential;

import java.util.function.UnaryOperator;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;
import io.github.azuredevicecode.concurrent.CompositeListener;
import io.github.azuredevicecode.credential.CredentialRuntime;
import io.github.azuredevicecode.credential.DefaultDeviceCodeCredentialBuilder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.task.TaskDecorator;

/**
 * Builds the credentials that the properties describe, all from the same beans and on the
 * same threads and connections, which end after the last credential.
 */
final class ConfiguredCredentials implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ConfiguredCredentials.class);

	private final CredentialSettings settings;

	private final DeviceCodePromptHandler promptHandler;

	private final DeviceCodeListener listener;

	private final DeviceCodeInstrumentation instrumentation;

	private final UnaryOperator<Runnable> taskDecorator;

	private final @Nullable TokenCache tokenCache;

	private final boolean virtualThreads;

	private final CredentialRuntime runtime;

	ConfiguredCredentials(CredentialSettings settings, DeviceCodeProperties properties,
			DeviceCodePromptHandler promptHandler, ObjectProvider<DeviceCodeListener> listeners,
			ObjectProvider<DeviceCodeInstrumentation> instrumentations, ObjectProvider<TaskDecorator> taskDecorators,
			ObjectProvider<TokenCache> tokenCaches, Environment environment) {
		Boolean virtualThreads = properties.getVirtualThreads();
		this.settings = settings;
		this.promptHandler = promptHandler;
		this.listener = new CompositeListener(listeners.orderedStream().toList());
		DeviceCodeInstrumentation instrumentation = instrumentations.getIfUnique();
		this.instrumentation = (instrumentation != null) ? instrumentation : DeviceCodeInstrumentation.NONE;
		this.taskDecorator = CallerContextDecorator.of(taskDecorators.orderedStream().toList());
		this.tokenCache = tokenCaches.getIfUnique();
		this.virtualThreads = (virtualThreads != null) ? virtualThreads
				: environment.getProperty("spring.threads.virtual.enabled", Boolean.class, true);
		this.runtime = new CredentialRuntime(this.virtualThreads);
	}

	/**
	 * Builds the default credential.
	 * @return a new credential
	 */
	DeviceCodeCredential defaultCredential() {
		CredentialDefinition definition = this.settings.defaultCredential();
		// Where there are others, and this one asks for nothing, it may never be used
		return build(definition, this.settings.all().size() == 1 || definition.request() != null);
	}

	/**
	 * Builds a named credential.
	 * @param name the name
	 * @return a new credential
	 */
	DeviceCodeCredential named(String name) {
		return build(this.settings.get(name), true);
	}

	private DeviceCodeCredential build(CredentialDefinition definition, boolean warn) {
		DefaultDeviceCodeCredentialBuilder builder = definition.builder();
		if (this.tokenCache != null) {
			builder.tokenCache(this.tokenCache);
		}
		DeviceCodeCredential credential = builder.runtime(this.runtime)
			.virtualThreads(this.virtualThreads)
			.taskDecorator(this.taskDecorator)
			.promptHandler(this.promptHandler)
			.listener(this.listener)
			.instrumentation(this.instrumentation)
			.build();
		if (warn && definition.usesDevelopmentClient()) {
			logger.warn(definition.prefix() + ".client-id is not set: the client id of Microsoft's development "
					+ "tools is used. Register an application of your own before others use this one");
		}
		return credential;
	}

	/**
	 * Ends what the credentials share. Their beans are destroyed before.
	 */
	@Override
	public void close() {
		this.runtime.close();
	}

}
