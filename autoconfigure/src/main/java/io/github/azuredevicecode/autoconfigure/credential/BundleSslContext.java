package io.github.azuredevicecode.autoconfigure.credential;

import java.security.KeyManagementException;
import java.security.SecureRandom;

import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/**
 * The TLS context of an SSL bundle, with the protocols and ciphers of its options. New
 * connections use the bundle as it was updated last.
 */
final class BundleSslContext extends SSLContext {

	private BundleSslContext(Spi spi) {
		super(spi, spi.current.context.getProvider(), spi.current.context.getProtocol());
	}

	/**
	 * Returns the context of a bundle.
	 * @param bundles the bundles of the application
	 * @param name the name of the bundle
	 * @return the context
	 */
	static SSLContext of(SslBundles bundles, String name) {
		Spi spi = new Spi(bundles.getBundle(name));
		bundles.addBundleUpdateHandler(name, (bundle) -> spi.update(name, bundle));
		return new BundleSslContext(spi);
	}

	private record Current(SSLContext context, SslOptions options) {

		static Current of(SslBundle bundle) {
			return new Current(bundle.createSslContext(), bundle.getOptions());
		}

		SSLParameters apply(SSLParameters parameters) {
			if (this.options.getEnabledProtocols() != null) {
				parameters.setProtocols(this.options.getEnabledProtocols());
			}
			if (this.options.getCiphers() != null) {
				parameters.setCipherSuites(this.options.getCiphers());
			}
			return parameters;
		}

		SSLEngine apply(SSLEngine engine) {
			engine.setSSLParameters(apply(engine.getSSLParameters()));
			return engine;
		}

	}

	private static final class Spi extends SSLContextSpi {

		private static final Log logger = LogFactory.getLog(BundleSslContext.class);

		private volatile Current current;

		Spi(SslBundle bundle) {
			this.current = Current.of(bundle);
		}

		void update(String name, SslBundle bundle) {
			try {
				this.current = Current.of(bundle);
			}
			catch (RuntimeException ex) {
				logger.warn("The updated SSL bundle '" + name + "' cannot be used. Continuing with the previous one. "
						+ ex.getMessage());
			}
		}

		@Override
		protected void engineInit(KeyManager[] keyManagers, TrustManager[] trustManagers, SecureRandom random)
				throws KeyManagementException {
			throw new KeyManagementException("The context is initialized by its SSL bundle");
		}

		@Override
		protected SSLSocketFactory engineGetSocketFactory() {
			return this.current.context.getSocketFactory();
		}

		@Override
		protected SSLServerSocketFactory engineGetServerSocketFactory() {
			return this.current.context.getServerSocketFactory();
		}

		@Override
		protected SSLEngine engineCreateSSLEngine() {
			Current current = this.current;
			return current.apply(current.context.createSSLEngine());
		}

		@Override
		protected SSLEngine engineCreateSSLEngine(String host, int port) {
			Current current = this.current;
			return current.apply(current.context.createSSLEngine(host, port));
		}

		@Override
		protected SSLSessionContext engineGetServerSessionContext() {
			return this.current.context.getServerSessionContext();
		}

		@Override
		protected SSLSessionContext engineGetClientSessionContext() {
			return this.current.context.getClientSessionContext();
		}

		@Override
		protected SSLParameters engineGetDefaultSSLParameters() {
			Current current = this.current;
			return current.apply(current.context.getDefaultSSLParameters());
		}

		@Override
		protected SSLParameters engineGetSupportedSSLParameters() {
			return this.current.context.getSupportedSSLParameters();
		}

	}

}
