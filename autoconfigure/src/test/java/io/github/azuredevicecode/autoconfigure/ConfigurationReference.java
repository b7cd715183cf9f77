package io.github.azuredevicecode.autoconfigure;

import java.beans.PropertyDescriptor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;

/**
 * Renders the metadata of configuration properties as Markdown: one table for each group,
 * with the longest prefix that a property has.
 */
final class ConfigurationReference {

	private static final String OURS = "io.github.azuredevicecode.";

	private static final Pattern MAP_OF_OURS = Pattern
		.compile("java\\.util\\.Map<java\\.lang\\.String,(" + Pattern.quote(OURS) + "[\\w.$]+)>");

	private final Map<String, ?> metadata;

	/**
	 * Create a reference.
	 * @param metadata the metadata, as {@code spring-configuration-metadata.json} has it
	 */
	ConfigurationReference(Map<String, ?> metadata) {
		this.metadata = metadata;
	}

	/**
	 * Return whether there is such a property or group, or a property in a map.
	 * @param name the name
	 * @return whether the metadata describes it
	 */
	boolean knows(String name) {
		return Stream.concat(members("properties").stream(), members("groups").stream())
			.anyMatch((member) -> name.equals(text(member, "name"))
					|| (isMap(member) && name.startsWith(text(member, "name") + ".")));
	}

	/**
	 * Render the tables.
	 * @return Markdown, ending with a line break
	 */
	String render() {
		TreeSet<String> prefixes = members("groups").stream()
			.map((group) -> text(group, "name"))
			.collect(Collectors.toCollection(TreeSet::new));
		Map<String, List<Map<?, ?>>> byPrefix = new TreeMap<>();
		for (Map<?, ?> property : sorted(members("properties"))) {
			byPrefix.computeIfAbsent(prefix(text(property, "name"), prefixes), (prefix) -> new ArrayList<>())
				.add(property);
		}
		StringBuilder markdown = new StringBuilder();
		byPrefix.forEach((prefix, properties) -> {
			markdown.append("\n## ").append(prefix).append("\n\n");
			markdown.append("| Property | Type | Default | Description |\n| --- | --- | --- | --- |\n");
			properties.forEach((property) -> markdown.append(row(prefix, property)));
		});
		return markdown.toString();
	}

	// A property that no group has, such as one that is written by hand
	private static String prefix(String name, TreeSet<String> prefixes) {
		return prefixes.descendingSet()
			.stream()
			.filter((prefix) -> name.startsWith(prefix + "."))
			.findFirst()
			.orElseGet(() -> name.substring(0, name.lastIndexOf('.')));
	}

	private String row(String prefix, Map<?, ?> property) {
		String name = text(property, "name");
		String rest = name.substring(prefix.length() + 1);
		String keyed = isMap(property) ? rest + ".<key>" : rest;
		return "| `%s` | %s | %s | %s |\n".formatted(keyed, shortType(text(property, "type")), defaultValue(property),
				cell(description(name, property)));
	}

	private static boolean isMap(Map<?, ?> property) {
		return text(property, "type").startsWith("java.util.Map<");
	}

	private static String defaultValue(Map<?, ?> property) {
		Object value = property.get("defaultValue");
		if (value == null) {
			return "";
		}
		String text = (value instanceof List<?> list)
				? list.stream().map(String::valueOf).collect(Collectors.joining(", ")) : value.toString();
		boolean constant = constants(text(property, "type")) != null;
		return "`" + (constant ? text.replace('_', '-') : text) + "`";
	}

	private String description(String name, Map<?, ?> property) {
		StringBuilder description = new StringBuilder();
		if (property.get("deprecation") instanceof Map<?, ?> deprecation) {
			description.append(deprecation(deprecation));
		}
		description.append(text(property, "description")).append(members(property));
		members("hints").stream()
			.filter((hint) -> List.of(name, name + ".values").contains(text(hint, "name")))
			.forEach((hint) -> description.append(values(hint)));
		return description.toString();
	}

	private static String deprecation(Map<?, ?> deprecation) {
		String replacement = text(deprecation, "replacement");
		String reason = text(deprecation, "reason");
		return "*Deprecated" + (replacement.isEmpty() ? ".*" : ", use* `" + replacement + "`*.*")
				+ (reason.isEmpty() ? " " : " " + reason + " ");
	}

	private static String values(Map<?, ?> hint) {
		if (!(hint.get("values") instanceof List<?> values)) {
			return "";
		}
		return values.stream().map((value) -> (Map<?, ?>) value).map((value) -> {
			String description = text(value, "description");
			return "<br>`" + text(value, "value") + "`" + (description.isEmpty() ? "" : ": " + description);
		}).collect(Collectors.joining());
	}

	/**
	 * Return a type without its packages, and an enum by its constants.
	 */
	private static String shortType(String type) {
		String constants = constants(type);
		if (constants != null) {
			return constants;
		}
		String simple = type.replaceAll("[\\w.]+\\.", "").replace('$', '.').replace(",", ", ");
		return "`" + simple + "`";
	}

	private static @Nullable String constants(String type) {
		Class<?> known = find(type);
		Object[] constants = (known != null) ? known.getEnumConstants() : null;
		return (constants != null) ? Arrays.stream(constants)
			.map((constant) -> "`" + ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-') + "`")
			.collect(Collectors.joining(", ")) : null;
	}

	/**
	 * Return what can be set for each key of a map, which the metadata does not tell.
	 */
	private static String members(Map<?, ?> property) {
		Matcher map = MAP_OF_OURS.matcher(text(property, "type"));
		Class<?> type = map.matches() ? find(map.group(1)) : null;
		TreeSet<String> names = (type != null) ? members(type, "") : new TreeSet<>();
		return names.isEmpty() ? "" : " For each key:"
				+ names.stream().map((name) -> " `" + name + "`").collect(Collectors.joining(",")) + ".";
	}

	private static TreeSet<String> members(Class<?> type, String prefix) {
		TreeSet<String> names = new TreeSet<>();
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
			String name = prefix + property.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			if (property.getWriteMethod() != null) {
				names.add(name);
			}
			else if (property.getPropertyType().getName().startsWith(OURS)) {
				names.addAll(members(property.getPropertyType(), name + "."));
			}
		}
		return names;
	}

	private static @Nullable Class<?> find(String type) {
		try {
			return Class.forName(type);
		}
		catch (ClassNotFoundException ex) {
			// A generic type
			return null;
		}
	}

	private static String cell(String text) {
		return text.replaceAll("\\s+", " ").replace("|", "\\|").strip();
	}

	private List<Map<?, ?>> members(String name) {
		return (this.metadata.get(name) instanceof List<?> list)
				? list.stream().<Map<?, ?>>map((member) -> (Map<?, ?>) member).toList() : List.of();
	}

	private static List<Map<?, ?>> sorted(List<Map<?, ?>> properties) {
		TreeMap<String, Map<?, ?>> byName = new TreeMap<>();
		properties.forEach((property) -> byName.put(text(property, "name"), property));
		return List.copyOf(byName.values());
	}

	private static String text(Map<?, ?> members, String name) {
		Object value = members.get(name);
		return (value != null) ? value.toString() : "";
	}

}
