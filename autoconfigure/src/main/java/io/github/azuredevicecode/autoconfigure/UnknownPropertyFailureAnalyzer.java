package io.github.azuredevicecode.autoconfigure;

import java.beans.PropertyDescriptor;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains a property of ours that does not exist: which it is, where it stands, and
 * which there are.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 100)
class UnknownPropertyFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of(DeviceCodeProperties.PREFIX);

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
		UnboundConfigurationPropertiesException unbound = findCause(cause,
				UnboundConfigurationPropertiesException.class);
		if (unbound == null || !cause.getName().equals(PREFIX)) {
			return null;
		}
		String unknown = unbound.getUnboundProperties()
			.stream()
			.map(UnknownPropertyFailureAnalyzer::describe)
			.collect(Collectors.joining("%n".formatted()));
		return new FailureAnalysis("There is no such property:%n%n%s".formatted(unknown),
				"Remove it or correct its name. These properties exist:%n%n    %s".formatted(String
					.join("%n    ".formatted(), names(DeviceCodeProperties.class, DeviceCodeProperties.PREFIX))),
				cause);
	}

	private static String describe(ConfigurationProperty property) {
		return "    Property: %s%n    Value: \"%s\"%n    Origin: %s".formatted(property.getName(), property.getValue(),
				property.getOrigin());
	}

	private static TreeSet<String> names(Class<?> type, String prefix) {
		TreeSet<String> names = new TreeSet<>();
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
			String name = prefix + "." + property.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
			if (property.getWriteMethod() != null) {
				names.add(name);
			}
			else if (List.of(DeviceCodeProperties.class.getDeclaredClasses()).contains(property.getPropertyType())) {
				names.addAll(names(property.getPropertyType(), name));
			}
		}
		return names;
	}

}
