package io.github.azuredevicecode.concurrent;

import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.DeviceCodeListener;

/**
 * Settings of what others learn of a credential. Immutable.
 *
 * @param credentialName the name of the credential
 * @param listener is told what happens
 * @param instrumentation measures what takes time
 * @param supportLogging whether personal data may be logged
 */
public record Observability(String credentialName, DeviceCodeListener listener,
		DeviceCodeInstrumentation instrumentation, boolean supportLogging) {

}
