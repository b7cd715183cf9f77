package io.github.azuredevicecode.standin.authorization;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.azuredevicecode.standin.behavior.Behavior;
import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/**
 * The authorizations, in memory and, with a folder, in a file that keeps them over a
 * restart. As at Entra, a refresh token stays valid after a newer one was issued, unless
 * refresh tokens can be used once only.
 */
public final class AuthorizationStore implements OAuth2AuthorizationService {

	private final OAuth2AuthorizationService delegate = new InMemoryOAuth2AuthorizationService();

	private final Map<String, OAuth2Authorization> granted = new ConcurrentHashMap<>();

	private final GrantFile file;

	private final Behavior behavior;

	private final Map<String, String> idsByRefreshToken = new ConcurrentHashMap<>();

	/**
	 * Creates a store.
	 * @param folder the folder that keeps the authorizations, or {@code null} to keep
	 * nothing
	 * @param behavior tells whether a refresh token can be used once only
	 */
	public AuthorizationStore(@Nullable Path folder, Behavior behavior) {
		this.file = new GrantFile(folder);
		this.behavior = behavior;
		this.file.read().forEach(this::remember);
	}

	private void remember(OAuth2Authorization authorization) {
		this.delegate.save(authorization);
		OAuth2Authorization.Token<OAuth2RefreshToken> refreshToken = authorization.getRefreshToken();
		if (refreshToken != null) {
			this.idsByRefreshToken.put(refreshToken.getToken().getTokenValue(), authorization.getId());
			this.granted.put(authorization.getId(), authorization);
		}
	}

	@Override
	public void save(OAuth2Authorization authorization) {
		remember(authorization);
		writeGrants();
	}

	private synchronized void writeGrants() {
		this.file.write(this.granted.values());
	}

	@Override
	public void remove(OAuth2Authorization authorization) {
		this.delegate.remove(authorization);
		this.idsByRefreshToken.values().remove(authorization.getId());
		this.granted.remove(authorization.getId());
		writeGrants();
	}

	@Override
	public @Nullable OAuth2Authorization findById(String id) {
		return this.delegate.findById(id);
	}

	@Override
	public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType tokenType) {
		if (tokenType != null && OAuth2TokenType.REFRESH_TOKEN.equals(tokenType)) {
			String id = this.idsByRefreshToken.get(token);
			OAuth2Authorization authorization = (id != null) ? findById(id) : null;
			return (authorization != null && isUsable(authorization, token)) ? authorization : null;
		}
		return this.delegate.findByToken(token, tokenType);
	}

	private boolean isUsable(OAuth2Authorization authorization, String refreshToken) {
		OAuth2Authorization.Token<OAuth2RefreshToken> newest = authorization.getRefreshToken();
		return !this.behavior.hasSingleUseRefreshTokens()
				|| (newest != null && newest.getToken().getTokenValue().equals(refreshToken));
	}

	/**
	 * Makes every refresh token that was issued so far unusable.
	 */
	public void revokeRefreshTokens() {
		for (String id : this.idsByRefreshToken.values()) {
			OAuth2Authorization authorization = findById(id);
			OAuth2Authorization.Token<OAuth2RefreshToken> refreshToken = (authorization != null)
					? authorization.getRefreshToken() : null;
			if (authorization != null && refreshToken != null) {
				save(OAuth2Authorization.from(authorization).invalidate(refreshToken.getToken()).build());
			}
		}
	}

}
