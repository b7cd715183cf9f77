package io.github.azuredevicecode.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.azuredevicecode.prompt.QrCodeMode;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;

/**
 * Properties of the device code credential, and of what is around it.
 *
 * @since 0.1
 */
@ConfigurationProperties(value = DeviceCodeProperties.PREFIX, ignoreUnknownFields = false)
public class DeviceCodeProperties extends DeviceCodeCredentialProperties {

	/**
	 * The prefix of all properties.
	 */
	public static final String PREFIX = "azure.identity.device-code";

	/**
	 * Whether the device code credential is configured.
	 */
	private boolean enabled = true;

	/**
	 * Whether MSAL4J and the connection are loaded in the background once the application
	 * has started, so that the first token does not have to wait for it.
	 */
	private boolean warmUpOnStartup;

	/**
	 * Whether the credential works on virtual threads where the JVM has them. By default
	 * as spring.threads.virtual.enabled says, true where that is not set.
	 */
	private @Nullable Boolean virtualThreads;

	/**
	 * Further credentials by name, for further users or applications. A named credential
	 * inherits unset properties from the default credential.
	 */
	private final Map<String, DeviceCodeCredentialProperties> credentials = new LinkedHashMap<>();

	@NestedConfigurationProperty
	private final TokenCacheProperties tokenCache = new TokenCacheProperties();

	private final Prompt prompt = new Prompt();

	private final Page page = new Page();

	private final AzureCore azureCore = new AzureCore();

	private final Observations observations = new Observations();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public boolean isWarmUpOnStartup() {
		return this.warmUpOnStartup;
	}

	public void setWarmUpOnStartup(boolean warmUpOnStartup) {
		this.warmUpOnStartup = warmUpOnStartup;
	}

	public @Nullable Boolean getVirtualThreads() {
		return this.virtualThreads;
	}

	public void setVirtualThreads(@Nullable Boolean virtualThreads) {
		this.virtualThreads = virtualThreads;
	}

	public Map<String, DeviceCodeCredentialProperties> getCredentials() {
		return this.credentials;
	}

	public TokenCacheProperties getTokenCache() {
		return this.tokenCache;
	}

	public Prompt getPrompt() {
		return this.prompt;
	}

	public Page getPage() {
		return this.page;
	}

	public AzureCore getAzureCore() {
		return this.azureCore;
	}

	public Observations getObservations() {
		return this.observations;
	}

	/**
	 * Properties of the prompt.
	 */
	public static class Prompt {

		/**
		 * Output of the prompt.
		 */
		private Output output = Output.CONSOLE;

		/**
		 * Whether the console shows a QR code of the page to open.
		 */
		private QrCodeMode qrCode = QrCodeMode.AUTO;

		public Output getOutput() {
			return this.output;
		}

		public void setOutput(Output output) {
			this.output = output;
		}

		public QrCodeMode getQrCode() {
			return this.qrCode;
		}

		public void setQrCode(QrCodeMode qrCode) {
			this.qrCode = qrCode;
		}

		/**
		 * The outputs of a prompt.
		 */
		public enum Output {

			/**
			 * The standard output.
			 */
			CONSOLE,

			/**
			 * The log, as one event.
			 */
			LOG,

			/**
			 * The sign-in page of this application, of which the log tells.
			 */
			PAGE,

			/**
			 * Nowhere; the application listens to the event.
			 */
			NONE

		}

	}

	/**
	 * The sign-in page.
	 */
	public static class Page {

		/**
		 * Whether the application has a sign-in page, which its own security protects.
		 */
		private boolean enabled;

		/**
		 * Path of the sign-in page within the application.
		 */
		private String path = "/device-code";

		/**
		 * Whether the sign-in page is shown even if the application has no security
		 * filter chain. Requires server.address to be a loopback address.
		 */
		private boolean allowUnprotected;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public String getPath() {
			return this.path;
		}

		public void setPath(String path) {
			this.path = path;
		}

		public boolean isAllowUnprotected() {
			return this.allowUnprotected;
		}

		public void setAllowUnprotected(boolean allowUnprotected) {
			this.allowUnprotected = allowUnprotected;
		}

	}

	/**
	 * The clients of the Azure SDK.
	 */
	public static class AzureCore {

		/**
		 * Whether there is a TokenCredential bean, where the Azure SDK is on the class
		 * path and nobody else has defined one.
		 */
		private boolean enabled = true;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * Observations of what the credential does.
	 */
	public static class Observations {

		/**
		 * Whether the credential is observed, where there is an ObservationRegistry.
		 */
		private boolean enabled = true;

		/**
		 * Whether the requests that are answered with a cached token are counted.
		 */
		private boolean cachedTokens;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public boolean isCachedTokens() {
			return this.cachedTokens;
		}

		public void setCachedTokens(boolean cachedTokens) {
			this.cachedTokens = cachedTokens;
		}

	}

}
