package io.github.azuredevicecode.standin.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.springframework.core.io.ClassPathResource;
import org.springframework.util.Assert;
import org.springframework.web.util.HtmlUtils;

/**
 * The HTML templates of the pages. <code>{{name}}</code> becomes the escaped value, and a
 * line with the name of a collection is repeated for each of its values.
 */
final class PageTemplate {

	private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

	private PageTemplate() {
	}

	static String render(String name, String title, Map<String, Object> values) {
		String content = read(name).lines().map((line) -> fillIn(line, values)).collect(Collectors.joining("\n"));
		return read("layout").replace("{{title}}", HtmlUtils.htmlEscape(title)).replace("{{content}}", content);
	}

	private static String fillIn(String line, Map<String, Object> values) {
		return values.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() instanceof Collection && line.contains("{{" + entry.getKey() + "}}"))
			.findFirst()
			.map((entry) -> ((Collection<?>) entry.getValue()).stream()
				.map((item) -> line.replace("{{" + entry.getKey() + "}}", HtmlUtils.htmlEscape(item.toString())))
				.collect(Collectors.joining("\n")))
			.orElseGet(() -> PLACEHOLDER.matcher(line).replaceAll((match) -> value(match.group(1), values)));
	}

	private static String value(String name, Map<String, Object> values) {
		Object value = values.get(name);
		Assert.state(value != null, () -> "No value for '" + name + "'");
		return Matcher.quoteReplacement(HtmlUtils.htmlEscape(value.toString()));
	}

	private static String read(String name) {
		try {
			return new ClassPathResource(name + ".html", PageTemplate.class).getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The page '" + name + "' cannot be read", ex);
		}
	}

}
