package io.github.azuredevicecode.credential.signin;

import java.time.Duration;

import io.github.azuredevicecode.DeviceCodePromptHandler;
import io.github.azuredevicecode.TokenRequest;
import org.jspecify.annotations.Nullable;

/**
 * Settings of when and how a user is asked, and who may sign in. Immutable.
 *
 * @param promptHandler shows a prompt to a person
 * @param timeout how long the user has, or {@code null} for as long as the code lives
 * @param disableAutomaticAuthentication whether requests for a token never prompt
 * @param defaultRequest what {@code authenticate()} asks the user to grant, or
 * {@code null} for the default of the cloud
 * @param expectedUsers the users whose tokens may be used
 */
public record SignInPolicy(DeviceCodePromptHandler promptHandler, @Nullable Duration timeout,
		boolean disableAutomaticAuthentication, @Nullable TokenRequest defaultRequest, ExpectedUsers expectedUsers) {

}
