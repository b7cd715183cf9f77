package io.github.azuredevicecode.prompt;

import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

import io.github.azuredevicecode.DeviceCodePrompt;

/**
 * Prompts as a terminal shows them.
 */
public final class TerminalPrompts {

	private TerminalPrompts() {
	}

	/**
	 * Returns a prompt on a terminal that does not tell its size.
	 * @return the text with the sequences that set colors
	 */
	public static String ofTwentyFourRows() {
		DeviceCodePrompt prompt = new DeviceCodePrompt("attempt", URI.create("https://microsoft.com/devicelogin"), true,
				"ABCDEFGHJ", Instant.now().plusSeconds(900), "message", "client", "contoso.onmicrosoft.com",
				Set.of("https://graph.microsoft.com/User.Read"), "default");
		Terminal terminal = new Terminal(true, "UTF-8", Map.of("TERM", "xterm-256color")::get);
		return new ConsoleDeviceCodePromptHandler("my-application", null, QrCodeMode.AUTO).text(prompt, terminal);
	}

}
