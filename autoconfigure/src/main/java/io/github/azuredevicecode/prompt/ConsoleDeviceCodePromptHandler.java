package io.github.azuredevicecode.prompt;

import java.io.PrintStream;

import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import io.github.azuredevicecode.qr.QrMatrix;
import org.jspecify.annotations.Nullable;

/**
 * Prints prompts to the console. Waits for no key.
 *
 * @since 0.1
 */
public final class ConsoleDeviceCodePromptHandler implements DeviceCodePromptHandler {

	private final @Nullable String applicationName;

	private final @Nullable PrintStream out;

	private final QrCodeMode qrCode;

	/**
	 * Create a handler that prints to {@link System#out}.
	 * @param applicationName the name of the application as its users know it, or
	 * {@code null}
	 */
	public ConsoleDeviceCodePromptHandler(@Nullable String applicationName) {
		this(applicationName, null);
	}

	/**
	 * Create a handler that shows no QR code.
	 * @param applicationName the name of the application as its users know it, or
	 * {@code null}
	 * @param out where to print, or {@code null} for what {@link System#out} is at the
	 * time of the prompt
	 */
	public ConsoleDeviceCodePromptHandler(@Nullable String applicationName, @Nullable PrintStream out) {
		this(applicationName, out, QrCodeMode.NEVER);
	}

	/**
	 * Create a handler.
	 * @param applicationName the name of the application as its users know it, or
	 * {@code null}
	 * @param out where to print, or {@code null} for what {@link System#out} is at the
	 * time of the prompt
	 * @param qrCode whether to show a QR code of the page to open, if that page is
	 * trusted; of another stream than {@link System#out} nobody knows whether it is a
	 * terminal
	 */
	public ConsoleDeviceCodePromptHandler(@Nullable String applicationName, @Nullable PrintStream out,
			QrCodeMode qrCode) {
		this.applicationName = applicationName;
		this.out = out;
		this.qrCode = qrCode;
	}

	@Override
	public void prompt(DeviceCodePrompt prompt) {
		PrintStream target = (this.out != null) ? this.out : System.out;
		// One call, so that the lines of a log do not fall between
		target.println(System.lineSeparator() + prompt.toDisplayText(this.applicationName) + System.lineSeparator()
				+ qrCode(prompt));
		target.flush();
	}

	private String qrCode(DeviceCodePrompt prompt) {
		if (this.qrCode == QrCodeMode.NEVER || !prompt.verificationUriTrusted()) {
			return "";
		}
		Terminal terminal = (this.out != null) ? Terminal.NONE : Terminal.ofStandardOutput();
		return QrMatrix.of(prompt.verificationUri().toString())
			.filter((qr) -> this.qrCode == QrCodeMode.ALWAYS || terminal.shows(qr.columns()))
			.map((qr) -> System.lineSeparator() + qr.toHalfBlocks(terminal.isInteractive()) + System.lineSeparator())
			.orElse("");
	}

}
