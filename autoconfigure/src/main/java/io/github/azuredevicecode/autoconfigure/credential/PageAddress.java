package io.github.azuredevicecode.autoconfigure.credential;

import java.net.InetAddress;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.azuredevicecode.autoconfigure.DeviceCodeProperties;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The address of the sign-in page, as far as the application itself knows it.
 *
 * @since 0.1
 */
public final class PageAddress {

	private static final Pattern PATH = Pattern.compile("(/[\\w~-][\\w.~-]*)+");

	private PageAddress() {
	}

	/**
	 * Refuses a page that is the prompt's output, but not enabled.
	 * @param page the properties of the page
	 */
	static void requireEnabled(DeviceCodeProperties.Page page) {
		if (!page.isEnabled()) {
			throw new InvalidConfigurationPropertyValueException(DeviceCodeProperties.PREFIX + ".prompt.output",
					DeviceCodeProperties.Prompt.Output.PAGE,
					DeviceCodeProperties.PREFIX + ".page.enabled must be true too, so that there is a page");
		}
	}

	/**
	 * Returns what tells the address once the server listens.
	 * @param page the properties of the page
	 * @param environment the properties of the server
	 * @return the supplier of the address
	 */
	static Supplier<String> of(DeviceCodeProperties.Page page, Environment environment) {
		return () -> describe(page.getPath(), environment);
	}

	private static String describe(String path, Environment environment) {
		String whole = prefix(environment.getProperty("server.servlet.context-path"))
				+ prefix(environment.getProperty("spring.mvc.servlet.path")) + path;
		String port = environment.getProperty("local.server.port");
		return (port != null) ? "%s (on this machine %s://%s:%s%s)".formatted(whole,
				isSecure(environment) ? "https" : "http", host(environment), port, whole) : whole;
	}

	private static String prefix(@Nullable String path) {
		return (path != null) ? StringUtils.trimTrailingCharacter(path, '/') : "";
	}

	private static boolean isSecure(Environment environment) {
		return environment.getProperty("server.ssl.enabled", Boolean.class, true)
				&& Stream.of("bundle", "key-store", "certificate")
					.anyMatch((name) -> environment.getProperty("server.ssl." + name) != null);
	}

	private static String host(Environment environment) {
		InetAddress address = serverAddress(environment);
		if (address == null || address.isAnyLocalAddress() || address.isLoopbackAddress()) {
			return "localhost";
		}
		String host = address.getHostAddress();
		return host.contains(":") ? "[" + host + "]" : host;
	}

	/**
	 * Returns the path of the page within the application.
	 * @param page the properties of the page
	 * @return the path
	 */
	public static String path(DeviceCodeProperties.Page page) {
		String path = page.getPath();
		if (!PATH.matcher(path).matches()) {
			throw SecretValues.invalid(DeviceCodeProperties.PREFIX + ".page.path", path,
					"A path begins with a slash, ends without, and has letters, digits, '-', '_', '.' and '~' between",
					null);
		}
		return path;
	}

	/**
	 * Returns which address the server listens on.
	 * @param environment the properties of the server
	 * @return the address, or {@code null} for all of this machine
	 */
	public static @Nullable InetAddress serverAddress(Environment environment) {
		return Binder.get(environment).bind("server.address", InetAddress.class).orElse(null);
	}

}
