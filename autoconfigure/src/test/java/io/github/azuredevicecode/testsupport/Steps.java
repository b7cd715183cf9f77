package io.github.azuredevicecode.testsupport;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.ClassWriter;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.Type;

/**
 * Counts the steps of code without a clock. A class loader loads this library and its
 * JSON parser anew, with a step added to each jump and call. What the JDK does within one
 * call counts as well: regular expressions by the characters that they look at, and other
 * work on text by its length.
 */
public final class Steps {

	private static final String OWNER = Type.getInternalName(Steps.class);

	private static final Set<String> REPLACED = replaced();

	private static long count;

	private Steps() {
	}

	private static Set<String> replaced() {
		Set<String> replaced = new HashSet<>();
		for (Method method : Steps.class.getDeclaredMethods()) {
			if (Modifier.isPublic(method.getModifiers())) {
				replaced.add(method.getName() + Type.getMethodDescriptor(method));
			}
		}
		return replaced;
	}

	/**
	 * Creates a class loader whose classes count their steps.
	 * @return the class loader
	 */
	public static ClassLoader classLoader() {
		return new CountingClassLoader();
	}

	/**
	 * Counts the steps of an action.
	 * @param action runs code of the class loader
	 * @return the number of steps
	 */
	public static long of(Runnable action) {
		count = 0;
		action.run();
		return count;
	}

	// Called by instrumented code, also in place of methods of the JDK

	public static void step() {
		count++;
	}

	public static Matcher matcher(Pattern pattern, CharSequence text) {
		return pattern.matcher(new CountedText(text.toString()));
	}

	public static String replaceAll(String text, String pattern, String replacement) {
		return matcher(Pattern.compile(pattern), text).replaceAll(replacement);
	}

	public static String replaceFirst(String text, String pattern, String replacement) {
		return matcher(Pattern.compile(pattern), text).replaceFirst(replacement);
	}

	public static boolean matches(String text, String pattern) {
		return matcher(Pattern.compile(pattern), text).matches();
	}

	public static String[] split(String text, String pattern) {
		return Pattern.compile(pattern).split(new CountedText(text));
	}

	public static String substring(String text, int start) {
		return counted(text.substring(start));
	}

	public static String substring(String text, int start, int end) {
		return counted(text.substring(start, end));
	}

	public static int indexOf(String text, String other) {
		return found(text, 0, text.indexOf(other));
	}

	public static int indexOf(String text, int character) {
		return found(text, 0, text.indexOf(character));
	}

	public static int indexOf(String text, int character, int start) {
		return found(text, start, text.indexOf(character, start));
	}

	public static int lastIndexOf(String text, int character) {
		return counted(text).lastIndexOf(character);
	}

	public static boolean contains(String text, CharSequence other) {
		return counted(text).contains(other);
	}

	public static String replace(String text, char from, char to) {
		return counted(text).replace(from, to);
	}

	public static String replace(String text, CharSequence from, CharSequence to) {
		return counted(text).replace(from, to);
	}

	public static String strip(String text) {
		return counted(text).strip();
	}

	public static boolean isBlank(String text) {
		return counted(text).isBlank();
	}

	public static String toLowerCase(String text, Locale locale) {
		return counted(text).toLowerCase(locale);
	}

	private static String counted(String text) {
		count += text.length();
		return text;
	}

	private static int found(String text, int start, int index) {
		count += ((index < 0) ? text.length() : index) - Math.min(start, text.length()) + 1;
		return index;
	}

	// Its constructor takes time that grows with the square of the digits
	public static void number(String text) {
		count += (long) text.length() * text.length();
	}

	private record CountedText(String text) implements CharSequence {

		@Override
		public int length() {
			return this.text.length();
		}

		@Override
		public char charAt(int index) {
			count++;
			return this.text.charAt(index);
		}

		@Override
		public CharSequence subSequence(int start, int end) {
			return counted(this.text.substring(start, end));
		}

		@Override
		public String toString() {
			return this.text;
		}

	}

	private static final class CountingClassLoader extends ClassLoader {

		CountingClassLoader() {
			super(Steps.class.getClassLoader());
		}

		@Override
		protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
			boolean counts = (name.startsWith("io.github.azuredevicecode.") && !name.startsWith(Steps.class.getName()))
					|| name.startsWith("com.azure.json.");
			if (!counts) {
				return super.loadClass(name, resolve);
			}
			synchronized (getClassLoadingLock(name)) {
				Class<?> loaded = findLoadedClass(name);
				return (loaded != null) ? loaded : findClass(name);
			}
		}

		@Override
		protected Class<?> findClass(String name) throws ClassNotFoundException {
			try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
				if (in == null) {
					throw new ClassNotFoundException(name);
				}
				ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_MAXS);
				new ClassReader(in).accept(new CountingVisitor(writer), 0);
				byte[] bytes = writer.toByteArray();
				return defineClass(name, bytes, 0, bytes.length);
			}
			catch (IOException ex) {
				throw new ClassNotFoundException(name, ex);
			}
		}

	}

	private static final class CountingVisitor extends ClassVisitor {

		CountingVisitor(ClassVisitor next) {
			super(Opcodes.ASM9, next);
		}

		@Override
		public MethodVisitor visitMethod(int access, String name, String descriptor, @Nullable String signature,
				String @Nullable [] exceptions) {
			return new CountingMethodVisitor(super.visitMethod(access, name, descriptor, signature, exceptions));
		}

	}

	private static final class CountingMethodVisitor extends MethodVisitor {

		CountingMethodVisitor(MethodVisitor next) {
			super(Opcodes.ASM9, next);
		}

		private void step() {
			super.visitMethodInsn(Opcodes.INVOKESTATIC, OWNER, "step", "()V", false);
		}

		@Override
		public void visitJumpInsn(int opcode, Label label) {
			step();
			super.visitJumpInsn(opcode, label);
		}

		@Override
		public void visitTableSwitchInsn(int min, int max, Label dflt, Label... labels) {
			step();
			super.visitTableSwitchInsn(min, max, dflt, labels);
		}

		@Override
		public void visitLookupSwitchInsn(Label dflt, int[] keys, Label[] labels) {
			step();
			super.visitLookupSwitchInsn(dflt, keys, labels);
		}

		@Override
		public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
			step();
			boolean text = owner.equals("java/lang/String") || owner.equals("java/util/regex/Pattern");
			String redirected = "(L" + owner + ";" + descriptor.substring(1);
			if (opcode == Opcodes.INVOKEVIRTUAL && text && REPLACED.contains(name + redirected)) {
				super.visitMethodInsn(Opcodes.INVOKESTATIC, OWNER, name, redirected, false);
			}
			else if (opcode == Opcodes.INVOKESPECIAL && owner.equals("java/math/BigDecimal")
					&& descriptor.equals("(Ljava/lang/String;)V")) {
				super.visitInsn(Opcodes.DUP);
				super.visitMethodInsn(Opcodes.INVOKESTATIC, OWNER, "number", descriptor, false);
				super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
			}
			else {
				super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
			}
		}

	}

}
