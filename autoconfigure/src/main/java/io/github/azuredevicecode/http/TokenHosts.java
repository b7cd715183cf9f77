package io.github.azuredevicecode.http;

import java.util.Arrays;
import java.util.Collection;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The hosts that the token of a registration may be sent to.
 *
 * @param allowedHosts the hosts that may receive it, or {@code null} for those that its
 * scopes name
 * @param graphHost the host of Microsoft Graph, which short scopes such as
 * {@code User.Read} mean
 * @since 0.1
 */
public record TokenHosts(@Nullable AllowedHosts allowedHosts, String graphHost) {

	public TokenHosts {
		Assert.hasText(graphHost, "graphHost cannot be empty");
	}

	/**
	 * Returns the same but for the hosts that may receive a token.
	 * @param hosts the hosts, with their port unless it is 443
	 * @return new token hosts
	 * @throws IllegalArgumentException if one is not a host, or there are none
	 */
	public TokenHosts withAllowedHosts(String... hosts) {
		Assert.notEmpty(hosts, "hosts cannot be empty");
		return new TokenHosts(AllowedHosts.of(Arrays.asList(hosts)), this.graphHost);
	}

	/**
	 * Requires that scopes name no more than one resource, as far as it can be told from
	 * their hosts.
	 * @param scopes the scopes of one token
	 * @return the scopes
	 * @throws IllegalArgumentException if they name resources on several hosts
	 */
	public Collection<String> requireOneResource(Collection<String> scopes) {
		AllowedHosts named = AllowedHosts.ofScopes(scopes, this.graphHost);
		if (named.size() > 1) {
			throw new IllegalArgumentException("The scopes name several resources: " + named
					+ ". A token is for one resource: keep the scopes of one, and use forScopes(...) or another client "
					+ "registration for each of the others");
		}
		return scopes;
	}

	/**
	 * Returns the hosts that may receive a token.
	 * @param scopes the scopes of the token
	 * @return the hosts
	 */
	AllowedHosts of(Collection<String> scopes) {
		return (this.allowedHosts != null) ? this.allowedHosts : AllowedHosts.ofScopes(scopes, this.graphHost);
	}

}
