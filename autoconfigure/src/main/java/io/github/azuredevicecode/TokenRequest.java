package io.github.azuredevicecode;

import java.io.Serial;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import io.github.azuredevicecode.identifier.Tenants;
import io.github.azuredevicecode.json.JsonObjects;
import org.jspecify.annotations.Nullable;

/**
 * A request to a {@link DeviceCodeCredential}: scopes and, where needed, a claims
 * challenge, another tenant, or Continuous Access Evaluation. Immutable, thread safe and
 * cheap as a key of a map; keep and reuse it for the fastest path to a token.
 *
 * @since 0.1
 */
public final class TokenRequest implements Serializable {

	@Serial
	private static final long serialVersionUID = 1L;

	private static final List<String> RESERVED_SCOPES = List.of("openid", "profile", "offline_access");

	private final LinkedHashSet<String> scopes;

	private final @Nullable String claims;

	private final @Nullable String tenantId;

	private final boolean cae;

	private final int hash;

	private TokenRequest(LinkedHashSet<String> scopes, @Nullable String claims, @Nullable String tenantId,
			boolean cae) {
		this.scopes = scopes;
		this.claims = claims;
		this.tenantId = tenantId;
		this.cae = cae;
		this.hash = Objects.hash(scopes, claims, tenantId, cae);
	}

	/**
	 * Creates a request for scopes of one resource.
	 * @param scopes at least one scope, such as
	 * {@code https://graph.microsoft.com/.default}; {@code openid}, {@code profile} and
	 * {@code offline_access} are asked for by the credential itself and are refused here
	 * @return the request
	 * @throws IllegalArgumentException if there is no scope, a blank one, or a reserved
	 * one
	 */
	public static TokenRequest of(String... scopes) {
		return of(Arrays.asList(scopes));
	}

	/**
	 * Creates a request for scopes of one resource.
	 * @param scopes at least one scope, none of them reserved
	 * @return the request
	 * @throws IllegalArgumentException if there is no scope, a blank one, or a reserved
	 * one
	 * @see #of(String...)
	 */
	public static TokenRequest of(Collection<String> scopes) {
		if (scopes.isEmpty()) {
			throw new IllegalArgumentException("A token request requires at least one scope");
		}
		for (String scope : scopes) {
			if (scope == null || scope.isBlank() || !isPrintable(scope)) {
				throw new IllegalArgumentException("'" + scope + "' is not a scope: a scope is neither blank nor "
						+ "holds spaces or characters outside ASCII (RFC 6749 section 3.3)");
			}
			if (RESERVED_SCOPES.contains(scope.toLowerCase(Locale.ROOT))) {
				throw new IllegalArgumentException("You cannot use any scope value that is reserved.\nYour input: "
						+ scopes + "\nThe reserved list: " + RESERVED_SCOPES);
			}
		}
		return new TokenRequest(new LinkedHashSet<>(scopes), null, null, false);
	}

	private static boolean isPrintable(String scope) {
		for (int i = 0; i < scope.length(); i++) {
			if (scope.charAt(i) <= ' ' || scope.charAt(i) > '~') {
				return false;
			}
		}
		return true;
	}

	/**
	 * Returns the same request with claims, as a claims challenge brings them. Such a
	 * request is never answered from the token table.
	 * @param claims a JSON object
	 * @return the new request
	 * @throws IllegalArgumentException if the claims are not a JSON object of reasonable
	 * size
	 */
	public TokenRequest withClaims(String claims) {
		try {
			JsonObjects.parse(claims);
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("The claims are not a JSON object: " + ex.getMessage(), ex);
		}
		return new TokenRequest(this.scopes, claims, this.tenantId, this.cae);
	}

	/**
	 * Returns the same request without claims.
	 * @return the request itself where it has none, else a new one
	 */
	public TokenRequest withoutClaims() {
		return (this.claims != null) ? new TokenRequest(this.scopes, null, this.tenantId, this.cae) : this;
	}

	/**
	 * Returns the same request for another tenant than the credential's own, which the
	 * credential grants only where it is configured to.
	 * @param tenantId a tenant's GUID or domain name
	 * @return the new request
	 * @throws IllegalArgumentException if that cannot be a tenant
	 */
	public TokenRequest withTenantId(String tenantId) {
		return new TokenRequest(this.scopes, this.claims, Tenants.requireValid(tenantId), this.cae);
	}

	/**
	 * Returns the same request with or without Continuous Access Evaluation: whether the
	 * service is told that the caller can answer a claims challenge. The logins of the
	 * two modes are separate.
	 * @param cae whether the caller can answer a claims challenge
	 * @return the new request
	 */
	public TokenRequest withCae(boolean cae) {
		return new TokenRequest(this.scopes, this.claims, this.tenantId, cae);
	}

	/**
	 * Returns the scopes, in the order they were given.
	 * @return an unmodifiable set
	 */
	public Set<String> scopes() {
		return Collections.unmodifiableSet(this.scopes);
	}

	/**
	 * Returns the claims.
	 * @return a JSON object as it was given, or {@code null}
	 */
	public @Nullable String claims() {
		return this.claims;
	}

	/**
	 * Returns the tenant that was asked for.
	 * @return the tenant, or {@code null} for the credential's own
	 */
	public @Nullable String tenantId() {
		return this.tenantId;
	}

	/**
	 * Returns whether Continuous Access Evaluation was asked for.
	 * @return whether the caller can answer a claims challenge
	 */
	public boolean cae() {
		return this.cae;
	}

	/**
	 * Returns the mode of the login that is asked for.
	 * @return the mode
	 */
	public LoginMode mode() {
		return LoginMode.of(this.cae);
	}

	@Override
	public boolean equals(@Nullable Object other) {
		if (this == other) {
			return true;
		}
		return other instanceof TokenRequest that && this.hash == that.hash && this.cae == that.cae
				&& this.scopes.equals(that.scopes) && Objects.equals(this.claims, that.claims)
				&& Objects.equals(this.tenantId, that.tenantId);
	}

	@Override
	public int hashCode() {
		return this.hash;
	}

	@Override
	public String toString() {
		return "TokenRequest[scopes=" + this.scopes + ", claims=" + this.claims + ", tenantId=" + this.tenantId
				+ ", cae=" + this.cae + "]";
	}

}
