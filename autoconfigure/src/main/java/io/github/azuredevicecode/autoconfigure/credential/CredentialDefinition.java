package io.github.azuredevicecode.autoconfigure.credential;

import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.credential.DefaultDeviceCodeCredentialBuilder;
import io.github.azuredevicecode.credential.DeviceCodeCredentialSettings;
import io.github.azuredevicecode.entra.AuthoritySettings;
import io.github.azuredevicecode.http.TokenHosts;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The validated properties of one credential. They are mapped once, as the application
 * starts.
 *
 * @since 0.1
 */
public final class CredentialDefinition {

	private final String prefix;

	private final DefaultDeviceCodeCredentialBuilder builder;

	private final AuthoritySettings authority;

	private final @Nullable TokenRequest request;

	private final boolean cae;

	private final String registrationId;

	private final TokenHosts tokenHosts;

	private final boolean developmentClient;

	private final @Nullable String displayName;

	CredentialDefinition(String prefix, DefaultDeviceCodeCredentialBuilder builder, AuthoritySettings authority,
			@Nullable TokenRequest request, boolean cae, String registrationId, TokenHosts tokenHosts,
			boolean developmentClient, @Nullable String displayName) {
		this.prefix = prefix;
		this.builder = builder;
		this.authority = authority;
		this.request = request;
		this.cae = cae;
		this.registrationId = registrationId;
		this.tokenHosts = tokenHosts;
		this.developmentClient = developmentClient;
		this.displayName = displayName;
	}

	/**
	 * Returns the prefix of the properties.
	 * @return the prefix without a dot at the end
	 */
	String prefix() {
		return this.prefix;
	}

	/**
	 * Returns the builder of the credential, to be completed with beans and used once.
	 * @return the builder
	 */
	DefaultDeviceCodeCredentialBuilder builder() {
		return this.builder;
	}

	DeviceCodeCredentialSettings settings() {
		return this.builder.settings();
	}

	/**
	 * Returns the application and where to sign in to it.
	 * @return the settings of the authority
	 */
	public AuthoritySettings authority() {
		return this.authority;
	}

	/**
	 * Returns the request for the configured scopes.
	 * @return the request, or {@code null} if no scopes are configured
	 */
	public @Nullable TokenRequest request() {
		return this.request;
	}

	/**
	 * Returns the request that the user is prompted for on startup.
	 * @return the request
	 * @throws InvalidConfigurationPropertyValueException if no scopes are configured
	 */
	TokenRequest startupRequest() {
		if (this.request == null) {
			throw new InvalidConfigurationPropertyValueException(this.prefix + ".authenticate-on-startup", true,
					this.prefix + ".scopes must be set too, to say what the user is asked for");
		}
		return this.request;
	}

	public boolean isCae() {
		return this.cae;
	}

	/**
	 * Returns the id of the client registration that is contributed for the scopes.
	 * @return the id
	 */
	public String registrationId() {
		return this.registrationId;
	}

	/**
	 * Returns the hosts that may receive the token.
	 * @return the hosts
	 */
	public TokenHosts tokenHosts() {
		return this.tokenHosts;
	}

	/**
	 * Returns the name of the credential for people.
	 * @return the name, or {@code null} if none is configured
	 */
	public @Nullable String displayName() {
		return this.displayName;
	}

	boolean usesDevelopmentClient() {
		return this.developmentClient;
	}

}
