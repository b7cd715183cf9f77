package io.github.azuredevicecode.prompt;

import java.io.Console;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The terminal that the application writes to, as far as it is known.
 */
final class Terminal {

	static final Terminal NONE = new Terminal(false, null, (name) -> null);

	private static final int DEFAULT_ROWS = 24;

	private final boolean interactive;

	private final @Nullable String encoding;

	private final UnaryOperator<@Nullable String> environment;

	Terminal(boolean interactive, @Nullable String encoding, UnaryOperator<@Nullable String> environment) {
		this.interactive = interactive;
		this.encoding = encoding;
		this.environment = environment;
	}

	static Terminal ofStandardOutput() {
		String encoding = Stream.of("stdout.encoding", "sun.stdout.encoding")
			.map(System::getProperty)
			.filter((name) -> name != null)
			.findFirst()
			.orElseGet(() -> Charset.defaultCharset().name());
		return new Terminal(isInteractive(System.console()), encoding, System::getenv);
	}

	// Since Java 22 there is a console where there is no terminal, too
	private static boolean isInteractive(@Nullable Console console) {
		if (console == null) {
			return false;
		}
		try {
			return (boolean) Console.class.getMethod("isTerminal").invoke(console);
		}
		catch (ReflectiveOperationException ex) {
			return true;
		}
	}

	boolean isInteractive() {
		return this.interactive;
	}

	/**
	 * Returns whether block characters in color will look as they should.
	 * @param columns their width
	 * @return whether nothing speaks against it
	 */
	boolean shows(int columns) {
		return this.interactive && StandardCharsets.UTF_8.name().equalsIgnoreCase(this.encoding)
				&& knowsColors(this.environment.apply("TERM")) && columns <= columns(this.environment.apply("COLUMNS"));
	}

	/**
	 * Returns whether lines fit on the screen. A terminal that does not tell its height
	 * is taken to have 24 rows.
	 * @param rows the number of lines, with that of the cursor
	 * @return whether they fit
	 */
	boolean hasRows(int rows) {
		String lines = this.environment.apply("LINES");
		boolean told = lines != null && lines.matches("[1-9]\\d{0,5}");
		return rows <= ((told && lines != null) ? Integer.parseInt(lines) : DEFAULT_ROWS);
	}

	private boolean knowsColors(@Nullable String term) {
		return (term != null) ? !term.isEmpty() && !term.equals("dumb") : this.environment.apply("WT_SESSION") != null;
	}

	// Shells seldom tell their children; then it is taken to be wide enough
	private static int columns(@Nullable String columns) {
		return (columns != null && columns.matches("[1-9]\\d{0,5}")) ? Integer.parseInt(columns) : Integer.MAX_VALUE;
	}

}
