package io.github.azuredevicecode.standin;

import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Collections;
import java.util.List;

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
 * It is an application of its own, reached over TLS only, that takes no setting from the
 * application that starts it.
 *
 * @see DemoUser
 */
public final class StandIn implements AutoCloseable {

	private final ConfigurableApplicationContext context;

	private final StandInUris uris;

	private final ServerCertificate certificate;

	private StandIn(ConfigurableApplicationContext context) {
		this.context = context;
		this.uris = context.getBean(StandInUris.class);
		this.certificate = context.getBean(ServerCertificate.class);
	}

	/**
	 * Start a stand-in with the default options, on a free port.
	 * @return the running stand-in
	 */
	public static StandIn start() {
		return start(StandInOptions.defaults());
	}

	/**
	 * Start a stand-in.
	 * @param options what differs from one stand-in to another
	 * @return the running stand-in
	 */
	public static StandIn start(StandInOptions options) {
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
		// Of an application that was processed ahead of time the stand-in is no part
		AotApplicationContextInitializer<GenericApplicationContext> sources = (
				context) -> new AnnotatedBeanDefinitionReader(context).register(StandInConfiguration.class);
		return List.of(sources, beans);
	}

	/**
	 * Return what a client of a stand-in in another process has to trust.
	 * @param folder where that one keeps its keys
	 * @return its certificate, PEM-encoded, or {@code null} if there is none in the
	 * folder
	 */
	public static @Nullable String certificatePem(Path folder) {
		ServerCertificate certificate = new KeptKeys(folder).certificate();
		return (certificate != null) ? certificate.pem() : null;
	}

	/**
	 * Return where the stand-in for Entra is reached, the value for a client's authority.
	 * @return the address, without a tenant
	 */
	public URI authority() {
		return URI.create(this.uris.authority());
	}

	/**
	 * Return where the API is reached: {@code /v1.0/me} below it is the signed-in user.
	 * @return the address, which is also the audience of the access tokens
	 */
	public URI apiBaseUri() {
		return URI.create(this.uris.api());
	}

	/**
	 * Return what a client has to trust.
	 * @return the self-signed certificate of this stand-in
	 */
	public X509Certificate certificate() {
		return this.certificate.certificate();
	}

	/**
	 * Return what a client has to trust, in the form of a trust store of text.
	 * @return the self-signed certificate of this stand-in, PEM-encoded
	 */
	public String certificatePem() {
		return this.certificate.pem();
	}

	/**
	 * Approve a sign-in as {@link DemoUser}, without a browser.
	 * @param userCode the code that the user was asked to enter
	 */
	public void approve(String userCode) {
		this.context.getBean(Decisions.class).approve(userCode);
	}

	/**
	 * Decline a sign-in as {@link DemoUser}, without a browser.
	 * @param userCode the code that the user was asked to enter
	 */
	public void decline(String userCode) {
		this.context.getBean(Decisions.class).decline(userCode);
	}

	/**
	 * Make every refresh token given out so far unusable. Access tokens live on until
	 * they expire.
	 */
	public void revokeRefreshTokens() {
		this.context.getBean(Authorizations.class).revokeRefreshTokens();
	}

	/**
	 * Return how many sign-ins were begun.
	 * @return the number of requests for a device code
	 */
	public int deviceCodeRequests() {
		return this.context.getBean(RequestCounter.class).deviceCodeRequests();
	}

	/**
	 * Return how many tokens were asked for, with success or without.
	 * @param grantType the grant type, where {@code device_code} is short for the URN
	 * @return the number of token requests of that grant type
	 */
	public int tokenRequests(String grantType) {
		return this.context.getBean(RequestCounter.class).tokenRequests(grantType);
	}

	/**
	 * Return how often the API was called, with success or without.
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
