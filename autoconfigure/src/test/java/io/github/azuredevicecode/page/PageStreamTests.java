package io.github.azuredevicecode.page;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;

import org.springframework.web.servlet.function.ServerResponse.SseBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PageStream}.
 */
class PageStreamTests {

	private final Browser browser = new Browser();

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final List<PageStream> gone = new ArrayList<>();

	private final PageStream stream = new PageStream(this.browser, null, new PageStream.Owner("session", "user"),
			this.tasks::add, this.gone::add);

	@Test
	void theFirstEventIsSentByTheRequestAndOthersInTheBackground() {
		this.stream.open();
		assertThat(this.browser.received).containsExactly("changed");
		this.stream.change();
		assertThat(this.browser.received).hasSize(1);
		run();
		this.stream.beat();
		run();
		assertThat(this.browser.received).containsExactly("changed", "changed", "comment");
	}

	@Test
	void whatComesWhileABrowserIsSlowIsMergedAndTakesNoFurtherThread() {
		this.browser.whileSending = () -> {
			this.browser.whileSending = () -> {
			};
			this.stream.change();
			this.stream.beat();
			this.stream.change();
			assertThat(this.tasks).isEmpty();
		};
		this.stream.open();
		assertThat(this.browser.received).containsExactly("changed", "changed");
		assertThat(this.tasks).isEmpty();
	}

	@Test
	void theEndComesBeforeAnythingElse() {
		this.stream.open();
		this.stream.change();
		this.stream.end();
		run();
		assertThat(this.browser.received).containsExactly("changed", "complete");
		this.stream.change();
		assertThat(this.tasks).isEmpty();
	}

	@Test
	void nothingIsSentToABrowserThatIsGone() {
		this.stream.open();
		this.browser.gone = true;
		this.stream.beat();
		run();
		assertThat(this.browser.received).containsExactly("changed", "error");
		this.stream.change();
		this.stream.end();
		assertThat(this.tasks).isEmpty();
	}

	@Test
	void aBrowserThatIsGoneIsForgottenThoughItsContainerDoesNotReportTheEnd() {
		this.stream.open();
		assertThat(this.gone).isEmpty();
		this.browser.gone = true;
		this.stream.beat();
		run();
		assertThat(this.gone).containsExactly(this.stream);
	}

	private void run() {
		assertThat(this.tasks).hasSize(1);
		this.tasks.remove().run();
	}

	private static final class Browser implements SseBuilder {

		private final List<String> received = new ArrayList<>();

		private Runnable whileSending = () -> {
		};

		private boolean gone;

		@Override
		public void send(Object object) throws IOException {
			data(object);
		}

		@Override
		public void send() throws IOException {
			data("comment");
		}

		@Override
		public void data(Object object) throws IOException {
			if (this.gone) {
				throw new IOException("Broken pipe");
			}
			this.whileSending.run();
			this.received.add(object.toString());
		}

		@Override
		public SseBuilder id(String id) {
			return this;
		}

		@Override
		public SseBuilder event(String eventName) {
			return this;
		}

		@Override
		public SseBuilder retry(Duration duration) {
			return this;
		}

		@Override
		public SseBuilder comment(String comment) {
			return this;
		}

		@Override
		public void error(Throwable throwable) {
			this.received.add("error");
		}

		@Override
		public void complete() {
			this.received.add("complete");
		}

		@Override
		public SseBuilder onTimeout(Runnable onTimeout) {
			return this;
		}

		@Override
		public SseBuilder onError(Consumer<Throwable> onError) {
			return this;
		}

		@Override
		public SseBuilder onComplete(Runnable onCompletion) {
			return this;
		}

	}

}
