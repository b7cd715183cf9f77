package io.github.azuredevicecode.prompt;

import java.io.PrintStream;

import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import org.jspecify.annotations.Nullable;

/**
 * Prints prompts to the console. Waits for no key.
 */
public final class ConsoleDeviceCodePromptHandler implements DeviceCodePromptHandler {

	private final @Nullable String applicationName;

	private final @Nullable PrintStream out;

	/**
	 * Create a handler that prints to {@link System#out}.
	 * @param applicationName the name of the application as its users know it, or
	 * {@code null}
	 */
	public ConsoleDeviceCodePromptHandler(@Nullable String applicationName) {
		this(applicationName, null);
	}

	/**
	 * Create a handler.
	 * @param applicationName the name of the application as its users know it, or
	 * {@code null}
	 * @param out where to print, or {@code null} for what {@link System#out} is at the
	 * time of the prompt
	 */
	public ConsoleDeviceCodePromptHandler(@Nullable String applicationName, @Nullable PrintStream out) {
		this.applicationName = applicationName;
		this.out = out;
	}

	@Override
	public void prompt(DeviceCodePrompt prompt) {
		PrintStream target = (this.out != null) ? this.out : System.out;
		// One call, so that the lines of a log do not fall between
		target.println(System.lineSeparator() + prompt.toDisplayText(this.applicationName) + System.lineSeparator());
		target.flush();
	}

}
