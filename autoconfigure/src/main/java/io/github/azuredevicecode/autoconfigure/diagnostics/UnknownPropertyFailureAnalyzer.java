package io.github.azuredevicecode.autoconfigure.diagnostics;

import java.beans.PropertyDescriptor;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Locale;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.azuredevicecode.autoconfigure.DeviceCodeCredentialProperties;
import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;
import io.github.azuredevicecode.autoconfigure.JdbcTokenCacheProperties;
import io.github.azuredevicecode.autoconfigure.credential.SecretValues;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.ClassUtils;

/**
 * Explains a property of ours that does not exist: which it is, where it stands, and
 * which there are beside it.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
class UnknownPropertyFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(DeviceCodeProperties.PREFIX);

	private static final ConfigurationPropertyName CREDENTIALS = PREFIX.append("credentials");

	private static final int MAX_DISTANCE = 5;

	private static final boolean JDBC_PRESENT = ClassUtils.isPresent(
			"org.springframework.boot.jdbc.init.DatabaseInitializationProperties",
			UnknownPropertyFailureAnalyzer.class.getClassLoader());

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		UnboundConfigurationPropertiesException unbound = findCause(cause,
				UnboundConfigurationPropertiesException.class);
		if (unbound == null || !(PREFIX.equals(cause.getName()) || PREFIX.isAncestorOf(cause.getName()))) {
			return null;
		}
		TreeSet<String> known = known();
		String unknown = unbound.getUnboundProperties()
			.stream()
			.map((property) -> describe(property, candidates(property.getName(), known)))
			.collect(Collectors.joining("%n".formatted()));
		String siblings = unbound.getUnboundProperties()
			.stream()
			.map((property) -> siblings(property.getName(), candidates(property.getName(), known)))
			.distinct()
			.collect(Collectors.joining("%n    ".formatted()));
		return new FailureAnalysis("There is no such property:%n%n%s".formatted(unknown),
				"Remove it or correct its name. These properties exist:%n%n    %s".formatted(siblings), cause);
	}

	// In one line, below the nearest name that both have in common
	private static String siblings(ConfigurationPropertyName unknown, Collection<String> known) {
		ConfigurationPropertyName parent = unknown.getParent();
		while (PREFIX.isAncestorOf(parent) && known.stream().noneMatch(startsWith(parent))) {
			parent = parent.getParent();
		}
		String prefix = parent + ".";
		return prefix + " "
				+ known.stream()
					.filter(startsWith(parent))
					.map((name) -> name.substring(prefix.length()))
					.collect(Collectors.joining(", "));
	}

	private static Predicate<String> startsWith(ConfigurationPropertyName parent) {
		return (name) -> name.startsWith(parent + ".");
	}

	private static TreeSet<String> known() {
		TreeSet<String> known = names(DeviceCodeProperties.class, DeviceCodeProperties.PREFIX);
		if (JDBC_PRESENT) {
			known.addAll(names(JdbcTokenCacheProperties.class, JdbcTokenCacheProperties.PREFIX));
		}
		return known;
	}

	// A named credential has fewer properties than the default credential
	private static Collection<String> candidates(ConfigurationPropertyName unknown, Collection<String> known) {
		if (!CREDENTIALS.isAncestorOf(unknown)) {
			return known;
		}
		return names(DeviceCodeCredentialProperties.class,
				unknown.chop(CREDENTIALS.getNumberOfElements() + 1).toString());
	}

	private static String describe(ConfigurationProperty property, Collection<String> known) {
		String name = property.getName().toString();
		String closest = Collections.min(known, Comparator.comparingInt((candidate) -> distance(name, candidate)));
		int distance = distance(name, closest);
		boolean close = distance <= MAX_DISTANCE;
		// Within so many letters, each short word is close to another
		boolean misspelled = close && 2 * distance <= property.getName().getLastElement(Form.ORIGINAL).length();
		return "    Property: %s%n    Value: %s%n    Origin: %s%s".formatted(name,
				(misspelled && isHarmless(name, closest, property.getValue())) ? "\"" + property.getValue() + "\""
						: "(not shown)",
				property.getOrigin(), close ? "%n    Did you mean: %s".formatted(closest) : "");
	}

	// What resembles no property of ours could be anything, such as a "client-secret"
	private static boolean isHarmless(String name, String meant, Object value) {
		return !SecretValues.isPossible(name, value) && !SecretValues.isPossible(meant, value);
	}

	// How many letters to insert, delete or change (Levenshtein)
	private static int distance(String one, String other) {
		int[] previous = IntStream.rangeClosed(0, other.length()).toArray();
		for (int i = 1; i <= one.length(); i++) {
			int[] current = new int[other.length() + 1];
			current[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int change = previous[j - 1] + ((one.charAt(i - 1) != other.charAt(j - 1)) ? 1 : 0);
				current[j] = Math.min(change, Math.min(previous[j], current[j - 1]) + 1);
			}
			previous = current;
		}
		return previous[other.length()];
	}

	private static TreeSet<String> names(Class<?> type, String prefix) {
		TreeSet<String> names = new TreeSet<>();
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
			String name = prefix + "." + property.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			if (property.getWriteMethod() != null) {
				names.add(name);
			}
			else if (property.getPropertyType().getPackage() == DeviceCodeProperties.class.getPackage()) {
				names.addAll(names(property.getPropertyType(), name));
			}
		}
		return names;
	}

}
