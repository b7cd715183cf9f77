package io.github.azuredevicecode.cache;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A replica in a JVM of its own, see {@link ReplicaMain}.
 */
final class ReplicaProcess implements AutoCloseable {

	private final Process process;

	private final PrintWriter commands;

	private final Map<String, CompletableFuture<String>> answers = new ConcurrentHashMap<>();

	private final List<String> logged = new CopyOnWriteArrayList<>();

	private final AtomicInteger prompts = new AtomicInteger();

	private final AtomicInteger number = new AtomicInteger();

	private final CompletableFuture<Void> ready = new CompletableFuture<>();

	ReplicaProcess(String store, String authority, Path certificate, Duration clockAhead) throws IOException {
		this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m",
				"-Dreplica.level=" + System.getProperty("replica.level", "WARN"), "-cp",
				System.getProperty("java.class.path"), ReplicaMain.class.getName(), store, authority,
				certificate.toString(), clockAhead.toString())
			.redirectErrorStream(true)
			.start();
		this.commands = new PrintWriter(this.process.outputWriter(StandardCharsets.UTF_8), true);
		Thread reader = new Thread(this::read, "replica");
		reader.setDaemon(true);
		reader.start();
	}

	private void read() {
		try (BufferedReader lines = this.process.inputReader(StandardCharsets.UTF_8)) {
			lines.lines().forEach(this::read);
		}
		catch (UncheckedIOException | IOException ex) {
			// It was ended
		}
		this.ready.completeExceptionally(new IllegalStateException(String.join("\n", this.logged)));
	}

	private void read(String line) {
		if (!line.startsWith(ReplicaMain.ANSWER)) {
			this.logged.add(line);
			return;
		}
		String[] words = line.substring(ReplicaMain.ANSWER.length()).split(" ", 2);
		switch (words[0]) {
			case "ready" -> this.ready.complete(null);
			case "prompt" -> this.prompts.incrementAndGet();
			default -> this.answers.get(words[0]).complete(words[1]);
		}
	}

	/**
	 * Has a command performed.
	 * @param command the command
	 * @return the answer, which begins with {@code failed} if there is none
	 */
	CompletableFuture<String> perform(String command) {
		this.ready.join();
		String id = String.valueOf(this.number.incrementAndGet());
		CompletableFuture<String> answer = new CompletableFuture<>();
		this.answers.put(id, answer);
		this.commands.println(id + " " + command);
		return answer;
	}

	void awaitReady() {
		this.ready.join();
	}

	int prompts() {
		return this.prompts.get();
	}

	/**
	 * Returns what the replica has logged, warnings and errors.
	 * @return the lines
	 */
	List<String> logged() {
		return List.copyOf(this.logged);
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
