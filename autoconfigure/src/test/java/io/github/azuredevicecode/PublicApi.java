package io.github.azuredevicecode;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaConstructor;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;

/**
 * The types that users can reach, and the public and protected members of each, with
 * their generic signatures. Annotations, names of parameters, methods of {@code Object}
 * and what every enum has are left out.
 */
final class PublicApi {

	private static final String BASE = PublicApi.class.getPackageName() + ".";

	private static final Set<String> IMPLIED_SUPERTYPES = Set.of("java.lang.Object", "java.lang.Enum",
			"java.lang.Record", "java.lang.annotation.Annotation");

	private static final Set<String> IMPLIED_METHODS = Set.of("equals(java.lang.Object)", "hashCode()", "toString()");

	private PublicApi() {
	}

	/**
	 * Lists what users can reach.
	 * @param types the types of the packages that are API, public or not
	 * @return the elements of each type: its declaration, then fields, constructors and
	 * methods
	 */
	static List<Element> of(Collection<JavaClass> types) {
		return types.stream()
			.filter(PublicApi::isReachable)
			.sorted(Comparator.comparing(JavaClass::getName))
			.flatMap(PublicApi::elements)
			.toList();
	}

	/**
	 * Tells whether another package can use a type.
	 * @param type the type
	 * @return whether it and the types that enclose it are public
	 */
	static boolean isReachable(JavaClass type) {
		return type.getEnclosingClass()
			.map((outer) -> isVisible(type.getModifiers(), outer) && isReachable(outer))
			.orElseGet(() -> type.getModifiers().contains(JavaModifier.PUBLIC));
	}

	private static boolean isVisible(Set<JavaModifier> modifiers, JavaClass owner) {
		return modifiers.contains(JavaModifier.PUBLIC)
				|| (modifiers.contains(JavaModifier.PROTECTED) && isExtensible(owner));
	}

	private static boolean isExtensible(JavaClass type) {
		return !type.getModifiers().contains(JavaModifier.FINAL) && !type.reflect().isSealed()
				&& type.getConstructors()
					.stream()
					.map(JavaConstructor::getModifiers)
					.anyMatch((modifiers) -> modifiers.contains(JavaModifier.PUBLIC)
							|| modifiers.contains(JavaModifier.PROTECTED));
	}

	private static Stream<Element> elements(JavaClass type) {
		return Stream
			.of(Stream.of(declaration(type)), members(type, sources(type).map(JavaClass::getFields)),
					members(type, Stream.of(type.getConstructors())),
					members(type, sources(type).map(JavaClass::getMethods)))
			.flatMap((elements) -> elements.distinct().sorted(Comparator.comparing(Element::signature)));
	}

	// Users reach what a public type inherits from one that is not public
	private static Stream<JavaClass> sources(JavaClass type) {
		Stream<JavaClass> hidden = Stream.concat(type.getRawSuperclass().stream(), type.getRawInterfaces().stream())
			.filter((supertype) -> supertype.getName().startsWith(BASE) && !isReachable(supertype));
		return Stream.concat(Stream.of(type), hidden.flatMap(PublicApi::sources));
	}

	private static Stream<Element> members(JavaClass type, Stream<? extends Set<? extends JavaMember>> members) {
		return members.flatMap(Set::stream)
			.filter((member) -> isVisible(member.getModifiers(), type) && !isImplied(member))
			.map((member) -> member(type, member));
	}

	private static boolean isImplied(JavaMember member) {
		String signature = member.getFullName().substring(member.getOwner().getName().length() + 1);
		return member.getModifiers().contains(JavaModifier.SYNTHETIC) || IMPLIED_METHODS.contains(signature)
				|| (member.getOwner().isEnum() && Set.of("values()", "valueOf(java.lang.String)").contains(signature));
	}

	private static Element declaration(JavaClass type) {
		List<JavaType> supertypes = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream())
			.filter((supertype) -> !IMPLIED_SUPERTYPES.contains(supertype.toErasure().getName()))
			.toList();
		String generic = type.reflect().toGenericString();
		String typeParameters = generic.substring(generic.indexOf(type.getName()) + type.getName().length());
		String text = kind(type) + typeParameters
				+ supertypes.stream()
					.map(JavaType::getName)
					.collect(Collectors.collectingAndThen(Collectors.joining(", "),
							(names) -> names.isEmpty() ? "" : " extends " + names));
		return element(type, text, Stream.concat(supertypes.stream(), type.getTypeParameters().stream()));
	}

	private static String kind(JavaClass type) {
		if (type.isInterface()) {
			return (type.reflect().isSealed() ? "sealed " : "") + (type.isAnnotation() ? "@interface" : "interface");
		}
		if (type.isEnum() || type.isRecord()) {
			return type.isEnum() ? "enum" : "record";
		}
		Set<JavaModifier> modifiers = type.getModifiers();
		return (type.reflect().isSealed() ? "sealed " : "")
				+ (modifiers.contains(JavaModifier.ABSTRACT) ? "abstract " : "")
				+ (modifiers.contains(JavaModifier.FINAL) ? "final " : "") + "class";
	}

	private static Element member(JavaClass type, JavaMember member) {
		Stream<JavaClass> thrown = (member instanceof JavaCodeUnit unit) ? unit.getExceptionTypes().stream()
				: Stream.empty();
		return element(type, text(member), Stream.concat(thrown, member.getAllInvolvedRawTypes().stream()));
	}

	private static String text(JavaMember member) {
		String owner = member.getOwner().getName();
		if (member instanceof JavaConstructor constructor) {
			return withoutNoise(constructor.reflect().toGenericString()).replace(owner + "(", "new(");
		}
		String text = (member instanceof JavaMethod method) ? method.reflect().toGenericString()
				: ((JavaField) member).reflect().toGenericString();
		return withoutNoise(text).replace(owner + "." + member.getName(), member.getName());
	}

	private static String withoutNoise(String text) {
		return text.replaceAll("\\b(public|synchronized|native|transient|volatile) ", "");
	}

	private static Element element(JavaClass type, String text, Stream<? extends JavaType> types) {
		return new Element(type, shortened(text),
				types.flatMap((involved) -> involved.getAllInvolvedRawTypes().stream()).collect(Collectors.toSet()));
	}

	private static String shortened(String text) {
		return text.replace(BASE, "").replaceAll("\\bjava\\.lang\\.(?=[A-Z])", "").replace('$', '.');
	}

	/**
	 * A type or a member that users can reach.
	 *
	 * @param type the type, or the one that has the member
	 * @param signature the declaration of the type or the member
	 * @param types the types in the signature
	 */
	record Element(JavaClass type, String signature, Set<JavaClass> types) {

		@Override
		public String toString() {
			return shortened(this.type.getName()) + ": " + this.signature;
		}

	}

}
