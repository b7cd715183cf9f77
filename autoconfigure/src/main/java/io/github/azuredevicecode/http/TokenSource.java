package io.github.azuredevicecode.http;

import java.util.Set;
import java.util.function.Supplier;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.TokenRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The credential that gives a token, what it is asked for, and where the token may go.
 *
 * @param credential the credential that gives the token; it is asked for as soon as there
 * is a request
 * @param tokenRequest what it is asked for, or {@code null} if there are no scopes
 * @param cae whether it is asked with Continuous Access Evaluation, whatever the scopes
 * @param hosts where the token may go
 * @since 0.1
 */
public record TokenSource(Supplier<DeviceCodeCredential> credential, @Nullable TokenRequest tokenRequest, boolean cae,
		TokenHosts hosts) {

	public TokenSource {
		Assert.notNull(credential, "credential cannot be null");
		Assert.notNull(hosts, "hosts cannot be null");
		tokenRequest = (tokenRequest != null) ? tokenRequest.withCae(cae) : null;
	}

	TokenSource withTokenRequest(@Nullable TokenRequest tokenRequest) {
		return new TokenSource(this.credential, tokenRequest, this.cae, this.hosts);
	}

	TokenSource withAllowedHosts(String... hosts) {
		return new TokenSource(this.credential, this.tokenRequest, this.cae, this.hosts.withAllowedHosts(hosts));
	}

	TokenPolicy policy() {
		return new TokenPolicy((this.tokenRequest != null) ? this.tokenRequest.scopes() : Set.of(), this.hosts);
	}

}
