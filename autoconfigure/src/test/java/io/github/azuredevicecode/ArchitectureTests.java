package io.github.azuredevicecode;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * The arrows between packages, and Spring Boot's rules for auto-configuration.
 */
@AnalyzeClasses(packages = "io.github.azuredevicecode", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTests {

	private static final String BASE = "io.github.azuredevicecode";

	/**
	 * Every package with the packages that it may import; there is no other arrow. The
	 * root package is "api".
	 */
	private static final Map<String, List<String>> ARROWS = arrows(
			"""
					json ->
					identifier ->
					qr ->
					api -> json, identifier
					concurrent -> api
					entra.http -> api, concurrent
					entra -> api, json, concurrent, entra.http
					msal -> api, entra, entra.http
					credential.state -> api, concurrent
					credential.signin -> api, json, concurrent, entra, entra.http, msal, credential.state
					credential -> api, identifier, concurrent, entra, entra.http, msal, credential.state, credential.signin, cache
					cache -> api
					cache.codec -> api, cache, json
					cache.support -> api, cache
					cache.file -> api, cache, cache.support
					cache.jdbc -> api, cache, cache.support
					cache.redis -> api, cache, cache.support
					oauth2 -> api
					http -> api, oauth2
					http.reactive -> api, http
					oauth2.web -> oauth2, http, http.reactive
					event -> api
					management -> api
					actuate -> api, management
					observation -> api
					page -> api, management, qr
					prompt -> api, qr
					test -> api
					azuresdk -> api
					autoconfigure -> api, credential, entra, event, http, prompt
					autoconfigure.diagnostics -> api, autoconfigure
					autoconfigure.cache -> api, autoconfigure, cache, cache.codec, cache.file, cache.jdbc, cache.redis
					autoconfigure.oauth2 -> api, autoconfigure, entra, oauth2
					autoconfigure.http -> api, autoconfigure, autoconfigure.oauth2, http, http.reactive, oauth2, oauth2.web
					autoconfigure.management -> api, autoconfigure, entra, actuate, management, observation
					autoconfigure.page -> api, autoconfigure, autoconfigure.management, management, page
					autoconfigure.azuresdk -> api, autoconfigure, azuresdk
					""");

	/**
	 * The packages that nothing outside the jar is promised.
	 */
	private static final Set<String> INTERNAL = Set.of("json", "identifier", "qr", "concurrent", "entra", "entra.http",
			"msal", "credential", "credential.state", "credential.signin", "cache.support", "autoconfigure.diagnostics",
			"autoconfigure.cache", "autoconfigure.oauth2", "autoconfigure.http", "autoconfigure.management",
			"autoconfigure.page", "autoconfigure.azuresdk");

	@ArchTest
	static final ArchRule everyPackageHasItsArrows = classes()
		.should(new ArchCondition<JavaClass>("be in a package of the table") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				if (!ARROWS.containsKey(name(type))) {
					events.add(SimpleConditionEvent.violated(type, "The table of arrows lacks " + name(type)));
				}
			}

		});

	@ArchTest
	static final ArchRule thereIsNoOtherArrow = classes().should(followTheArrows());

	@ArchTest
	static final ArchRule onlyMsalImportsMsal4j = noClasses().that()
		.resideOutsideOfPackage(BASE + ".msal..")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("com.microsoft.aad.msal4j..");

	@ArchTest
	static final ArchRule apiHasNoTypeOfALibrary = noClasses().that()
		.resideInAPackage(BASE)
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("com.microsoft..", "com.azure..", "com.fasterxml..", "tools.jackson..",
				"org.springframework..", "org.slf4j..");

	@ArchTest
	static final ArchRule theCredentialWorksWithoutSpring = noClasses().that()
		.resideInAnyPackage(BASE, BASE + ".json", BASE + ".cache", BASE + ".cache.codec", BASE + ".cache.support",
				BASE + ".cache.file", BASE + ".concurrent", BASE + ".credential..", BASE + ".entra..", BASE + ".msal")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("org.springframework..");

	@ArchTest
	static final ArchRule autoConfigurationClassesArePublicAndFinal = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.bePublic()
		.andShould()
		.haveModifier(JavaModifier.FINAL);

	@ArchTest
	static final ArchRule autoConfigurationClassesHaveNoPublicMembers = methods().that()
		.areDeclaredInClassesThat()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule beanMethodsAreNotPrivate = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.notBePrivate();

	@ArchTest
	static final ArchRule beanMethodsHaveNoConditionOnClass = methods().that()
		.areAnnotatedWith(Bean.class)
		.should()
		.notBeAnnotatedWith(ConditionalOnClass.class);

	@ArchTest
	static final ArchRule postProcessorBeansAreStatic = methods().that()
		.areAnnotatedWith(Bean.class)
		.and()
		.haveRawReturnType(assignableTo(BeanPostProcessor.class).or(assignableTo(BeanFactoryPostProcessor.class)))
		.should()
		.beStatic();

	@ArchTest
	static final ArchRule conditionOnMissingBeanDoesNotRepeatTheReturnType = methods().that()
		.areAnnotatedWith(ConditionalOnMissingBean.class)
		.should(notRepeatTheReturnType());

	@ArchTest
	static final ArchRule failureAnalyzersAndConditionsAreNotPublic = classes().that()
		.areAssignableTo(FailureAnalyzer.class)
		.or()
		.areAssignableTo(Condition.class)
		.should()
		.notBePublic();

	@ArchTest
	static final ArchRule propertiesLiveInAutoconfigure = classes().that()
		.areAnnotatedWith(ConfigurationProperties.class)
		.should()
		.resideInAPackage(BASE + ".autoconfigure..");

	@ArchTest
	static final ArchRule noLocaleLessCase = noClasses().should()
		.callMethod(String.class, "toLowerCase")
		.orShould()
		.callMethod(String.class, "toUpperCase");

	@ArchTest
	static final ArchRule noCollectorsToList = noClasses().should().callMethod(Collectors.class, "toList");

	@ArchTest
	static final ArchRule noRequireNonNullWithAMessage = noClasses().should()
		.callMethod(Objects.class, "requireNonNull", Object.class, String.class);

	private ArchitectureTests() {
	}

	private static Map<String, List<String>> arrows(String table) {
		return table.lines()
			.map((line) -> line.split("->"))
			.collect(Collectors.toUnmodifiableMap((line) -> line[0].strip(),
					(line) -> (line.length > 1) ? List.of(line[1].strip().split(", ")) : List.of()));
	}

	private static String name(JavaClass type) {
		String name = type.getPackageName();
		return name.equals(BASE) ? "api" : name.substring(BASE.length() + 1);
	}

	private static ArchCondition<JavaClass> followTheArrows() {
		return new ArchCondition<>("follow the arrows between packages") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				String from = name(type);
				for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
					JavaClass target = dependency.getTargetClass().getBaseComponentType();
					if (target.getPackageName().startsWith(BASE)) {
						String to = name(target);
						if (!from.equals(to) && !ARROWS.getOrDefault(from, List.of()).contains(to)) {
							events.add(SimpleConditionEvent.violated(type,
									"No arrow leads from " + from + " to " + to + ": " + dependency.getDescription()));
						}
					}
				}
			}

		};
	}

	private static ArchCondition<JavaMethod> notRepeatTheReturnType() {
		return new ArchCondition<>("not repeat the return type in @ConditionalOnMissingBean") {

			@Override
			public void check(JavaMethod method, ConditionEvents events) {
				JavaClass[] types = (JavaClass[]) method.getAnnotationOfType(ConditionalOnMissingBean.class.getName())
					.get("value")
					.orElse(new JavaClass[0]);
				boolean repeated = types.length == 1
						&& Collections.singletonList(method.getRawReturnType()).contains(types[0]);
				if (repeated) {
					events
						.add(SimpleConditionEvent.violated(method, method.getFullName() + " repeats its return type"));
				}
			}

		};
	}

}
