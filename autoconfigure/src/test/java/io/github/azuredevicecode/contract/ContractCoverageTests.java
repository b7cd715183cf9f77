package io.github.azuredevicecode.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Writes down which tests show which part of the contract, and insists that each part has
 * some.
 */
class ContractCoverageTests {

	private static final String TAG = "contract-";

	private static final Path TABLE = Path.of("target", "contract-coverage.md");

	private static final Map<String, String> PARTS = parts();

	private static Map<String, String> parts() {
		Map<String, String> parts = new LinkedHashMap<>();
		String[] behaviour = { "construction and its parameters", "environment variables", "validation of arguments",
				"how a token is got", "device flow", "authenticate", "tenants", "continuous access evaluation",
				"exceptions and their wording", "authentication record", "persistence", "lifecycle and threads",
				"the token", "use by a client" };
		String[] wire = { "what is sent", "answers", "errors" };
		String[] faults = { "one prompt for many callers", "a failed refresh ahead reaches nobody",
				"a transient error never prompts", "the server's claims are carried", "expiry counts from the answer",
				"the reason of a timeout is the right one", "the tenant of a request is validated",
				"authorities with a port, blank variables", "claims are validated before the user is asked",
				"answers without expires_in or message", "one login per mode", "a renamed user keeps the login",
				"authenticate always prompts", "a record finds the token of its login",
				"allowed tenants are compared whole", "claims go with both requests",
				"timeout and expiry are told apart", "a login without a record leaves nothing behind",
				"a sign-in can be cancelled", "DISABLE_MULTITENANTAUTH=false disables nothing" };
		add(parts, 1, behaviour);
		add(parts, 2, wire);
		add(parts, 3, faults);
		return parts;
	}

	private static void add(Map<String, String> parts, int chapter, String... titles) {
		for (int i = 0; i < titles.length; i++) {
			parts.put(chapter + "." + (i + 1), titles[i]);
		}
	}

	@Test
	void eachPartOfTheContractHasItsTests() throws IOException {
		Map<String, SortedSet<String>> tests = new LinkedHashMap<>();
		PARTS.keySet().forEach((part) -> tests.put(part, new TreeSet<>()));
		TestPlan plan = discover();
		for (TestIdentifier root : plan.getRoots()) {
			for (TestIdentifier test : plan.getDescendants(root)) {
				test.getTags()
					.stream()
					.map((tag) -> tag.getName())
					.filter((tag) -> tag.startsWith(TAG))
					.forEach((tag) -> test.getSource().ifPresent((source) -> record(tests, tag, source)));
			}
		}
		Files.writeString(TABLE, table(tests));
		assertThat(tests.keySet()).as("tags of parts that do not exist").isEqualTo(PARTS.keySet());
		assertThat(tests).allSatisfy((part, names) -> assertThat(names).as("tests of part %s", part).isNotEmpty());
	}

	private static void record(Map<String, SortedSet<String>> tests, String tag, TestSource source) {
		if (source instanceof MethodSource method) {
			String type = method.getClassName();
			tests.computeIfAbsent(tag.substring(TAG.length()), (part) -> new TreeSet<>())
				.add(type.substring(type.lastIndexOf('.') + 1) + "." + method.getMethodName());
		}
	}

	private static TestPlan discover() {
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(DiscoverySelectors.selectPackage("io.github.azuredevicecode"))
			.filters(EngineFilter.includeEngines("junit-jupiter"))
			.build();
		return LauncherFactory.create().discover(request);
	}

	private static String table(Map<String, SortedSet<String>> tests) {
		StringBuilder table = new StringBuilder("| part | what | number | tests |\n|---|---|---|---|\n");
		tests.forEach((part, names) -> table.append("| ")
			.append(part)
			.append(" | ")
			.append(PARTS.getOrDefault(part, ""))
			.append(" | ")
			.append(names.size())
			.append(" | ")
			.append(StringUtils.collectionToDelimitedString(names, ", "))
			.append(" |\n"));
		return table.toString();
	}

}
