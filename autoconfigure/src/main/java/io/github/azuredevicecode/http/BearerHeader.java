package io.github.azuredevicecode.http;

import org.jspecify.annotations.Nullable;

/**
 * The {@code Authorization} header of the last token. A token of some kilobytes is not
 * copied for each request. Thread safe.
 */
final class BearerHeader {

	private volatile @Nullable Value last;

	/**
	 * Returns the header of a token.
	 * @param token the token
	 * @return the value of the header
	 */
	String of(String token) {
		Value known = this.last;
		if (known == null || !known.token().equals(token)) {
			known = new Value(token, "Bearer " + token);
			this.last = known;
		}
		return known.header();
	}

	private record Value(String token, String header) {

		@Override
		public String toString() {
			return "Value";
		}

	}

}
