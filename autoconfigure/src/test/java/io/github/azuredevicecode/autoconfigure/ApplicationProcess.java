package io.github.azuredevicecode.autoconfigure;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs an application in a process of its own that lacks some jars, which no class loader
 * within this JVM could truly hide.
 */
public final class ApplicationProcess {

	private ApplicationProcess() {
	}

	/**
	 * Run an application to its end.
	 * @param application the class with the main method
	 * @param withoutJars how the names of the jars begin that it lacks
	 * @return the lines that it has printed
	 * @throws IOException if it cannot be started
	 */
	public static List<String> run(Class<?> application, String... withoutJars) throws IOException {
		return run(application, List.of(), withoutJars);
	}

	/**
	 * Run an application to its end.
	 * @param application the class with the main method
	 * @param options the options of the JVM
	 * @param withoutJars how the names of the jars begin that it lacks
	 * @return the lines that it has printed
	 * @throws IOException if it cannot be started
	 */
	public static List<String> run(Class<?> application, List<String> options, String... withoutJars)
			throws IOException {
		String classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> Arrays.stream(withoutJars)
				.noneMatch((jar) -> Path.of(entry).getFileName().toString().startsWith(jar)))
			.collect(Collectors.joining(File.pathSeparator));
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(options);
		command.addAll(List.of("-cp", classPath, application.getName()));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
			return reader.lines().toList();
		}
	}

}
