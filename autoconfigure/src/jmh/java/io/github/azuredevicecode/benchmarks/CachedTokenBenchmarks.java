package io.github.azuredevicecode.benchmarks;

import java.util.concurrent.TimeUnit;

import io.github.azuredevicecode.AccessToken;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Handing out a token that is there and valid. MSAL4J needs the long warm-up.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public abstract class CachedTokenBenchmarks {

	@Benchmark
	public String floor(Floor floor) {
		return floor.token();
	}

	@Benchmark
	public AccessToken cachedTokenByRequest(Credential state) {
		return state.credential.getToken(Tokens.REQUEST);
	}

	@Benchmark
	public AccessToken cachedTokenByScopes(Credential state) {
		return state.credential.getToken(Tokens.SCOPE);
	}

	@Benchmark
	public AccessToken cachedTokenObserved(ObservedCredential state) {
		return state.credential.getToken(Tokens.REQUEST);
	}

	@Benchmark
	public AccessToken cachedTokenCounted(ObservedCredential.Counting state) {
		return state.credential.getToken(Tokens.REQUEST);
	}

	@Benchmark
	public String managerAuthorize(Managers.DeviceCode manager) {
		return manager.authorize();
	}

	@Benchmark
	public String springClientCredentialsAuthorize(Managers.ClientCredentials manager) {
		return manager.authorize();
	}

	@Benchmark
	public String azureCoreAccessTokenCache(AzureSdk.Cache cache) {
		return cache.token();
	}

	@Benchmark
	public String azureIdentityDeviceCode(AzureSdk.Credential credential) {
		return credential.token();
	}

	@Benchmark
	public String msal4jSilent(Msal4j msal4j) throws Exception {
		return msal4j.token();
	}

}
