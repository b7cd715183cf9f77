package io.github.azuredevicecode.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.azuredevicecode.prompt.TerminalPrompts;
import io.github.azuredevicecode.standin.StandIn;
import io.github.azuredevicecode.standin.StandInOptions;
import io.github.azuredevicecode.standin.tenant.DemoUser;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sign-in page of the sample in a real browser, where a user signs in at the stand-in
 * in a second tab.
 */
@Timeout(300)
@ExtendWith(OutputCaptureExtension.class)
@EnabledIf(value = "io.github.azuredevicecode.sample.Browser#isThere",
		disabledReason = "There are no chromium and chromedriver on the PATH")
class SignInPageBrowserTests {

	private static final Pattern PAGE = Pattern.compile("The sign-in page is at (http://\\S+)");

	private static Browser browser;

	private @Nullable StandIn standIn;

	private @Nullable CompletableFuture<ConfigurableApplicationContext> application;

	@BeforeAll
	static void startBrowser() throws IOException {
		browser = new Browser();
	}

	@AfterAll
	static void stopBrowser() {
		browser.close();
	}

	@AfterEach
	void stop() throws Exception {
		// The sample starts until its first sign-in has ended
		if (browser.has("button[value=cancel]")) {
			browser.find("button[value=cancel]").click();
		}
		this.application.get().close();
		this.standIn.close();
		browser.open("about:blank");
	}

	@Test
	void aUserSignsInAndOut(CapturedOutput output) throws Exception {
		openPage(Duration.ofMinutes(3), output);
		browser.awaitHeading("Enter this code");
		String verificationUri = this.standIn.authority() + "/devicelogin";
		assertThat(browser.find(".characters").getText().replaceAll("\\s", "")).isEqualTo(browser.code());
		assertThat(output).contains("Code:    " + browser.code() + "\n");
		assertThat(browser.readQrCode()).isEqualTo(verificationUri);
		WebElement link = browser.find("a.button");
		assertThat(link.getAttribute("href")).isEqualTo(verificationUri);
		assertThat(link.getAttribute("rel")).isEqualTo("noopener noreferrer");
		String left = browser.find("[role=timer]").getText();
		assertThat(left).matches("\\d+:\\d\\d");
		Awaitility.await().until(() -> !browser.find("[role=timer]").getText().equals(left));
		browser.judge("awaiting");
		signInInASecondTab("accept");
		browser.awaitHeading("Signed in as " + DemoUser.USERNAME);
		assertThat(browser.driver().getTitle()).startsWith("Signed in as " + DemoUser.USERNAME);
		this.application.get();
		assertThat(output).contains("Hello, " + DemoUser.DISPLAY_NAME);
		browser.judge("signed-in");
		pressWithTheKeyboard("sign-out");
		browser.awaitHeading("Nobody is signed in");
		assertThat(browser.driver().switchTo().activeElement().getTagName()).isEqualTo("h2");
		browser.judge("signed-out");
	}

	@Test
	void aUserAsksForAnotherCodeAndCancelsWithTheKeyboard(CapturedOutput output) throws Exception {
		openPage(Duration.ofMinutes(3), output);
		browser.awaitHeading("Enter this code");
		String first = browser.code();
		pressWithTheKeyboard("new-code");
		Awaitility.await().ignoreExceptions().until(() -> !browser.code().equals(first));
		assertThat(browser.driver().switchTo().activeElement().getAttribute("value")).isEqualTo("new-code");
		pressWithTheKeyboard("cancel");
		browser.awaitHeading("Nobody is signed in");
		assertThat(browser.find("#cards").getText()).contains("The sign-in was cancelled.");
		assertThat(browser.find("#status").getAttribute("textContent")).isEqualTo("Nobody is signed in");
		pressWithTheKeyboard("sign-in");
		browser.awaitHeading("Enter this code");
		assertThat(browser.code()).isNotEqualTo(first);
		signInInASecondTab("accept");
		browser.awaitHeading("Signed in as " + DemoUser.USERNAME);
	}

	@Test
	void theCodeIsCopiedAsItIs(CapturedOutput output) throws Exception {
		openPage(Duration.ofMinutes(3), output);
		browser.awaitHeading("Enter this code");
		browser.driver()
			.executeCdpCommand("Browser.grantPermissions",
					Map.of("permissions", List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
		WebElement button = browser.find("[data-copy]");
		button.click();
		Awaitility.await().until(() -> button.getText().equals("Copied"));
		assertThat(browser.find("#status").getAttribute("textContent")).isEqualTo("The code is copied.");
		assertThat(browser.driver()
			.executeAsyncScript("navigator.clipboard.readText().then(arguments[arguments.length - 1])"))
			.isEqualTo(browser.code());
		browser.driver().executeScript("getSelection().selectAllChildren(document.querySelector('.characters'))");
		assertThat(browser.driver().executeScript("return getSelection().toString()")).isEqualTo(browser.code());
	}

	@Test
	void aUserDeclines(CapturedOutput output) throws Exception {
		openPage(Duration.ofMinutes(3), output);
		browser.awaitHeading("Enter this code");
		signInInASecondTab("cancel");
		browser.awaitHeading("The sign-in was declined");
		browser.judge("declined");
	}

	@Test
	void aCodeExpiresAndIsFollowedByAnother(CapturedOutput output) throws Exception {
		openPage(Duration.ofSeconds(5), output);
		browser.awaitHeading("The code has expired");
		browser.judge("expired");
		pressWithTheKeyboard("sign-in");
		browser.awaitHeading("Enter this code");
	}

	@Test
	void thePageSaysThatItHasLostItsApplication(CapturedOutput output) throws Exception {
		openPage(Duration.ofMinutes(3), output);
		browser.awaitHeading("Enter this code");
		this.standIn.close();
		pressWithTheKeyboard("cancel");
		// From here on nothing but the end of the stream tells the page
		browser.awaitHeading("Nobody is signed in");
		this.application.get().close();
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> browser.find("#offline").isDisplayed());
		browser.judge("offline");
	}

	@Test
	@EnabledIfSystemProperty(named = "screenshots.write", matches = "true")
	void theTerminalIsShownInTheDocumentation() throws Exception {
		browser.showTerminal(TerminalPrompts.ofTwentyFourRows());
		this.standIn = StandIn.start(StandInOptions.defaults());
		this.application = CompletableFuture.completedFuture(new GenericApplicationContext());
	}

	private void openPage(Duration lifetimeOfCodes, CapturedOutput output) {
		this.standIn = StandIn.start(StandInOptions.defaults().withDeviceCodeLifetime(lifetimeOfCodes));
		this.application = Sample.start(this.standIn);
		Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> PAGE.matcher(output.getAll()).find());
		Matcher page = PAGE.matcher(output.getAll());
		page.find();
		browser.open(page.group(1));
	}

	private static void signInInASecondTab(String answer) {
		ChromeDriver driver = browser.driver();
		String code = browser.code();
		String page = driver.getWindowHandle();
		driver.findElement(By.cssSelector("a.button")).click();
		Awaitility.await().until(() -> driver.getWindowHandles().size() == 2);
		Set<String> tabs = driver.getWindowHandles();
		tabs.remove(page);
		driver.switchTo().window(tabs.iterator().next());
		assertThat(driver.executeScript("return window.opener")).isNull();
		if (!driver.findElements(By.id("username")).isEmpty()) {
			driver.findElement(By.id("username")).sendKeys(DemoUser.USERNAME);
			driver.findElement(By.id("password")).sendKeys(DemoUser.PASSWORD, Keys.ENTER);
		}
		Awaitility.await().ignoreExceptions().until(() -> driver.findElement(By.id("user_code")).isDisplayed());
		driver.findElement(By.id("user_code")).sendKeys(code, Keys.ENTER);
		Awaitility.await().ignoreExceptions().until(() -> driver.findElement(By.id(answer)).isDisplayed());
		driver.findElement(By.id(answer)).click();
		Awaitility.await().ignoreExceptions().until(() -> driver.findElement(By.id("outcome")).isDisplayed());
		driver.close();
		driver.switchTo().window(page);
	}

	/**
	 * Moves to a button with the tab key and presses it.
	 */
	private static void pressWithTheKeyboard(String action) {
		ChromeDriver driver = browser.driver();
		for (int i = 0; i < 20; i++) {
			WebElement focused = driver.switchTo().activeElement();
			if (action.equals(focused.getAttribute("value"))) {
				assertThat(focused.getCssValue("outline-style")).as("Focus is visible").isEqualTo("solid");
				focused.sendKeys(Keys.ENTER);
				return;
			}
			focused.sendKeys(Keys.TAB);
		}
		throw new AssertionError("The tab key does not reach '" + action + "'");
	}

}
