package io.github.azuredevicecode.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonParserFactory;

/**
 * Makes the tables of {@code README.md} from results of JMH. Results of the same JDK are
 * taken together. All figures are medians of the iterations.
 */
public final class Ratios {

	private static final List<Integer> OTHERS = List.of(10, 100, 1000, 10000);

	private static final String[] PEERS = { "azureCoreAccessTokenCache", "azureIdentityDeviceCode", "msal4jSilent" };

	private final Map<Integer, Results> byJdk = new TreeMap<>();

	private Ratios() {
	}

	/**
	 * Print the tables.
	 * @param arguments the files, each argument one or several with commas between them
	 * @throws IOException if a file cannot be read
	 */
	public static void main(String[] arguments) throws IOException {
		Ratios ratios = new Ratios();
		for (String file : String.join(",", arguments).split(",")) {
			ratios.read(Path.of(file));
		}
		ratios.printGoals();
		ratios.printFigures();
	}

	private void read(Path file) throws IOException {
		for (Object element : JsonParserFactory.getJsonParser().parseList(Files.readString(file))) {
			Map<?, ?> result = (Map<?, ?>) element;
			int jdk = Runtime.Version.parse((String) result.get("jdkVersion")).feature();
			this.byJdk.computeIfAbsent(jdk, (key) -> new Results()).add(result);
		}
	}

	private void printGoals() {
		String byRequest = name("cachedTokenByRequest", 1);
		String byScopes = name("cachedTokenByScopes", 1);
		header("what", "goal", "peer");
		for (int threads = 1; threads <= 2; threads++) {
			row(overFloor(name("cachedTokenByRequest", threads)),
					"`getToken(TokenRequest)` / floor, " + threads + " thread(s)", "<= 2", peers(threads, PEERS));
		}
		row(bytes(byRequest), "`getToken(TokenRequest)`, B/op", "0", "");
		row(twoThreads("cachedTokenByRequest"), "`getToken(TokenRequest)`, 2 threads / 1 thread", "1",
				PEERS[0] + " " + cells(twoThreads(PEERS[0]), " / "));
		row(overFloor(byScopes), "`getToken(\"scope\")` / floor", "<= 5", "");
		for (int others : OTHERS) {
			row(ratio(name("cachedTokenByRequest", 1, others), byRequest),
					"`getToken(TokenRequest)`, " + others + " others / none", "1", "");
		}
		for (int others : OTHERS) {
			row(ratio(name("cachedTokenByScopes", 1, others), byScopes),
					"`getToken(\"scope\")`, " + others + " others / none", "1", "");
		}
		for (int threads = 1; threads <= 2; threads++) {
			String plain = name("cachedTokenByRequest", threads);
			row(ratio(name("cachedTokenObserved", threads), plain),
					"`getToken(TokenRequest)`, observed / not, " + threads + " thread(s)", "1", "");
			row(ratio(name("cachedTokenCounted", threads), plain),
					"`getToken(TokenRequest)`, observed and counted / not, " + threads + " thread(s)", "<= 2", "");
		}
		row(bytes(name("cachedTokenCounted", 1)), "`getToken(TokenRequest)`, observed and counted, B/op", "0", "");
		String spring = "springClientCredentialsAuthorize";
		row(ratio(name("managerAuthorize", 1), name(spring, 1)), "manager, ours / Spring's", "<= 1.2", "1");
		row(overFloor(name("managerAuthorize", 1)), "manager, ours / floor", "", peers(1, spring));
		row(bytes(name("managerAuthorize", 1)), "manager, B/op", "",
				spring + " " + cells(bytes(name(spring, 1)), " / "));
		row(difference(nanos(name("restClientWithToken", 1)), nanos(name("restClientWithout", 1))),
				"RestClient with token - without, ns", "<= 1000", "");
		row(difference(bytes(name("restClientWithToken", 1)), bytes(name("restClientWithout", 1))),
				"RestClient with token - without, B/op", "<= 1024", "");
		String interceptor = name("restClientWithEmptyInterceptor", 1);
		row(ratio(name("restClientWithToken", 1), interceptor),
				"RestClient with token / with an interceptor that does nothing", "<= 1.1", "");
		row(difference(bytes(name("restClientWithToken", 1)), bytes(interceptor)),
				"RestClient with token - with an interceptor that does nothing, B/op", "<= 600", "");
		String springSecurity = name("restClientWithSpringSecurity", 1);
		row(ratio(springSecurity, interceptor),
				"RestClient with Spring Security's interceptor / with an interceptor that does nothing", "", "");
		row(difference(bytes(springSecurity), bytes(interceptor)),
				"RestClient with Spring Security's interceptor - with an interceptor that does nothing, B/op", "", "");
		String filter = name("webClientWithEmptyFilter", 1);
		row(ratio(name("webClientWithToken", 1), filter), "WebClient with token / with a filter that does nothing",
				"<= 1.1", "");
		row(difference(bytes(name("webClientWithToken", 1)), bytes(filter)),
				"WebClient with token - with a filter that does nothing, B/op", "<= 600", "");
	}

	private void printFigures() {
		System.out.println();
		header("benchmark: ns/op, B/op, x floor");
		List<String> names = this.byJdk.values()
			.stream()
			.flatMap((results) -> results.nanos.keySet().stream())
			.distinct()
			.toList();
		for (String name : names) {
			System.out.println("| " + name + " | "
					+ this.byJdk.values()
						.stream()
						.map((results) -> format(results.nanos(name)) + ", " + format(results.bytes(name)) + ", "
								+ format(overFloor(name).applyAsDouble(results)))
						.collect(Collectors.joining(" | "))
					+ " |");
		}
	}

	private void header(String... columns) {
		List<String> all = new ArrayList<>(Arrays.asList(columns));
		this.byJdk.keySet().forEach((jdk) -> all.add("JDK " + jdk));
		System.out.println("| " + String.join(" | ", all) + " |");
		System.out.println("|" + "---|".repeat(all.size()));
	}

	private void row(ToDoubleFunction<Results> figure, String... columns) {
		System.out.println("| " + String.join(" | ", columns) + " | " + cells(figure, " | ") + " |");
	}

	private String peers(int threads, String... benchmarks) {
		return Arrays.stream(benchmarks)
			.map((benchmark) -> benchmark + " " + cells(overFloor(name(benchmark, threads)), " / "))
			.collect(Collectors.joining(", "));
	}

	private String cells(ToDoubleFunction<Results> figure, String delimiter) {
		return this.byJdk.values()
			.stream()
			.map((results) -> format(figure.applyAsDouble(results)))
			.collect(Collectors.joining(delimiter));
	}

	private static ToDoubleFunction<Results> nanos(String name) {
		return (results) -> results.nanos(name);
	}

	private static ToDoubleFunction<Results> bytes(String name) {
		return (results) -> results.bytes(name);
	}

	private static ToDoubleFunction<Results> ratio(String name, String other) {
		return (results) -> results.nanos(name) / results.nanos(other);
	}

	private static ToDoubleFunction<Results> overFloor(String name) {
		return ratio(name, name("floor", name.endsWith("2 threads") ? 2 : 1));
	}

	private static ToDoubleFunction<Results> twoThreads(String benchmark) {
		return ratio(name(benchmark, 2), name(benchmark, 1));
	}

	private static ToDoubleFunction<Results> difference(ToDoubleFunction<Results> figure,
			ToDoubleFunction<Results> other) {
		return (results) -> figure.applyAsDouble(results) - other.applyAsDouble(results);
	}

	private static String name(String benchmark, int threads) {
		return name(benchmark, threads, 0);
	}

	private static String name(String benchmark, int threads, int others) {
		return benchmark + ((others > 0) ? ", " + others + " others" : "") + ", " + threads
				+ ((threads > 1) ? " threads" : " thread");
	}

	private static String format(double figure) {
		if (Double.isNaN(figure)) {
			return "-";
		}
		return String.format(Locale.ROOT, (Math.abs(figure) < 100) ? "%.2f" : "%.0f", figure);
	}

	/**
	 * What was measured on one JDK.
	 */
	private static final class Results {

		private final Map<String, List<Double>> nanos = new LinkedHashMap<>();

		private final Map<String, List<Double>> bytes = new LinkedHashMap<>();

		void add(Map<?, ?> result) {
			String benchmark = (String) result.get("benchmark");
			int threads = ((Number) result.get("threads")).intValue();
			Map<?, ?> parameters = (Map<?, ?>) result.get("params");
			String name = name(benchmark.substring(benchmark.lastIndexOf('.') + 1), threads,
					number(parameters, "others"));
			int accounts = number(parameters, "accounts");
			name = (accounts > 0) ? name + ", " + accounts + " accounts" : name;
			add(this.nanos, name, (Map<?, ?>) result.get("primaryMetric"));
			add(this.bytes, name, (Map<?, ?>) ((Map<?, ?>) result.get("secondaryMetrics")).get("gc.alloc.rate.norm"));
		}

		private static int number(@Nullable Map<?, ?> parameters, String parameter) {
			Object value = (parameters != null) ? parameters.get(parameter) : null;
			return (value != null) ? Integer.parseInt(value.toString()) : 0;
		}

		private static void add(Map<String, List<Double>> samples, String name, Map<?, ?> metric) {
			for (Object fork : (List<?>) metric.get("rawData")) {
				for (Object sample : (List<?>) fork) {
					samples.computeIfAbsent(name, (key) -> new ArrayList<>()).add(((Number) sample).doubleValue());
				}
			}
		}

		double nanos(String name) {
			return median(this.nanos.getOrDefault(name, List.of()));
		}

		double bytes(String name) {
			return median(this.bytes.getOrDefault(name, List.of()));
		}

		private static double median(List<Double> samples) {
			double[] sorted = samples.stream().mapToDouble(Double::doubleValue).sorted().toArray();
			if (sorted.length == 0) {
				return Double.NaN;
			}
			return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
		}

	}

}
