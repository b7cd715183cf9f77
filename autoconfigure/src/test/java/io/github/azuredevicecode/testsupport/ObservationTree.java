package io.github.azuredevicecode.testsupport;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;

/**
 * Draws observations below their parents, one a line, with the values of their
 * low-cardinality keys. Those that have not been stopped are marked.
 */
public final class ObservationTree implements ObservationHandler<Observation.Context> {

	private final List<Observation.Context> started = new CopyOnWriteArrayList<>();

	private final Set<Observation.Context> stopped = ConcurrentHashMap.newKeySet();

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

	@Override
	public void onStart(Observation.Context context) {
		this.started.add(context);
	}

	@Override
	public void onStop(Observation.Context context) {
		this.stopped.add(context);
	}

	public List<Observation.Context> contexts() {
		return List.copyOf(this.started);
	}

	public void clear() {
		this.started.clear();
	}

	@Override
	public String toString() {
		return below(null, "");
	}

	private String below(Observation.@Nullable ContextView parent, String indent) {
		return this.started.stream()
			.filter((context) -> parentOf(context) == parent)
			.map((context) -> indent + line(context) + "\n" + below(context, indent + "  "))
			.collect(Collectors.joining());
	}

	private static Observation.@Nullable ContextView parentOf(Observation.Context context) {
		return (context.getParentObservation() != null) ? context.getParentObservation().getContextView() : null;
	}

	private String line(Observation.Context context) {
		String keys = context.getLowCardinalityKeyValues()
			.stream()
			.filter((key) -> !(key.getKey().equals("credential") && key.getValue().equals("default")))
			.map((key) -> " " + key.getKey() + "=" + key.getValue())
			.collect(Collectors.joining());
		return context.getName() + keys + (this.stopped.contains(context) ? "" : " (open)");
	}

}
