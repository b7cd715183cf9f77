package io.github.azuredevicecode.cache.file;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Another process that uses a store.
 */
final class StoreProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader output;

	private StoreProcess(List<String> command) {
		try {
			this.process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
			this.output = this.process.inputReader(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static StoreProcess start(String mode, Path directory, int count) {
		return new StoreProcess(command(mode, directory, count));
	}

	static StoreProcess startWithFileSizeLimit(int kilobytes, String mode, Path directory) {
		List<String> command = new ArrayList<>(
				List.of("/bin/bash", "-c", "ulimit -f " + kilobytes + " && exec \"$@\"", "bash"));
		command.addAll(command(mode, directory, 1));
		return new StoreProcess(command);
	}

	private static List<String> command(String mode, Path directory, int count) {
		return List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData",
				StoreProcessMain.class.getName(), mode, directory.toString(), String.valueOf(count));
	}

	long pid() {
		return this.process.pid();
	}

	@Nullable String readLine() {
		try {
			return this.output.readLine();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Read the numbers that the process says it has written.
	 * @param before how many to read at most
	 * @return the last one, 0 if there was none
	 */
	long readAcknowledged(int before) {
		long last = 0;
		for (int i = 0; i < before; i++) {
			String line = readLine();
			if (line == null) {
				break;
			}
			last = Long.parseLong(line);
		}
		return last;
	}

	void signal(String name) throws IOException, InterruptedException {
		new ProcessBuilder("kill", "-" + name, String.valueOf(pid())).inheritIO().start().waitFor();
	}

	int waitFor() throws InterruptedException {
		return this.process.waitFor();
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
