package io.github.azuredevicecode.entra.http;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.github.azuredevicecode.concurrent.Moment;
import org.jspecify.annotations.Nullable;

/**
 * An answer of the authority. Its string form does not show the body, which may hold
 * tokens.
 *
 * @param status the HTTP status
 * @param headers the headers, by name in any case
 * @param body the body
 * @param sentAt when the request was sent, or {@code null} if nobody took note: what an
 * answer brings lives from then, since it may be long on its way
 */
public record EntraResponse(int status, Map<String, List<String>> headers, String body, @Nullable Moment sentAt) {

	// More than eleven days is no answer
	private static final Pattern SECONDS = Pattern.compile("\\d{1,6}(\\.\\d{0,9})?");

	private static final Duration MAX_RETRY_AFTER = Duration.ofSeconds(999_999);

	public EntraResponse(int status, Map<String, List<String>> headers, String body) {
		this(status, headers, body, null);
	}

	/**
	 * Returns the answer to a request that was sent at a moment.
	 * @param sentAt the moment
	 * @return the answer
	 */
	EntraResponse withSentAt(Moment sentAt) {
		return new EntraResponse(this.status, this.headers, this.body, sentAt);
	}

	/**
	 * Returns from when on the lifetimes in the answer count.
	 * @param now the current moment
	 * @return when the request was sent, as far as that is known
	 */
	public Moment issuedAt(Moment now) {
		return (this.sentAt != null) ? this.sentAt : now;
	}

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

	/**
	 * Returns how long the service asks the client to wait (RFC 9110 section 10.2.3),
	 * which it may say in seconds, also with a fraction, or as a date.
	 * @param now the time to which a date is compared unless the service tells its own
	 * @return the time to wait, or {@code null} if the service asks for none
	 */
	public @Nullable Duration retryAfter(Instant now) {
		String value = header("Retry-After");
		if (value == null) {
			return null;
		}
		if (SECONDS.matcher(value.strip()).matches()) {
			return Duration.ofNanos(new BigDecimal(value.strip()).movePointRight(9).longValue());
		}
		Instant date = toInstant(value);
		if (date == null) {
			return null;
		}
		Instant serviceTime = toInstant(header("Date"));
		Duration wait = Duration.between((serviceTime != null) ? serviceTime : now, date);
		if (wait.compareTo(MAX_RETRY_AFTER) > 0) {
			return null;
		}
		return wait.isNegative() ? Duration.ZERO : wait;
	}

	private static @Nullable Instant toInstant(@Nullable String date) {
		try {
			return (date != null) ? DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.strip(), Instant::from) : null;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	@Override
	public String toString() {
		return "EntraResponse[status=" + this.status + "]";
	}

}
