package io.github.azuredevicecode.qr;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link QrMatrix}, whose drawings a decoder reads.
 */
class QrMatrixTests {

	private static final String URI = "https://login.microsoft.com/device";

	private static final int SCALE = 4;

	private final QrMatrix qr = QrMatrix.of(URI).orElseThrow();

	@Test
	void thePathOfThePageIsRead() throws Exception {
		boolean[][] dark = new boolean[this.qr.size()][this.qr.size()];
		Matcher square = Pattern.compile("M(\\d+) (\\d+)h1v1h-1z").matcher(this.qr.toSvgPath());
		while (square.find()) {
			dark[Integer.parseInt(square.group(2))][Integer.parseInt(square.group(1))] = true;
		}
		assertThat(read(dark)).isEqualTo(URI);
	}

	@Test
	void blackOnWhiteBlocksAreRead() throws Exception {
		List<String> lines = this.qr.toHalfBlocks(true).lines().toList();
		assertThat(lines).allMatch((line) -> line.startsWith("\u001B[38;5;16;48;5;231m") && line.endsWith("\u001B[0m"));
		List<String> blocks = lines.stream().map((line) -> line.replaceAll("\u001B\\[[\\d;]*m", "")).toList();
		assertThat(blocks).allMatch((line) -> line.length() == this.qr.columns());
		assertThat(read(dark(blocks, true))).isEqualTo(URI);
	}

	@Test
	void blocksWithoutColourAreReadOnADarkTerminal() throws Exception {
		List<String> blocks = this.qr.toHalfBlocks(false).lines().toList();
		assertThat(String.join("", blocks)).doesNotContain("\u001B");
		assertThat(read(dark(blocks, false))).isEqualTo(URI);
	}

	@Test
	void aTextThatIsTooLongHasNoCode() {
		assertThat(QrMatrix.of("x".repeat(4000))).isEmpty();
	}

	private static boolean[][] dark(List<String> blocks, boolean blockIsDark) {
		boolean[][] dark = new boolean[blocks.size() * 2][blocks.get(0).length()];
		for (int y = 0; y < dark.length; y++) {
			for (int x = 0; x < dark[y].length; x++) {
				char block = blocks.get(y / 2).charAt(x);
				boolean lower = y % 2 != 0;
				boolean isBlock = block == '\u2588' || block == (lower ? '\u2584' : '\u2580');
				dark[y][x] = isBlock == blockIsDark;
			}
		}
		return dark;
	}

	private static String read(boolean[][] dark) throws Exception {
		int width = dark[0].length * SCALE;
		int height = dark.length * SCALE;
		int[] pixels = new int[width * height];
		for (int y = 0; y < height; y++) {
			for (int x = 0; x < width; x++) {
				boolean black = dark[y / SCALE][x / SCALE];
				pixels[y * width + x] = black ? 0 : 0xffffff;
			}
		}
		return new QRCodeReader()
			.decode(new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))))
			.getText();
	}

}
