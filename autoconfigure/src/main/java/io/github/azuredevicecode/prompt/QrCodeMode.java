package io.github.azuredevicecode.prompt;

/**
 * Whether a prompt is shown with a QR code of the page to open.
 *
 * @since 0.1
 */
public enum QrCodeMode {

	/**
	 * Where the standard output is a terminal that can show it.
	 */
	AUTO,

	/**
	 * Wherever the prompt is printed.
	 */
	ALWAYS,

	/**
	 * Nowhere.
	 */
	NEVER

}
