package io.github.azuredevicecode.autoconfigure.credential;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The version of MSAL4J on the class path, read without loading a class of it. An older
 * one, which another library may bring, would fail only after a user has signed in.
 */
final class MsalVersion {

	static final String RESOURCE = "META-INF/maven/com.microsoft.azure/msal4j/pom.properties";

	private static final int MAJOR = 1;

	private static final int FIRST_MINOR = 21;

	private static final Pattern VERSION = Pattern.compile("(\\d{1,5})\\.(\\d{1,5})(\\D.*)?");

	private MsalVersion() {
	}

	/**
	 * Refuses a version that lacks what is called. A version that cannot be told is
	 * accepted.
	 * @param classLoader the class loader that loads MSAL4J
	 * @throws UnsupportedMsalVersionException if the version is too old
	 */
	static void requireSupported(ClassLoader classLoader) {
		String version = read(classLoader);
		Matcher matcher = VERSION.matcher(version);
		if (!matcher.matches()) {
			return;
		}
		int major = Integer.parseInt(matcher.group(1));
		int minor = Integer.parseInt(matcher.group(2));
		if (major < MAJOR || (major == MAJOR && minor < FIRST_MINOR)) {
			throw new UnsupportedMsalVersionException(version, MAJOR + "." + FIRST_MINOR);
		}
	}

	private static String read(ClassLoader classLoader) {
		try (InputStream resource = classLoader.getResourceAsStream(RESOURCE)) {
			Properties properties = new Properties();
			if (resource != null) {
				properties.load(resource);
			}
			return properties.getProperty("version", "");
		}
		catch (IOException | IllegalArgumentException ex) {
			return "";
		}
	}

}
