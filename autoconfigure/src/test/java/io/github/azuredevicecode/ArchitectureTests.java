package io.github.azuredevicecode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.github.azuredevicecode.autoconfigure.ConditionalOnDeviceCodeEnabled;

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
import static org.assertj.core.api.Assertions.assertThat;

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
					entra.http -> concurrent, json
					entra -> api, json, identifier, concurrent, entra.http
					msal -> api, json, identifier, entra, entra.http
					credential.state -> api, concurrent
					credential.signin -> api, json, identifier, concurrent, entra, entra.http, msal, credential.state
					credential -> api, identifier, concurrent, entra, entra.http, msal, credential.state, credential.signin, cache
					cache -> api
					cache.codec -> api, cache, json, identifier
					cache.support -> api, cache
					cache.file -> api, cache, cache.support
					cache.jdbc -> api, cache, cache.support
					cache.redis -> api, cache, cache.support
					oauth2 -> api
					http -> api, oauth2
					oauth2.web -> oauth2, http
					event -> api
					management -> api
					web ->
					actuate -> api, management, web
					observation -> api
					page -> api, management, qr, web
					prompt -> api, qr
					test -> api
					azuresdk -> api
					autoconfigure -> prompt
					autoconfigure.credential -> api, autoconfigure, concurrent, credential, entra, identifier, event, http, prompt
					autoconfigure.diagnostics -> api, autoconfigure, autoconfigure.credential, http
					autoconfigure.cache -> api, autoconfigure, autoconfigure.credential, cache, cache.codec, cache.file, cache.jdbc, cache.redis
					autoconfigure.oauth2 -> api, autoconfigure, autoconfigure.credential, entra, oauth2
					autoconfigure.http -> api, autoconfigure, autoconfigure.credential, autoconfigure.oauth2, http, oauth2, oauth2.web
					autoconfigure.management -> api, autoconfigure, autoconfigure.credential, entra, actuate, management, observation, web
					autoconfigure.page -> api, autoconfigure, autoconfigure.credential, autoconfigure.management, management, page
					autoconfigure.azuresdk -> api, autoconfigure, autoconfigure.credential, azuresdk
					""");

	/**
	 * The packages whose public types are for users. All others are {@link #INTERNAL}.
	 */
	static final Set<String> API = Set.of("api", "cache", "cache.codec", "cache.file", "cache.jdbc", "cache.redis",
			"cache.support", "oauth2", "oauth2.web", "http", "event", "management", "actuate", "observation", "page",
			"prompt", "test", "azuresdk", "autoconfigure", "autoconfigure.cache");

	/**
	 * The packages that nothing outside the jar is promised.
	 */
	static final Set<String> INTERNAL = Set.of("json", "identifier", "qr", "web", "concurrent", "entra", "entra.http",
			"msal", "credential", "credential.state", "credential.signin", "autoconfigure.credential",
			"autoconfigure.diagnostics", "autoconfigure.oauth2", "autoconfigure.http", "autoconfigure.management",
			"autoconfigure.page", "autoconfigure.azuresdk");

	private static final Pattern REFLECTION_ON_NON_PUBLIC_MEMBERS = Pattern
		.compile("java\\.lang\\.Class\\.getDeclared(Field|Method|Constructor)s?\\(.*"
				+ "|java\\.lang\\.reflect\\.\\w+\\.(trySetAccessible|setAccessible)\\(.*"
				+ "|java\\.lang\\.invoke\\.MethodHandles\\.privateLookupIn\\(.*|.*\\.Unsafe\\..*"
				+ "|org\\.springframework\\.util\\.ReflectionUtils\\."
				+ "(makeAccessible|findField|accessibleConstructor|doWith(Local)?Fields)\\(.*"
				+ "|org\\.springframework\\.beans\\.DirectFieldAccessor\\.<init>\\(.*");

	private static final Pattern TIME_CHANCE_AND_THREADS = Pattern
		.compile("java\\.lang\\.System\\.(currentTimeMillis|nanoTime)\\(\\)"
				+ "|java\\.time\\.\\w+\\.now\\((java\\.time\\.ZoneId)?\\)|java\\.time\\.Clock\\.(system|tick)\\w*\\(.*"
				+ "|java\\.lang\\.Math\\.random\\(\\)|java\\.util\\.UUID\\.randomUUID\\(\\)"
				+ "|java\\.util\\.concurrent\\.ThreadLocalRandom\\..*|java\\.(util\\.Random|security\\.SecureRandom)\\.<init>\\(.*"
				+ "|java\\.lang\\.Thread\\.(<init>|sleep)\\(.*");

	/**
	 * The types that read the clock, draw random values or make threads. All other types
	 * of the credential are given them, so that tests run on virtual time.
	 */
	private static final Set<String> OWN_TIME_CHANCE_OR_THREADS = Set.of(
			// The back end of time and of threads
			"concurrent.SystemTimeSource", "concurrent.CredentialThreads", "credential.CredentialRuntime",
			// The clock of a store that has none of its own, and the zone of the reader
			"api.TokenCache", "api.DeviceCodePrompt");

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
	static void everyArrowOfTheTableIsInTheCode(JavaClasses classes) throws IOException {
		Map<String, Set<String>> measured = measuredArrows(classes);
		Files.write(Path.of("target", "arrows.txt"),
				measured.entrySet()
					.stream()
					.map((row) -> (row.getKey() + " -> " + String.join(", ", row.getValue())).strip())
					.toList());
		List<String> unused = ARROWS.entrySet()
			.stream()
			.flatMap((row) -> row.getValue()
				.stream()
				.filter((to) -> !measured.getOrDefault(row.getKey(), Set.of()).contains(to))
				.map((to) -> row.getKey() + " -> " + to))
			.toList();
		assertThat(unused).as("arrows that no class follows; target/arrows.txt has those of the code").isEmpty();
	}

	@ArchTest
	static final ArchRule onlyMsalImportsMsal4j = noClasses().that()
		.resideOutsideOfPackage(BASE + ".msal")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("com.microsoft.aad.msal4j..");

	@ArchTest
	static final ArchRule onlyTheCodecsImportThePersistenceExtension = noClasses().that()
		.resideOutsideOfPackage(BASE + ".cache.codec")
		.should()
		.dependOnClassesThat()
		.resideInAPackage("com.microsoft.aad.msal4jextensions..");

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
	static final ArchRule theWebClientWorksWithoutSpringSecurity = noClasses().that()
		.haveNameMatching(".*\\.http\\.(DeviceCodeWebClientConfigurer|AuthorizedConnector|AuthorizedFilter|TokenSource|"
				+ "BearerHeader|Hop|ClaimsAnswers|ClaimsChallenge|AuthenticationChallenges|AllowedHosts)(\\$.*)?")
		.should()
		.dependOnClassesThat()
		.resideInAnyPackage("org.springframework.security..", BASE + ".oauth2..");

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
	static final ArchRule autoConfigurationClassesAreSwitchedOffByOneProperty = classes().that()
		.areAnnotatedWith(AutoConfiguration.class)
		.should()
		.beAnnotatedWith(ConditionalOnDeviceCodeEnabled.class);

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
	static final ArchRule noReflectionOnMembersThatAreNotPublic = classes()
		.should(new NotCallCondition("for members that are not public", REFLECTION_ON_NON_PUBLIC_MEMBERS, Set.of()));

	@ArchTest
	static final ArchRule theCredentialIsGivenTimeChanceAndThreads = classes().that()
		.resideInAnyPackage(BASE, BASE + ".concurrent", BASE + ".credential..", BASE + ".entra..", BASE + ".msal")
		.should(new NotCallCondition("the clock, for random values or for threads", TIME_CHANCE_AND_THREADS,
				OWN_TIME_CHANCE_OR_THREADS));

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

	private static Map<String, Set<String>> measuredArrows(JavaClasses classes) {
		Map<String, Set<String>> measured = new TreeMap<>();
		for (JavaClass type : classes) {
			Set<String> targets = measured.computeIfAbsent(name(type), (from) -> new TreeSet<>());
			dependencies(type).map((dependency) -> name(target(dependency))).forEach(targets::add);
		}
		return measured;
	}

	private static Stream<Dependency> dependencies(JavaClass type) {
		return type.getDirectDependenciesFromSelf()
			.stream()
			.filter((dependency) -> isOurs(target(dependency)) && !name(target(dependency)).equals(name(type)));
	}

	private static JavaClass target(Dependency dependency) {
		return dependency.getTargetClass().getBaseComponentType();
	}

	/**
	 * Tells whether a type belongs to this library.
	 * @param type the type
	 * @return whether its package is one of ours
	 */
	static boolean isOurs(JavaClass type) {
		return (type.getPackageName() + ".").startsWith(BASE + ".");
	}

	/**
	 * Returns the name of the package of a type in the table.
	 * @param type a type of this library
	 * @return the name
	 */
	static String name(JavaClass type) {
		String name = type.getPackageName();
		return name.equals(BASE) ? "api" : name.substring(BASE.length() + 1);
	}

	/**
	 * Lists the public API.
	 * @param classes all types of this library
	 * @return what users can reach of the packages that are API, auto-configurations
	 * aside
	 */
	static List<PublicApi.Element> publicApi(JavaClasses classes) {
		return PublicApi.of(classes.stream()
			.filter((type) -> API.contains(name(type)) && !type.isAnnotatedWith(AutoConfiguration.class))
			.toList());
	}

	private static ArchCondition<JavaClass> followTheArrows() {
		return new ArchCondition<>("follow the arrows between packages") {

			@Override
			public void check(JavaClass type, ConditionEvents events) {
				String from = name(type);
				dependencies(type).forEach((dependency) -> {
					String to = name(target(dependency));
					if (!ARROWS.getOrDefault(from, List.of()).contains(to)) {
						events.add(SimpleConditionEvent.violated(type,
								"No arrow leads from " + from + " to " + to + ": " + dependency.getDescription()));
					}
				});
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
