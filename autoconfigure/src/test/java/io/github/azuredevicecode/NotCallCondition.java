package io.github.azuredevicecode;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/**
 * A condition that no type calls certain methods or constructors, except for listed
 * types. A listed type that no longer calls them is a violation too, so that the list
 * only shrinks.
 */
final class NotCallCondition extends ArchCondition<JavaClass> {

	private final Pattern forbidden;

	private final Set<String> listed;

	private final Set<String> offenders = new TreeSet<>();

	/**
	 * Creates the condition.
	 * @param description names what must not be called
	 * @param forbidden matches the full names of what must not be called, such as
	 * {@code java.lang.Class.getName()}
	 * @param listed the types that may call it, each with its package as in the table of
	 * arrows
	 */
	NotCallCondition(String description, Pattern forbidden, Set<String> listed) {
		super("not call " + description);
		this.forbidden = forbidden;
		this.listed = listed;
	}

	@Override
	public void init(Collection<JavaClass> types) {
		this.offenders.clear();
	}

	@Override
	public void check(JavaClass type, ConditionEvents events) {
		String name = ArchitectureTests.name(type) + "." + topLevel(type).getSimpleName();
		type.getAccessesFromSelf()
			.stream()
			.filter((access) -> this.forbidden.matcher(access.getTarget().getFullName()).matches())
			.forEach((access) -> {
				this.offenders.add(name);
				if (!this.listed.contains(name)) {
					events.add(SimpleConditionEvent.violated(type, access.getDescription()));
				}
			});
	}

	@Override
	public void finish(ConditionEvents events) {
		this.listed.stream()
			.filter((name) -> !this.offenders.contains(name))
			.forEach((name) -> events.add(SimpleConditionEvent.violated(name,
					name + " no longer calls what it is listed for: remove it from the list")));
	}

	private static JavaClass topLevel(JavaClass type) {
		return type.getEnclosingClass().map(NotCallCondition::topLevel).orElse(type);
	}

}
