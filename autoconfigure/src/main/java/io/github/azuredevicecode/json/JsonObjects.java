package io.github.azuredevicecode.json;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.azure.json.JsonProviders;
import com.azure.json.JsonReader;
import com.azure.json.JsonToken;
import com.azure.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON objects as maps, with MSAL4J's own parser. Strict, since what it
 * reads comes from the network or from a file: nothing may follow the object, a name may
 * stand once, and size and depth have limits. A byte order mark is ignored. Objects are
 * read as {@link Map}, arrays as {@link List}, numbers as {@link BigDecimal}.
 */
public final class JsonObjects {

	/**
	 * The longest text that is read where no other limit is given, in characters.
	 */
	public static final int MAX_LENGTH = 256 * 1024;

	private static final int MAX_DEPTH = 32;

	private static final int MAX_NUMBER_LENGTH = 128;

	private static final String BYTE_ORDER_MARK = "\uFEFF";

	private JsonObjects() {
	}

	/**
	 * Reads a JSON object.
	 * @param json the text
	 * @return its members, in order
	 * @throws IllegalArgumentException if the text is no JSON object, is too long or too
	 * deep, or has a name twice; the message never quotes the text
	 */
	public static Map<String, @Nullable Object> parse(String json) {
		return parse(json, MAX_LENGTH);
	}

	/**
	 * Reads a JSON object that may be longer than what comes from the network.
	 * @param json the text
	 * @param maxLength the longest text that is read, in characters
	 * @return its members, in order
	 * @throws IllegalArgumentException as for {@link #parse(String)}
	 */
	public static Map<String, @Nullable Object> parse(String json, int maxLength) {
		if (json.length() > maxLength) {
			throw new IllegalArgumentException("it is longer than " + maxLength + " characters");
		}
		try (JsonReader reader = JsonProviders
			.createReader(json.startsWith(BYTE_ORDER_MARK) ? json.substring(1) : json)) {
			if (reader.nextToken() != JsonToken.START_OBJECT) {
				throw new IllegalArgumentException("it does not begin with a JSON object");
			}
			Map<String, @Nullable Object> object = readObject(reader, 1);
			if (reader.nextToken() != JsonToken.END_DOCUMENT) {
				throw new IllegalArgumentException("something follows the JSON object");
			}
			return object;
		}
		catch (IOException | IllegalStateException ex) {
			// The parser's message quotes its input, which may be a secret
			throw new IllegalArgumentException("it is not valid JSON");
		}
	}

	private static Map<String, @Nullable Object> readObject(JsonReader reader, int depth) throws IOException {
		Map<String, @Nullable Object> object = new LinkedHashMap<>();
		while (reader.nextToken() != JsonToken.END_OBJECT) {
			if (reader.currentToken() != JsonToken.FIELD_NAME) {
				throw new IllegalArgumentException("it is not valid JSON");
			}
			String name = reader.getFieldName();
			reader.nextToken();
			if (object.containsKey(name)) {
				throw new IllegalArgumentException("a name stands twice in it");
			}
			object.put(name, readValue(reader, depth));
		}
		return object;
	}

	private static List<@Nullable Object> readArray(JsonReader reader, int depth) throws IOException {
		List<@Nullable Object> array = new ArrayList<>();
		while (reader.nextToken() != JsonToken.END_ARRAY) {
			array.add(readValue(reader, depth));
		}
		return array;
	}

	private static @Nullable Object readValue(JsonReader reader, int depth) throws IOException {
		if (depth >= MAX_DEPTH) {
			throw new IllegalArgumentException("it is deeper than " + MAX_DEPTH + " levels");
		}
		JsonToken token = reader.currentToken();
		return switch (token) {
			case START_OBJECT -> readObject(reader, depth + 1);
			case START_ARRAY -> readArray(reader, depth + 1);
			case STRING -> reader.getString();
			case NUMBER -> number(reader.getText());
			case BOOLEAN -> reader.getBoolean();
			case NULL -> null;
			default -> throw new IllegalArgumentException("it is not valid JSON");
		};
	}

	/**
	 * Reads a number. One with very many digits takes time that grows with their square.
	 * @param text the number, as in JSON
	 * @return the number
	 * @throws NumberFormatException if it is none, or is too long
	 */
	public static BigDecimal number(String text) {
		if (text.length() > MAX_NUMBER_LENGTH) {
			throw new NumberFormatException("a number is longer than " + MAX_NUMBER_LENGTH + " characters");
		}
		return new BigDecimal(text);
	}

	/**
	 * Writes a JSON object.
	 * @param object its members: maps, lists, strings, numbers, booleans, {@code null}
	 * @return the text
	 */
	public static String write(Map<String, ? extends @Nullable Object> object) {
		StringWriter text = new StringWriter();
		try (JsonWriter writer = JsonProviders.createWriter(text)) {
			writeValue(writer, object);
		}
		catch (IOException ex) {
			throw new IllegalStateException("Writing to a string cannot fail", ex);
		}
		return text.toString();
	}

	private static void writeValue(JsonWriter writer, @Nullable Object value) throws IOException {
		if (value instanceof Map<?, ?> object) {
			writer.writeStartObject();
			for (Map.Entry<?, ?> member : object.entrySet()) {
				writer.writeFieldName(String.valueOf(member.getKey()));
				writeValue(writer, member.getValue());
			}
			writer.writeEndObject();
		}
		else if (value instanceof List<?> array) {
			writer.writeStartArray();
			for (Object element : array) {
				writeValue(writer, element);
			}
			writer.writeEndArray();
		}
		else if (value instanceof Number || value instanceof Boolean) {
			writer.writeRawValue(value.toString());
		}
		else if (value == null) {
			writer.writeNull();
		}
		else {
			writer.writeString(value.toString());
		}
	}

}
