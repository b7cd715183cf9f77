package io.github.azuredevicecode.sample;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import org.awaitility.Awaitility;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A real browser without a window: the Chromium of this machine.
 */
final class Browser implements AutoCloseable {

	private static final Path SCREENSHOTS = Path.of("target", "screenshots");

	// Written with -Dscreenshots.write=true
	private static final Path IMAGES = Path.of("..", "starter", "docs", "images");

	private static final Set<String> DOCUMENTED = Set.of("awaiting-light-desktop", "awaiting-dark-desktop",
			"awaiting-light-mobile", "signed-in-light-desktop", "terminal");

	private static final Optional<File> CHROMIUM = executable("chromium", "chromium-browser", "google-chrome");

	private static final Optional<File> DRIVER = executable("chromedriver");

	private final ChromeDriver driver;

	Browser() throws IOException {
		Path profile = Files.createTempDirectory(Path.of("target"), "browser").toAbsolutePath();
		ChromeOptions options = new ChromeOptions().setBinary(CHROMIUM.orElseThrow())
			.addArguments("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
					"--disable-background-networking", "--disable-component-update", "--disable-sync",
					"--user-data-dir=" + profile);
		// The certificate of the stand-in is made at start
		options.setAcceptInsecureCerts(true);
		this.driver = new ChromeDriver(
				new ChromeDriverService.Builder().usingDriverExecutable(DRIVER.orElseThrow()).build(), options);
		this.driver.manage().timeouts().scriptTimeout(Duration.ofSeconds(60));
		view(Scheme.LIGHT, Width.DESKTOP);
	}

	/**
	 * Returns whether there is a browser, and prints a message if there is none.
	 * @return whether the browser and its driver were found
	 */
	static boolean isThere() {
		boolean there = CHROMIUM.isPresent() && DRIVER.isPresent();
		if (!there) {
			System.out.println("SKIPPED: what needs a browser, since there are no chromium and chromedriver on the PATH"
					+ " (Debian: apt-get install chromium chromium-driver)");
		}
		return there;
	}

	private static Optional<File> executable(String... names) {
		List<String> folders = Arrays.asList(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator));
		return Stream.of(names)
			.flatMap((name) -> folders.stream().map((folder) -> new File(folder, name)))
			.filter(File::canExecute)
			.findFirst();
	}

	ChromeDriver driver() {
		return this.driver;
	}

	void open(String uri) {
		this.driver.get(uri);
	}

	WebElement find(String selector) {
		return this.driver.findElement(By.cssSelector(selector));
	}

	boolean has(String selector) {
		return !this.driver.findElements(By.cssSelector(selector)).isEmpty();
	}

	/**
	 * Waits until the page shows a heading, without loading the page again.
	 * @param heading the beginning of the heading of its card
	 */
	void awaitHeading(String heading) {
		Awaitility.await("heading '" + heading + "'")
			.atMost(Duration.ofSeconds(60))
			.ignoreExceptions()
			.until(() -> find("#cards h2").getText().startsWith(heading));
	}

	String code() {
		return find("[data-copy]").getAttribute("data-copy");
	}

	/**
	 * Shows the page in another scheme and width.
	 */
	void view(Scheme scheme, Width width) {
		this.driver.executeCdpCommand("Emulation.setEmulatedMedia",
				Map.of("features",
						List.of(Map.of("name", "prefers-color-scheme", "value", scheme.name().toLowerCase(Locale.ROOT)),
								Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", width.pixels, "height", 800, "deviceScaleFactor", 2, "mobile", width == Width.MOBILE));
	}

	/**
	 * Checks the page in both schemes and widths, and takes a screenshot of each.
	 * @param name the name of the state
	 */
	void judge(String name) throws IOException {
		for (Scheme scheme : Scheme.values()) {
			for (Width width : Width.values()) {
				view(scheme, width);
				String view = name + "-" + (scheme + "-" + width).toLowerCase(Locale.ROOT);
				screenshot(view);
				assertThat(faults()).as("Faults that axe-core finds in " + view).isEmpty();
				assertThat(this.driver.executeScript("return document.documentElement.scrollWidth <= innerWidth"))
					.as("No horizontal scrolling in " + view)
					.isEqualTo(true);
				assertThat(this.driver.findElements(By.cssSelector("button, a.button"))).as(view)
					.filteredOn(WebElement::isDisplayed)
					.isNotEmpty()
					.allSatisfy((target) -> assertThat(target.getSize().getHeight()).isGreaterThanOrEqualTo(44));
			}
		}
		view(Scheme.LIGHT, Width.DESKTOP);
	}

	private void screenshot(String name) throws IOException {
		Object data = this.driver
			.executeCdpCommand("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true))
			.get("data");
		byte[] image = Base64.getDecoder().decode(data.toString());
		Files.createDirectories(SCREENSHOTS);
		Files.write(SCREENSHOTS.resolve(name + ".png"), image);
		if (Boolean.getBoolean("screenshots.write") && DOCUMENTED.contains(name)) {
			Files.createDirectories(IMAGES);
			Files.write(IMAGES.resolve(name + ".png"), image);
		}
	}

	/**
	 * Draws a terminal of 80 columns and 24 rows, and takes a screenshot of it.
	 * @param text the text with the sequences that set colors
	 */
	void showTerminal(String text) throws IOException {
		this.driver.get("data:text/html,<meta charset=utf-8><body>");
		String markup = text.replace("&", "&amp;")
			.replace("<", "&lt;")
			.replaceAll("\u001B\\[38;5;16;48;5;231m", "<b>")
			.replace("\u001B[0m", "</b>");
		this.driver.executeScript("""
				document.body.innerHTML = `<style>
				body { margin: 0; background: #0c0c0c; }
				pre { width: 80ch; height: 24lh; margin: 0; padding: 1ch; overflow: hidden; color: #ccc;
					font: 16px/19px "DejaVu Sans Mono", monospace; }
				b { background: #fff; color: #000; font-weight: normal; }
				</style><pre></pre>`;
				document.querySelector("pre").innerHTML = arguments[0];
				""", markup);
		this.driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
				Map.of("width", 800, "height", 480, "deviceScaleFactor", 2, "mobile", false));
		screenshot("terminal");
		view(Scheme.LIGHT, Width.DESKTOP);
	}

	private List<String> faults() throws IOException {
		try (InputStream axe = Browser.class.getResourceAsStream("/axe.min.js")) {
			this.driver.executeScript(new String(axe.readAllBytes(), StandardCharsets.UTF_8));
		}
		Object faults = this.driver.executeAsyncScript("""
				const done = arguments[arguments.length - 1];
				axe.run(document).then((results) => done(results.violations
					.filter((violation) => violation.impact === "serious" || violation.impact === "critical")
					.map((violation) => violation.id + ": " + violation.nodes.map((node) => node.html).join(", "))));
				""");
		return ((List<?>) faults).stream().map(String::valueOf).toList();
	}

	/**
	 * Reads the QR code on the screen, as a phone would.
	 * @return its content
	 */
	String readQrCode() throws Exception {
		BufferedImage image = ImageIO.read(new ByteArrayInputStream(find(".qr").getScreenshotAs(OutputType.BYTES)));
		int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
		return new QRCodeReader()
			.decode(new BinaryBitmap(
					new HybridBinarizer(new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels))))
			.getText();
	}

	@Override
	public void close() {
		this.driver.quit();
	}

	enum Scheme {

		LIGHT, DARK

	}

	enum Width {

		DESKTOP(1024), MOBILE(320);

		private final int pixels;

		Width(int pixels) {
			this.pixels = pixels;
		}

	}

}
