package io.github.azuredevicecode.autoconfigure;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import com.sun.source.util.JavacTask;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Java code in the documentation compiles. A fragment compiles within a class that
 * has what the text around it speaks of.
 */
class DocumentationCodeTests {

	private static final Path ROOT = Path.of("..");

	private static final String IMPORTS = """
			import java.net.*;
			import java.nio.file.*;
			import java.time.Duration;
			import java.util.*;
			import java.util.concurrent.CompletionException;
			import java.util.function.Supplier;

			import com.azure.core.credential.TokenCredential;
			import com.zaxxer.hikari.HikariDataSource;
			import com.zaxxer.hikari.util.Credentials;
			import io.github.azuredevicecode.*;
			import io.github.azuredevicecode.azuresdk.*;
			import io.github.azuredevicecode.cache.*;
			import io.github.azuredevicecode.cache.codec.*;
			import io.github.azuredevicecode.cache.file.*;
			import io.github.azuredevicecode.event.*;
			import io.github.azuredevicecode.http.*;
			import io.github.azuredevicecode.page.*;
			import io.github.azuredevicecode.prompt.*;
			import io.github.azuredevicecode.test.*;
			import org.junit.jupiter.api.Test;

			import org.springframework.beans.factory.annotation.*;
			import org.springframework.boot.http.client.*;
			import org.springframework.boot.restclient.RestTemplateBuilder;
			import org.springframework.boot.test.context.SpringBootTest;
			import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
			import org.springframework.core.annotation.Order;
			import org.springframework.security.config.Customizer;
			import org.springframework.security.web.SecurityFilterChain;
			import org.springframework.context.annotation.Bean;
			import org.springframework.context.event.EventListener;
			import org.springframework.http.MediaType;
			import org.springframework.mail.SimpleMailMessage;
			import org.springframework.mail.javamail.JavaMailSender;
			import org.springframework.security.config.annotation.web.builders.HttpSecurity;
			import org.springframework.security.oauth2.client.*;
			import org.springframework.security.oauth2.client.annotation.ClientRegistrationId;
			import org.springframework.security.oauth2.client.web.reactive.function.client.*;
			import org.springframework.web.client.RestClient;
			import org.springframework.web.reactive.function.client.WebClient;
			import org.springframework.web.service.annotation.*;

			import static org.assertj.core.api.Assertions.assertThat;
			""";

	private static final String SURROUNDINGS = """
			interface Chat { void post(String text); }
			interface Mail { String unread(); }

			abstract class Surroundings {
				String id, tenant, clientId, tenantId;
				Path directory, keyFile, msalCache;
				Chat chat;
				DeviceCodeCredential credential;
				HttpSecurity http;
				JavaMailSender mailSender;
				ProxySelector proxies;
				TokenCache store;
			}
			""";

	/**
	 * Which of the clients a text speaks of.
	 */
	private static final List<String> CLIENTS = List.of(
			"RestClient.Builder builder; DeviceCodeRestClientConfigurer deviceCode;",
			"WebClient.Builder builder; DeviceCodeWebClientConfigurer deviceCode;");

	/**
	 * Types of libraries that the tests do not have. Code that names them is only parsed.
	 */
	private static final List<String> ELSEWHERE = List.of("SecretClientBuilder", "BlobServiceClientBuilder",
			"TokenCachePersistenceOptions", "FileCacheAspect");

	private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

	// Shared, since it takes time to index the class path
	private static final JavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

	@AfterAll
	static void closeFiles() throws IOException {
		FILES.close();
	}

	@ParameterizedTest
	@MethodSource
	void everyBlockOfJavaCompiles(CodeBlock block) {
		String code = block.code();
		if (code.startsWith("import ")) {
			assertThat(errors(code, false)).isEmpty();
			return;
		}
		boolean members = errors("class Fragment {" + code + "}", true).isEmpty();
		String body = members ? code : "void fragment() throws Exception {" + code + "}";
		boolean parseOnly = ELSEWHERE.stream().anyMatch(code::contains);
		List<String> errors = CLIENTS.stream()
			.map((clients) -> IMPORTS + SURROUNDINGS + "class Fragment extends Surroundings {" + clients + body + "}")
			.map((source) -> errors(source, parseOnly))
			.min(Comparator.comparing(List::size))
			.orElseThrow();
		assertThat(errors).isEmpty();
	}

	static List<CodeBlock> everyBlockOfJavaCompiles() throws IOException {
		List<CodeBlock> blocks = new ArrayList<>(CodeBlock.of(ROOT.resolve("README.md")));
		try (Stream<Path> files = Files.list(ROOT.resolve("starter/docs"))) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".md")).sorted().toList()) {
				blocks.addAll(CodeBlock.of(file));
			}
		}
		return blocks.stream().filter((block) -> block.language().equals("java")).toList();
	}

	private static List<String> errors(String code, boolean parseOnly) {
		DiagnosticCollector<JavaFileObject> diagnostics = new DiagnosticCollector<>();
		JavacTask task = (JavacTask) COMPILER.getTask(new StringWriter(), FILES, diagnostics, List.of("-proc:none"),
				null, List.of(new Source(code)));
		try {
			task.parse();
			if (diagnostics.getDiagnostics().isEmpty() && !parseOnly) {
				task.analyze();
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return diagnostics.getDiagnostics()
			.stream()
			.filter((diagnostic) -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
			.map((diagnostic) -> diagnostic.getMessage(Locale.ROOT))
			.toList();
	}

	private static final class Source extends SimpleJavaFileObject {

		private final String code;

		private Source(String code) {
			super(URI.create("string:///Fragment.java"), Kind.SOURCE);
			this.code = code;
		}

		@Override
		public CharSequence getCharContent(boolean ignoreEncodingErrors) {
			return this.code;
		}

	}

}
