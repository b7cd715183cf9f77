package io.github.azuredevicecode.entra;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.entra.http.EntraRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;
import io.github.azuredevicecode.entra.http.HttpTransport;
import io.github.azuredevicecode.identifier.EntraCloud;
import org.jspecify.annotations.Nullable;

/**
 * Asks Microsoft whether an authority that is not well known is one of theirs, once.
 */
public final class InstanceDiscovery {

	private static final String HOST = EntraCloud.PUBLIC.authorityHost();

	private final AuthoritySettings settings;

	private final HttpTransport transport;

	private volatile boolean confirmed;

	public InstanceDiscovery(AuthoritySettings settings, HttpTransport transport) {
		this.settings = settings;
		this.transport = transport;
		this.confirmed = settings.disableInstanceDiscovery() || EntraCloud.isKnownAuthority(settings.authorityHost());
	}

	/**
	 * Confirm the authority.
	 * @param tenantId the tenant that is about to be asked
	 * @return completes with {@code true}, or with the reason why the authority is not
	 * confirmed
	 */
	public CompletableFuture<Boolean> confirm(String tenantId) {
		if (this.confirmed) {
			return CompletableFuture.completedFuture(true);
		}
		if (tenantId.equals(EntraCloud.ADFS)) {
			// Microsoft knows no ADFS
			return CompletableFuture.failedFuture(unknown(null));
		}
		String authorize = this.settings.authority() + "/" + tenantId + "/oauth2/v2.0/authorize";
		URI uri = URI.create("https://" + HOST + "/" + EntraCloud.COMMON + "/discovery/instance?authorization_endpoint="
				+ URLEncoder.encode(authorize, StandardCharsets.UTF_8) + "&api-version=1.0");
		CompletableFuture<EntraResponse> exchange = this.transport.send(EntraRequest.get(uri, Map.of()));
		return Futures.propagateCancel(exchange.handle(this::evaluate), exchange);
	}

	private boolean evaluate(@Nullable EntraResponse answer, @Nullable Throwable failure) {
		if (failure != null || answer == null) {
			throw new ClientAuthenticationException(
					"Authentication failed: the authority " + this.settings.authority() + " could not be checked at "
							+ HOST + " (" + AuthenticationFailures.describe(failure) + "). " + hint(),
					null, failure);
		}
		ServiceError error = ServiceErrorParser.parse(answer);
		if (error != null && error.errorCode().equals("invalid_instance")) {
			throw unknown(error);
		}
		if (answer.status() != 200) {
			throw new ClientAuthenticationException("Authentication failed: the authority " + this.settings.authority()
					+ " could not be checked at " + HOST + " (HTTP status " + answer.status() + "). " + hint(), error,
					null);
		}
		this.confirmed = true;
		return true;
	}

	private ClientAuthenticationException unknown(@Nullable ServiceError error) {
		return new ClientAuthenticationException("Authentication failed: The authority provided, "
				+ this.settings.authority() + ", is not well-known. " + hint(), error, null);
	}

	private static String hint() {
		return "If this authority is valid and trustworthy, disable this check: set "
				+ "azure.identity.device-code.disable-instance-discovery=true";
	}

}
