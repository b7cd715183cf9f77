package io.github.azuredevicecode.standin.authorization;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;

import org.springframework.security.oauth2.core.OAuth2UserCode;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * User codes that look like Entra's and that people may type in their own way.
 */
final class UserCodes implements OAuth2TokenGenerator<OAuth2UserCode> {

	private static final int LENGTH = 9;

	private static final String CHARACTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

	private final SecureRandom random = new SecureRandom();

	@Override
	public OAuth2UserCode generate(OAuth2TokenContext context) {
		StringBuilder code = new StringBuilder();
		this.random.ints(LENGTH, 0, CHARACTERS.length()).forEach((index) -> code.append(CHARACTERS.charAt(index)));
		Instant now = Instant.now();
		return new OAuth2UserCode(code.toString(), now,
				now.plus(context.getRegisteredClient().getTokenSettings().getDeviceCodeTimeToLive()));
	}

	static String normalize(String userCode) {
		return userCode.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
	}

}
