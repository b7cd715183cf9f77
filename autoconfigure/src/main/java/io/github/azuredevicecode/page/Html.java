package io.github.azuredevicecode.page;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.HtmlUtils;

/**
 * Markup that is safe to send: whatever is filled in is escaped, unless it is markup of
 * this kind itself.
 *
 * @param markup the markup
 */
record Html(String markup) {

	static final Html NONE = new Html("");

	private static final DateTimeFormatter MOMENT = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss z", Locale.ROOT);

	/**
	 * Fills in a template.
	 * @param template markup with {@code %s} in text and in quoted attributes
	 * @param values what to fill in, escaped unless it is of this type
	 * @return the markup
	 */
	static Html of(String template, @Nullable Object... values) {
		return new Html(template.formatted(Arrays.stream(values).map(Html::escape).toArray()));
	}

	/**
	 * Fills in a template with one value, if there is one.
	 * @param template markup with one {@code %s}
	 * @param value what to fill in, or {@code null} for no markup at all
	 * @return the markup
	 */
	static Html ofNullable(String template, @Nullable Object value) {
		return (value != null) ? of(template, value) : NONE;
	}

	/**
	 * Shows a moment, in the zone of the server until the script of the page shows it in
	 * that of the browser.
	 * @param moment the moment
	 * @param zone the zone of the server
	 * @return the markup
	 */
	static Html time(Instant moment, ZoneId zone) {
		return of("<time datetime=\"%s\">%s</time>", moment.truncatedTo(ChronoUnit.SECONDS),
				MOMENT.format(moment.atZone(zone)));
	}

	static Html join(Stream<Html> parts) {
		StringBuilder markup = new StringBuilder();
		parts.forEach((part) -> markup.append(part.markup));
		return new Html(markup.toString());
	}

	private static String escape(@Nullable Object value) {
		return (value instanceof Html html) ? html.markup : HtmlUtils.htmlEscape(String.valueOf(value));
	}

	@Override
	public String toString() {
		return this.markup;
	}

}
