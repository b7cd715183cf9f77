package io.github.azuredevicecode.testsupport;

import java.util.List;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import org.slf4j.LoggerFactory;
import org.slf4j.event.KeyValuePair;

/**
 * The log of this library from INFO on, as long as it is open.
 */
public final class RecordedLog implements AutoCloseable {

	private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("io.github.azuredevicecode");

	private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

	public RecordedLog() {
		this.appender.start();
		LOGGER.addAppender(this.appender);
	}

	public List<ILoggingEvent> events() {
		synchronized (this.appender) {
			return this.appender.list.stream()
				.filter((event) -> event.getLevel().isGreaterOrEqual(Level.INFO))
				.toList();
		}
	}

	/**
	 * Returns the lines so far and forgets them.
	 * @return each line as its level, first sentence and key-value pairs
	 */
	public List<String> take() {
		List<String> lines = events().stream().map(RecordedLog::line).toList();
		this.appender.list.clear();
		return lines;
	}

	private static String line(ILoggingEvent event) {
		String text = event.getFormattedMessage();
		int end = text.indexOf(" Credential: ");
		List<KeyValuePair> pairs = (event.getKeyValuePairs() != null) ? event.getKeyValuePairs() : List.of();
		return event.getLevel() + " " + ((end >= 0) ? text.substring(0, end) : text)
				+ pairs.stream().map((pair) -> " " + pair.key + "=" + pair.value).collect(Collectors.joining());
	}

	@Override
	public void close() {
		LOGGER.detachAppender(this.appender);
	}

}
