package io.github.azuredevicecode;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

import com.tngtech.archunit.base.DescribedPredicate;
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
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;

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
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * The arrows between packages, and Spring Boot's rules for auto-configuration.
 */
@AnalyzeClasses(packages = "io.github.azuredevicecode", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTests {

	private static final String BASE = "io.github.azuredevicecode";

	@ArchTest
	static final ArchRule jsonKnowsNothing = onlyImports("json");

	@ArchTest
	static final ArchRule apiKnowsJsonAlone = onlyImports("", "json");

	@ArchTest
	static final ArchRule eventKnowsTheApi = onlyImports("event", "");

	@ArchTest
	static final ArchRule loginKnowsTheApi = onlyImports("login", "");

	@ArchTest
	static final ArchRule actuateKnowsTheApiAndTheLogin = onlyImports("actuate", "", "login");

	@ArchTest
	static final ArchRule observationKnowsTheApi = onlyImports("observation", "");

	@ArchTest
	static final ArchRule qrKnowsNothing = onlyImports("qr");

	@ArchTest
	static final ArchRule pageKnowsTheApiTheLoginAndQr = onlyImports("page", "", "login", "qr");

	@ArchTest
	static final ArchRule promptKnowsTheApiAndQr = onlyImports("prompt", "", "qr");

	@ArchTest
	static final ArchRule cacheKnowsTheApiAndJson = onlyImports("cache", "", "json");

	@ArchTest
	static final ArchRule oauth2KnowsTheApi = onlyImports("oauth2", "");

	@ArchTest
	static final ArchRule azureKnowsTheApi = onlyImports("azure", "");

	@ArchTest
	static final ArchRule testKnowsTheApi = onlyImports("test", "");

	@ArchTest
	static final ArchRule msalKnowsTheApiAndTheCache = onlyImports("msal", "", "cache", "json");

	@ArchTest
	static final ArchRule packagesHaveNoCycles = SlicesRuleDefinition.slices()
		.matching("io.github.azuredevicecode.(*)..")
		.should()
		.beFreeOfCycles();

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
		.resideInAnyPackage(BASE, BASE + ".json", BASE + ".cache", BASE + ".msal")
		.and()
		.haveNameNotMatching(".*\\.cache\\.(Jdbc|Redis).*")
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
		.resideInAPackage(BASE + ".autoconfigure");

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

	private static ArchRule onlyImports(String name, String... others) {
		DescribedPredicate<JavaClass> allowed = resideInAPackage(packageOf(name));
		for (String other : others) {
			allowed = allowed.or(resideInAPackage(packageOf(other)));
		}
		DescribedPredicate<JavaClass> forbidden = resideInAPackage(BASE + "..").and(DescribedPredicate.not(allowed));
		return noClasses().that()
			.resideInAPackage(packageOf(name))
			.should()
			.dependOnClassesThat(forbidden)
			.because("no other arrow leaves '" + name + "' than to " + List.of(others));
	}

	private static String packageOf(String name) {
		return name.isEmpty() ? BASE : BASE + "." + name.toLowerCase(Locale.ROOT) + "..";
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
