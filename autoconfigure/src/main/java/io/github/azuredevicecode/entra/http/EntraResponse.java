package io.github.azuredevicecode.entra.http;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * An answer of the authority. Its string form does not show the body, which may hold
 * tokens.
 *
 * @param status the HTTP status
 * @param headers the headers, by name in any case
 * @param body the body
 */
public record EntraResponse(int status, Map<String, List<String>> headers, String body) {

	public @Nullable String header(String name) {
		return this.headers.entrySet()
			.stream()
			.filter((header) -> header.getKey().equalsIgnoreCase(name) && !header.getValue().isEmpty())
			.map((header) -> header.getValue().get(0))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Return whether the service is not able to answer just now: RFC 8628 section 3.5 has
	 * a client go on after such an answer.
	 * @return whether the same request may succeed later
	 */
	public boolean isTransient() {
		return this.status == 408 || this.status == 429 || this.status >= 500;
	}

	public @Nullable Duration retryAfter(Instant now) {
		String value = header("Retry-After");
		return (value != null && value.strip().matches("\\d{1,6}")) ? Duration.ofSeconds(Long.parseLong(value.strip()))
				: null;
	}

	@Override
	public String toString() {
		return "EntraResponse[status=" + this.status + "]";
	}

}
