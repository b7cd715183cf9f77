package io.github.azuredevicecode.prompt;

import java.io.PrintStream;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.DeviceCodePromptHandler;
import io.github.azuredevicecode.qr.QrMatrix;
import org.jspecify.annotations.Nullable;

/**
 * Prints prompts to the console, and who has signed in. On a terminal, a QR code may come
 * first; the page and the code are the last lines, so that they are seen on a terminal of
 * 24 rows. Waits for no key.
 *
 * @since 0.1
 */
public final class ConsoleDeviceCodePromptHandler implements DeviceCodePromptHandler {

	private static final String NEWLINE = System.lineSeparator();

	private static final String CAPTION = "Scan to open the page.";

	private final @Nullable String applicationName;

	private final @Nullable PrintStream out;

	private final QrCodeMode qrCode;

	/**
	 * Creates a handler that prints to {@link System#out}.
	 * @param applicationName the name of the application as its users know it, or
	 * {@code null}
	 */
	public ConsoleDeviceCodePromptHandler(@Nullable String applicationName) {
		this(applicationName, null);
	}

	/**
	 * Creates a handler that shows no QR code.
	 * @param applicationName the name of the application as its users know it, or
	 * {@code null}
	 * @param out where to print, or {@code null} for what {@link System#out} is at the
	 * time of the prompt
	 */
	public ConsoleDeviceCodePromptHandler(@Nullable String applicationName, @Nullable PrintStream out) {
		this(applicationName, out, QrCodeMode.NEVER);
	}

	/**
	 * Creates a handler.
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
		// One call, so that the lines of a log do not fall between
		print(text(prompt, (this.out != null) ? Terminal.NONE : Terminal.ofStandardOutput()));
	}

	@Override
	public void authenticated(DeviceCodePrompt prompt, AuthenticationRecord authenticationRecord) {
		String name = prompt.credentialName();
		print("Signed in as " + authenticationRecord.username()
				+ (name.equals(DeviceCodeCredential.DEFAULT_NAME) ? "" : " (" + name + ")") + ".");
	}

	private void print(String text) {
		PrintStream target = (this.out != null) ? this.out : System.out;
		target.println(text);
		target.flush();
	}

	String text(DeviceCodePrompt prompt, Terminal terminal) {
		String text = prompt.toDisplayText(this.applicationName);
		String drawn = (this.qrCode != QrCodeMode.NEVER && prompt.verificationUriTrusted())
				? QrMatrix.of(prompt.verificationUri().toString())
					.map((qr) -> withQrCode(prompt, text, qr, terminal))
					.orElse(null)
				: null;
		return (drawn != null) ? drawn : NEWLINE + text + NEWLINE;
	}

	private @Nullable String withQrCode(DeviceCodePrompt prompt, String text, QrMatrix qr, Terminal terminal) {
		if (this.qrCode != QrCodeMode.ALWAYS && !terminal.shows(qr.columns())) {
			return null;
		}
		String code = qr.toHalfBlocks(terminal.isInteractive());
		String whole = NEWLINE + code + NEWLINE + CAPTION + NEWLINE + NEWLINE + text + NEWLINE;
		if (!terminal.isInteractive() || terminal.hasRows(rows(whole))) {
			return whole;
		}
		String compact = code + NEWLINE + compact(prompt, text);
		return (this.qrCode == QrCodeMode.ALWAYS || terminal.hasRows(rows(compact))) ? compact : null;
	}

	// What fits below the drawing on a terminal of 24 rows
	private static String compact(DeviceCodePrompt prompt, String text) {
		String[] paragraphs = text.split(NEWLINE + NEWLINE);
		String heading = CAPTION + " "
				+ (prompt.replacesPrevious() ? "This code replaces the code shown before." : paragraphs[0]);
		return heading + NEWLINE + paragraphs[1] + NEWLINE + paragraphs[paragraphs.length - 1];
	}

	// With the row of the cursor
	private static int rows(String text) {
		return text.split(NEWLINE, -1).length + 1;
	}

}
