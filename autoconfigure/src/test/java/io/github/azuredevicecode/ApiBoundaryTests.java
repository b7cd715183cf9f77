package io.github.azuredevicecode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The border between packages that are API and those that are internal.
 */
@AnalyzeClasses(packages = "io.github.azuredevicecode", importOptions = ImportOption.DoNotIncludeTests.class)
final class ApiBoundaryTests {

	private static final Path SOURCES = Path.of("src", "main", "java", "io", "github", "azuredevicecode");

	private static final Path META_INF = Path.of("src", "main", "resources", "META-INF");

	private ApiBoundaryTests() {
	}

	@ArchTest
	static void everyPackageIsEitherApiOrInternal(JavaClasses classes) {
		Set<String> packages = new TreeSet<>();
		classes.forEach((type) -> packages.add(ArchitectureTests.name(type)));
		assertThat(ArchitectureTests.API).doesNotContainAnyElementsOf(ArchitectureTests.INTERNAL);
		assertThat(Stream.concat(ArchitectureTests.API.stream(), ArchitectureTests.INTERNAL.stream()))
			.containsExactlyInAnyOrderElementsOf(packages);
	}

	@ArchTest
	static void theJavadocOfAPackageSaysWhetherItIsInternal(JavaClasses classes) throws IOException {
		assertThat(ArchitectureTests.INTERNAL).allSatisfy((name) -> assertThat(javadoc(name)).contains("Internal:"));
		assertThat(ArchitectureTests.API).allSatisfy((name) -> assertThat(javadoc(name)).doesNotContain("Internal"));
	}

	private static String javadoc(String name) throws IOException {
		Path folder = name.equals("api") ? SOURCES : SOURCES.resolve(name.replace('.', '/'));
		String source = Files.readString(folder.resolve("package-info.java"));
		return source.substring(0, source.indexOf("*/"));
	}

	@ArchTest
	static void theApiExposesNoInternalType(JavaClasses classes) {
		assertThat(ArchitectureTests.publicApi(classes))
			.as("elements of the API that users can use only by internal types")
			.filteredOn((element) -> element.types()
				.stream()
				.map(JavaClass::getBaseComponentType)
				.anyMatch(ApiBoundaryTests::isInternal))
			.isEmpty();
	}

	private static boolean isInternal(JavaClass type) {
		return ArchitectureTests.isOurs(type) && ArchitectureTests.INTERNAL.contains(ArchitectureTests.name(type));
	}

	@ArchTest
	static void everyTypeOfTheApiSaysSinceWhen(JavaClasses classes) {
		assertThat(classes).as("public types without @since")
			.filteredOn((type) -> type.isTopLevelClass() && PublicApi.isReachable(type) && !isInternal(type)
					&& !type.isAnnotatedWith(AutoConfiguration.class))
			.filteredOn((type) -> !source(type).contains(" * @since "))
			.extracting(JavaClass::getName)
			.isEmpty();
	}

	private static String source(JavaClass type) {
		try {
			return Files.readString(Path.of("src/main/java", type.getName().replace('.', '/') + ".java"));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@ArchTest
	static void internalTypesArePublicOnlyForAnotherPackage(JavaClasses classes) {
		assertThat(internal(classes)).as("types to make package-private")
			.filteredOn((type) -> Stream.concat(Stream.of(type), type.getAllSubclasses().stream())
				.flatMap((used) -> used.getDirectDependenciesToSelf().stream())
				.allMatch((dependency) -> isSamePackage(dependency.getOriginClass(), type)))
			.extracting(JavaClass::getName)
			.isEmpty();
	}

	@ArchTest
	static void membersOfInternalTypesArePublicOnlyForAnotherPackage(JavaClasses classes) {
		assertThat(internal(classes)).as("members to make package-private")
			.flatMap(ApiBoundaryTests::narrowableMembers)
			.filteredOn((member) -> member.getAccessesToSelf()
				.stream()
				.allMatch((access) -> isSamePackage(access.getOriginOwner(), member.getOwner())))
			.extracting(JavaMember::getFullName)
			.isEmpty();
	}

	// Without those that Spring Boot or a service loader finds by name
	private static List<JavaClass> internal(JavaClasses classes) {
		String named = named();
		return classes.stream()
			.filter((type) -> isInternal(type) && PublicApi.isReachable(type) && !named.contains(type.getName())
					&& !type.isAnnotatedWith(ConfigurationProperties.class)
					&& !type.getEnclosingClass().map(JavaClass::isInterface).orElse(false))
			.toList();
	}

	private static String named() {
		try (Stream<Path> files = Files.walk(META_INF)) {
			StringBuilder named = new StringBuilder();
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				named.append(Files.readString(file)).append('\n');
			}
			return named.toString();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	// Without what a supertype, a record or an enum makes public anyway, and constants,
	// whose use the compiler hides
	private static List<JavaMember> narrowableMembers(JavaClass type) {
		Stream<JavaMember> members = (type.isInterface() || type.isEnum()) ? Stream.empty()
				: type.getMembers().stream();
		return members
			.filter((member) -> member.getModifiers().contains(JavaModifier.PUBLIC)
					|| member.getModifiers().contains(JavaModifier.PROTECTED))
			.filter((member) -> !member.getModifiers().contains(JavaModifier.SYNTHETIC))
			.filter((member) -> !isFixed(type, member))
			.toList();
	}

	private static boolean isFixed(JavaClass type, JavaMember member) {
		if (member instanceof JavaField field) {
			return field.getModifiers().contains(JavaModifier.STATIC)
					&& (field.getRawType().isPrimitive() || field.getRawType().isEquivalentTo(String.class));
		}
		if (member instanceof JavaConstructor) {
			return type.isRecord();
		}
		JavaMethod method = (JavaMethod) member;
		boolean accessor = type.isRecord() && method.getRawParameterTypes().isEmpty()
				&& type.tryGetField(method.getName()).isPresent();
		return accessor || Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream())
			.flatMap((supertype) -> supertype.getMethods().stream())
			.anyMatch((inherited) -> inherited.getName().equals(method.getName())
					&& inherited.getRawParameterTypes().size() == method.getRawParameterTypes().size());
	}

	private static boolean isSamePackage(JavaClass first, JavaClass second) {
		return first.getPackageName().equals(second.getPackageName());
	}

}
