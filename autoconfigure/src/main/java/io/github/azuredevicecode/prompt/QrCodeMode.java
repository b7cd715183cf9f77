package io.github.azuredevicecode.prompt;

/**
 * The choice to show a prompt with a QR code of the page to open.
 *
 * @since 0.1
 */
public enum QrCodeMode {

	/**
	 * Show it where the standard output is a terminal that can show it.
	 */
	AUTO,

	/**
	 * Show it always.
	 */
	ALWAYS,

	/**
	 * Never show it.
	 */
	NEVER

}
