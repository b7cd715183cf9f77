package io.github.azuredevicecode.standin;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

/**
 * The arrows between the packages of the stand-in.
 */
@AnalyzeClasses(packagesOf = StandIn.class, importOptions = ImportOption.DoNotIncludeTests.class)
final class StandInArchitectureTests {

	private static final String PROJECT = "io.github.azuredevicecode.";

	/**
	 * Every package with the packages that it may import; there is no other arrow. So
	 * nothing of the stand-in imports the library or the sample, which only use it from
	 * outside.
	 */
	private static final Map<String, List<String>> ARROWS = arrows(
			"""
					standin.tenant ->
					standin.error ->
					standin.storage ->
					standin.tls -> standin.storage
					standin.behavior ->
					standin.api -> standin.tenant
					standin.web -> standin.tenant
					standin.authorization -> standin.storage, standin.behavior, standin.tenant, standin.error, standin.api, standin.web
					standin -> standin.storage, standin.behavior, standin.tenant, standin.tls, standin.api, standin.web, standin.authorization
					""");

	@ArchTest
	static final ArchRule thereIsNoOtherArrow = classes()
		.should(new ArchCondition<JavaClass>("follow the arrows between packages") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				String from = name(type);
				if (!ARROWS.containsKey(from)) {
					events.add(SimpleConditionEvent.violated(type, "The table of arrows lacks " + from));
				}
				for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
					JavaClass target = dependency.getTargetClass().getBaseComponentType();
					String to = name(target);
					if (target.getPackageName().startsWith(PROJECT) && !from.equals(to)
							&& !ARROWS.getOrDefault(from, List.of()).contains(to)) {
						events.add(SimpleConditionEvent.violated(type,
								"No arrow leads from " + from + " to " + to + ": " + dependency.getDescription()));
					}
				}
			}

		});

	private StandInArchitectureTests() {
	}

	private static Map<String, List<String>> arrows(String table) {
		return table.lines()
			.map((line) -> line.split("->"))
			.collect(Collectors.toUnmodifiableMap((line) -> line[0].strip(),
					(line) -> (line.length > 1) ? List.of(line[1].strip().split(", ")) : List.of()));
	}

	private static String name(JavaClass type) {
		return type.getPackageName().replace(PROJECT, "");
	}

}
