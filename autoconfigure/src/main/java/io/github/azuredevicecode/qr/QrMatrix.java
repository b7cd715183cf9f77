package io.github.azuredevicecode.qr;

import java.util.Optional;

import io.nayuki.qrcodegen.DataTooLongException;
import io.nayuki.qrcodegen.QrCode;

/**
 * The squares of a QR code, to be drawn. Immutable.
 */
public final class QrMatrix {

	// What scanners expect around the code, and what they are content with on a terminal,
	// which is short of space
	private static final int QUIET_ZONE = 4;

	private static final int NARROW_QUIET_ZONE = 2;

	private static final String BLACK_ON_WHITE = "\u001B[38;5;16;48;5;231m";

	private static final String RESET = "\u001B[0m";

	private final QrCode code;

	private QrMatrix(QrCode code) {
		this.code = code;
	}

	/**
	 * Encodes a text.
	 * @param text the text
	 * @return the code, if the text is not too long for any
	 */
	public static Optional<QrMatrix> of(String text) {
		try {
			return Optional.of(new QrMatrix(QrCode.encodeText(text, QrCode.Ecc.MEDIUM)));
		}
		catch (DataTooLongException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Returns how wide and high the drawing is, in squares, with the light margin that
	 * scanners need.
	 * @return the number of squares
	 */
	public int size() {
		return this.code.size + 2 * QUIET_ZONE;
	}

	/**
	 * Returns the dark squares as the data of an SVG path, within {@link #size()} units.
	 * @return the data of the path, of letters, digits and signs that need no escape
	 */
	public String toSvgPath() {
		StringBuilder path = new StringBuilder();
		for (int y = 0; y < this.code.size; y++) {
			for (int x = 0; x < this.code.size; x++) {
				if (this.code.getModule(x, y)) {
					path.append('M').append(x + QUIET_ZONE).append(' ').append(y + QUIET_ZONE).append("h1v1h-1z");
				}
			}
		}
		return path.toString();
	}

	/**
	 * Returns how many columns of a terminal the text form takes.
	 * @return the number of columns
	 */
	public int columns() {
		return this.code.size + 2 * NARROW_QUIET_ZONE;
	}

	/**
	 * Returns lines of Unicode half blocks, each of which shows two squares, one above
	 * the other.
	 * @param coloured whether to set black on white by terminal sequences; without them,
	 * the blocks are the light squares, since most terminals are dark
	 * @return the lines, separated and not ended by the line separator of the system
	 */
	public String toHalfBlocks(boolean coloured) {
		StringBuilder text = new StringBuilder();
		for (int y = -NARROW_QUIET_ZONE; y < this.code.size + NARROW_QUIET_ZONE; y += 2) {
			text.append((y != -NARROW_QUIET_ZONE) ? System.lineSeparator() : "");
			text.append(coloured ? BLACK_ON_WHITE : "");
			for (int x = -NARROW_QUIET_ZONE; x < this.code.size + NARROW_QUIET_ZONE; x++) {
				text.append(block(isBlock(x, y, coloured), isBlock(x, y + 1, coloured)));
			}
			text.append(coloured ? RESET : "");
		}
		return text.toString();
	}

	private boolean isBlock(int x, int y, boolean coloured) {
		return this.code.getModule(x, y) == coloured;
	}

	private static char block(boolean upper, boolean lower) {
		if (upper) {
			return lower ? '\u2588' : '\u2580';
		}
		return lower ? '\u2584' : ' ';
	}

}
