package io.github.azuredevicecode.standin;

import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;

import io.github.azuredevicecode.standin.authorization.AuthorizationStore;
import io.github.azuredevicecode.standin.authorization.UserDecisions;
import io.github.azuredevicecode.standin.storage.StandInFolder;
import io.github.azuredevicecode.standin.tenant.DemoUser;
import io.github.azuredevicecode.standin.tenant.Endpoints;
import io.github.azuredevicecode.standin.tls.ServerCertificate;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.AotDetector;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotatedBeanDefinitionReader;
import org.springframework.context.aot.AotApplicationContextInitializer;
import org.springframework.context.support.GenericApplicationContext;

/**
 * A running stand-in for Microsoft Entra and for an API in the manner of Microsoft Graph.
 * It is an application of its own that listens over TLS only and takes no setting from
 * the application that starts it.
 *
 * @see DemoUser
 */
public final class StandIn implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final Endpoints endpoints;

	private final ServerCertificate certificate;

	private StandIn(ConfigurableApplicationContext context) {
		this.context = context;
		this.endpoints = context.getBean(Endpoints.class);
		this.certificate = context.getBean(ServerCertificate.class);
	}

	/**
	 * Starts a stand-in with the default options, on a free port.
	 * @return the running stand-in
	 */
	public static StandIn start() {
		return start(StandInOptions.defaults());
	}

	/**
	 * Starts a stand-in.
	 * @param options the options
	 * @return the running stand-in
	 * @throws io.github.azuredevicecode.standin.storage.UntrustedFolderException if
	 * others can write the folder of the stand-in
	 */
	public static StandIn start(StandInOptions options) {
		Path folder = options.folder();
		if (folder != null) {
			new StandInFolder(folder).require();
		}
		SpringApplication application = new SpringApplication(StandInConfiguration.class);
		application.setWebApplicationType(WebApplicationType.SERVLET);
		application.setEnvironment(new StandInEnvironment(options.port()));
		application.setBannerMode(Banner.Mode.OFF);
		application.setLogStartupInfo(false);
		application.setRegisterShutdownHook(false);
		// Without listeners neither configuration files nor the logging system are
		// touched: both belong to the application that starts the stand-in
		application.setListeners(Collections.emptyList());
		application.setInitializers(initializers(options));
		return new StandIn(QuietLogging.quieten(() -> application.run()));
	}

	private static List<ApplicationContextInitializer<?>> initializers(StandInOptions options) {
		ApplicationContextInitializer<GenericApplicationContext> beans = (context) -> context
			.registerBean(StandInOptions.class, () -> options);
		if (!AotDetector.useGeneratedArtifacts()) {
			return List.of(beans);
		}
		// An application that was processed ahead of time does not include the stand-in
		AotApplicationContextInitializer<GenericApplicationContext> sources = (
				context) -> new AnnotatedBeanDefinitionReader(context).register(StandInConfiguration.class);
		return List.of(sources, beans);
	}

	/**
	 * Returns the certificate that a client of a stand-in in another process has to
	 * trust.
	 * @param folder the folder in which that stand-in keeps its keys
	 * @return the certificate, PEM-encoded, or {@code null} if the folder has none
	 */
	public static @Nullable String certificatePem(Path folder) {
		ServerCertificate certificate = ServerCertificate.find(folder);
		return (certificate != null) ? certificate.pem() : null;
	}

	/**
	 * Returns the address of the stand-in for Entra, the authority of a client.
	 * @return the address, without a tenant
	 */
	public URI authority() {
		return URI.create(this.endpoints.authority());
	}

	/**
	 * Returns the address of the API: {@code /v1.0/me} below it is the signed-in user.
	 * @return the address, which is also the audience of the access tokens
	 */
	public URI apiBaseUri() {
		return URI.create(this.endpoints.api());
	}

	/**
	 * Returns the certificate that a client has to trust.
	 * @return the self-signed certificate of this stand-in
	 */
	public X509Certificate certificate() {
		return this.certificate.certificate();
	}

	/**
	 * Returns the certificate that a client has to trust, as text.
	 * @return the self-signed certificate of this stand-in, PEM-encoded
	 */
	public String certificatePem() {
		return this.certificate.pem();
	}

	/**
	 * Approves a sign-in as {@link DemoUser}, without a browser.
	 * @param userCode the code that the user was asked to enter
	 */
	public void approve(String userCode) {
		this.context.getBean(UserDecisions.class).approve(userCode);
	}

	/**
	 * Declines a sign-in as {@link DemoUser}, without a browser.
	 * @param userCode the code that the user was asked to enter
	 */
	public void decline(String userCode) {
		this.context.getBean(UserDecisions.class).decline(userCode);
	}

	/**
	 * Makes every refresh token that was issued so far unusable. Access tokens stay valid
	 * until they expire.
	 */
	public void revokeRefreshTokens() {
		this.context.getBean(AuthorizationStore.class).revokeRefreshTokens();
	}

	/**
	 * Returns the number of sign-ins that were started.
	 * @return the number of requests for a device code
	 */
	public int deviceCodeRequests() {
		return this.context.getBean(RequestCounter.class).deviceCodeRequests();
	}

	/**
	 * Returns the number of token requests, successful or not.
	 * @param grantType the grant type, where {@code device_code} is short for the URN
	 * @return the number of token requests of that grant type
	 */
	public int tokenRequests(String grantType) {
		return this.context.getBean(RequestCounter.class).tokenRequests(grantType);
	}

	/**
	 * Returns the number of API requests, successful or not.
	 * @return the number of requests to the API
	 */
	public int apiRequests() {
		return this.context.getBean(RequestCounter.class).apiRequests();
	}

	@Override
	public void close() {
		QuietLogging.quieten(() -> {
			this.context.close();
			return this.context;
		});
	}

}
