package io.github.azuredevicecode.entra.http;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * A request to the authority: a form that is posted or, without one, a GET. Its string
 * form shows no field of the form, since some are secrets.
 *
 * @param uri where it goes
 * @param form the fields of the form, or {@code null} for a GET
 * @param headers the headers beside those that the transport adds
 * @param retryable whether the transport may send it again after a fault that passes
 */
public record EntraRequest(URI uri, @Nullable Map<String, String> form, Map<String, String> headers,
		boolean retryable) {

	public EntraRequest(URI uri, @Nullable Map<String, String> form, Map<String, String> headers) {
		this(uri, form, headers, true);
	}

	public static EntraRequest get(URI uri, Map<String, String> headers) {
		return new EntraRequest(uri, null, headers);
	}

	/**
	 * Returns this request for a caller who has rules of its own for retries.
	 * @return a request that is sent once
	 */
	public EntraRequest withoutRetries() {
		return new EntraRequest(this.uri, this.form, this.headers, false);
	}

	public static Map<String, String> decode(String body) {
		Map<String, String> form = new LinkedHashMap<>();
		for (String field : body.split("&")) {
			int equals = field.indexOf('=');
			if (equals > 0) {
				form.put(URLDecoder.decode(field.substring(0, equals), StandardCharsets.UTF_8),
						URLDecoder.decode(field.substring(equals + 1), StandardCharsets.UTF_8));
			}
		}
		return form;
	}

	static String encode(Map<String, String> form) {
		return form.entrySet()
			.stream()
			.map((field) -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
					+ URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
	}

	@Override
	public String toString() {
		return "EntraRequest[uri=" + this.uri + "]";
	}

}
