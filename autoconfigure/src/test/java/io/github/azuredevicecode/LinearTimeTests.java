package io.github.azuredevicecode;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

import io.github.azuredevicecode.testsupport.Steps;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.util.ReflectionUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What reads text from elsewhere takes twice as many steps for twice as much text,
 * whatever the text is. The steps are counted, so that no clock is needed.
 */
class LinearTimeTests {

	// Each is repeated, alone and after one of the beginnings
	private static final List<String> REPEATED = List.of("a", " ", "\"", "=", ",", "\\", "{", "}", "[", "/", ".", "-",
			":", "@", "%", "\u001B", "\u001B[", "\u001B[1", "\u001B]", "\u001B]a\u0007", "\r\n", "\u200B", "a ", "a=",
			"a=\"", "a=\",", "a =", "\"a", "a,", "a.", "a-", "A\\\"", "Bearer ", "claims={", "../", "//", "1", "[{",
			"{\"a\":", "\"a\":1,", "\uD83D\uDE00", "\u0660");

	private static final List<String> BEGINNINGS = List.of("", "Bearer error=\"", "Bearer claims=",
			"Bearer error=\"insufficient_claims\", claims=\"", "Bearer error=\"insufficient_claims\", claims=",
			"https://a/", "https://", "\u001B]", "{\"a\":", "{\"a\":\"", "{\"format\":");

	private static final ClassLoader CLASSES = Steps.classLoader();

	@ParameterizedTest
	@EnumSource
	void twiceTheTextTakesTwiceTheSteps(Parser parser) {
		for (String beginning : BEGINNINGS) {
			for (String repeated : REPEATED) {
				long first = steps(parser, beginning, repeated, parser.length);
				long second = steps(parser, beginning, repeated, 2 * parser.length);
				assertThat(second)
					.as("steps for twice as much of '%s' after '%s', %d at first", repeated, beginning, first)
					.isLessThan(first * 5 / 2 + 500);
			}
		}
	}

	private static long steps(Parser parser, String beginning, String repeated, int length) {
		String text = beginning + repeated.repeat(length / repeated.length());
		return Steps.of(() -> parser.read(text));
	}

	enum Parser {

		CHALLENGES(4000, "http.AuthenticationChallenges", "parse") {

			@Override
			Object[] arguments(String text) {
				return new Object[] { text };
			}

		},

		CLAIMS_CHALLENGE(4000, "http.ClaimsChallenge", "find") {

			@Override
			Object[] arguments(String text) {
				return new Object[] { List.of(text) };
			}

		},

		ID_TOKEN(8000, "credential.signin.AuthenticationRecords", "of") {

			@Override
			Object[] arguments(String text) {
				return new Object[] { answer("e30." + base64(text) + "." + text.replaceAll("[^a-z.]", "")), settings(),
						"tenant" };
			}

		},

		// Longer text is cut
		DISPLAY(2000, "entra.SafeText", "clean") {

			@Override
			Object[] arguments(String text) {
				return new Object[] { text };
			}

		},

		AUTHORITY(4000, "identifier.Authorities", "normalize") {

			@Override
			Object[] arguments(String text) {
				return new Object[] { text };
			}

		},

		ALLOWED_HOSTS(4000, "http.AllowedHosts", "of") {

			@Override
			Object[] arguments(String text) {
				return new Object[] { List.of(text) };
			}

		},

		REDIRECT_TARGET(4000, "http.Hop", "next") {

			@Override
			Object receiver() {
				return construct("http.Hop", URI.create("https://api.example.com/"), HttpMethod.POST);
			}

			@Override
			Object[] arguments(String text) {
				HttpHeaders headers = new HttpHeaders();
				headers.set(HttpHeaders.LOCATION, text);
				return new Object[] { 302, headers };
			}

		},

		STORED_VALUE(8000, "cache.codec.JsonLoginCodec", "decode") {

			@Override
			Object receiver() {
				return construct("cache.codec.JsonLoginCodec");
			}

			@Override
			Object[] arguments(String text) {
				return new Object[] { construct("CachedLoginKey", "default", "client",
						"https://login.microsoftonline.com", "tenant", standardMode()),
						text.getBytes(StandardCharsets.UTF_8) };
			}

		},

		FOREIGN_CACHE(64_000, "cache.codec.JsonLoginCodec", "decode") {

			@Override
			Object receiver() {
				return STORED_VALUE.receiver();
			}

			@Override
			Object[] arguments(String text) {
				return new Object[] { STORED_VALUE.arguments("")[0],
						cache(text.length() / 200).getBytes(StandardCharsets.UTF_8) };
			}

			private String cache(int entries) {
				StringBuilder json = new StringBuilder("{\"Account\":{");
				for (int i = 0; i < entries; i++) {
					json.append(entry(i, "a")).append(',');
				}
				json.append(entry(entries, "a")).append("},\"RefreshToken\":{");
				for (int i = 0; i < entries; i++) {
					json.append(entry(i, "b")).append(',');
				}
				json.append(entry(entries, "b")).append("},\"AppMetadata\":{");
				for (int i = 0; i < entries; i++) {
					json.append(entry(i, "c")).append(',');
				}
				return json.append(entry(entries, "c")).append("}}").toString();
			}

			private String entry(int number, String kind) {
				return "\"%1$s%2$d\":{\"home_account_id\":\"%1$s%2$d.t\",\"environment\":\"login.microsoftonline.com\",\"family_id\":\"%1$s%2$d\"}"
					.formatted(kind, number);
			}

		},

		RECORD(8000, "AuthenticationRecord", "deserialize") {

			@Override
			Object[] arguments(String text) {
				return new Object[] { text };
			}

		};

		private final int length;

		private final String type;

		private final String method;

		Parser(int length, String type, String method) {
			this.length = length;
			this.type = type;
			this.method = method;
		}

		abstract Object[] arguments(String text);

		Object receiver() {
			return "";
		}

		void read(String text) {
			Object[] arguments = arguments(text);
			Method method = Stream.of(type(this.type).getDeclaredMethods())
				.filter((candidate) -> candidate.getName().equals(this.method)
						&& candidate.getParameterCount() == arguments.length)
				.findFirst()
				.orElseThrow();
			// Of a class loader of its own, where nothing of a package can be seen from
			// here
			method.setAccessible(true);
			try {
				method.invoke(receiver(), arguments);
			}
			catch (InvocationTargetException ex) {
				// Refused, which takes steps as well
				assertThat(ex.getCause().getClass().getSimpleName()).isIn("IllegalArgumentException",
						"UnreadableLoginException");
			}
			catch (IllegalAccessException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static Object answer(String idToken) {
			Object now = construct("concurrent.Moment", 0L, Instant.EPOCH);
			return ReflectionUtils.invokeMethod(
					ReflectionUtils.findMethod(type("entra.TokenResponse"), "parse", String.class, now.getClass()),
					null, "{\"access_token\":\"a\",\"id_token\":\"" + idToken + "\"}", now);
		}

		private static Object settings() {
			return construct("entra.AuthoritySettings", "client", "tenant", "https://login.microsoftonline.com",
					List.of(), false, false);
		}

		private static Object standardMode() {
			return type("LoginMode").getEnumConstants()[0];
		}

		private static String base64(String text) {
			return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
		}

		private static Class<?> type(String name) {
			try {
				return Class.forName("io.github.azuredevicecode." + name, true, CLASSES);
			}
			catch (ClassNotFoundException ex) {
				throw new IllegalStateException(ex);
			}
		}

		private static Object construct(String name, Object... arguments) {
			return Arrays.stream(type(name).getDeclaredConstructors())
				.filter((constructor) -> constructor.getParameterCount() == arguments.length)
				.findFirst()
				.map((constructor) -> {
					try {
						constructor.setAccessible(true);
						return constructor.newInstance(arguments);
					}
					catch (ReflectiveOperationException ex) {
						throw new IllegalStateException(ex);
					}
				})
				.orElseThrow();
		}

	}

}
