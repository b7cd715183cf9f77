package io.github.azuredevicecode.standin.authorization;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/**
 * The authorizations in memory. As at Entra, a refresh token stays valid after a newer
 * one was issued.
 */
public final class AuthorizationStore implements OAuth2AuthorizationService {

	private final OAuth2AuthorizationService delegate = new InMemoryOAuth2AuthorizationService();

	private final Map<String, String> idsByRefreshToken = new ConcurrentHashMap<>();

	AuthorizationStore() {
	}

	@Override
	public void save(OAuth2Authorization authorization) {
		this.delegate.save(authorization);
		OAuth2Authorization.Token<OAuth2RefreshToken> refreshToken = authorization.getRefreshToken();
		if (refreshToken != null) {
			this.idsByRefreshToken.put(refreshToken.getToken().getTokenValue(), authorization.getId());
		}
	}

	@Override
	public void remove(OAuth2Authorization authorization) {
		this.delegate.remove(authorization);
		this.idsByRefreshToken.values().remove(authorization.getId());
	}

	@Override
	public @Nullable OAuth2Authorization findById(String id) {
		return this.delegate.findById(id);
	}

	@Override
	public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType tokenType) {
		if (tokenType != null && OAuth2TokenType.REFRESH_TOKEN.equals(tokenType)) {
			String id = this.idsByRefreshToken.get(token);
			return (id != null) ? findById(id) : null;
		}
		return this.delegate.findByToken(token, tokenType);
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
