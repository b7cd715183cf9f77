package io.github.azuredevicecode.benchmarks;

import java.util.List;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.credential.SignedInCredentials;
import io.github.azuredevicecode.observation.ObservationDeviceCodeInstrumentation;
import io.github.azuredevicecode.observation.TableHitMetrics;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A signed-in credential with an observation registry that makes meters.
 */
@State(Scope.Benchmark)
public class ObservedCredential {

	private final boolean countTableHits;

	DeviceCodeCredential credential;

	public ObservedCredential() {
		this(false);
	}

	private ObservedCredential(boolean countTableHits) {
		this.countTableHits = countTableHits;
	}

	@Setup
	public void signIn() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(new SimpleMeterRegistry()));
		this.credential = SignedInCredentials.create(Tokens.REQUEST, Tokens.VALUE,
				new ObservationDeviceCodeInstrumentation(() -> registry, List.of(),
						this.countTableHits ? new TableHitMetrics() : null));
		Tokens.require(this.credential.getToken(Tokens.SCOPE).value());
	}

	@TearDown
	public void close() {
		this.credential.close();
	}

	/**
	 * One that counts the tokens that are answered from the table.
	 */
	@State(Scope.Benchmark)
	public static class Counting extends ObservedCredential {

		public Counting() {
			super(true);
		}

	}

}
