package io.github.azuredevicecode.benchmarks;

import java.net.MalformedURLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

import com.microsoft.aad.msal4j.PublicClientApplication;
import com.microsoft.aad.msal4j.SilentParameters;
import io.github.azuredevicecode.credential.SignedInCredentials;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * MSAL4J with one account, working on the caller's thread: its own work, without the
 * thread that it starts for each call by default.
 */
@State(Scope.Benchmark)
public class Msal4j {

	private PublicClientApplication application;

	private SilentParameters parameters;

	@Setup
	public void deserialize() throws MalformedURLException, ExecutionException, InterruptedException {
		this.application = PublicClientApplication.builder("client")
			.authority("https://login.microsoftonline.com/organizations/")
			.instanceDiscovery(false)
			.executorService(new CallerRuns())
			.httpClient((request) -> {
				throw new IllegalStateException("MSAL4J asks " + request.url());
			})
			.build();
		this.application.tokenCache().deserialize(SignedInCredentials.tokenCache(Tokens.REQUEST, Tokens.VALUE));
		this.parameters = SilentParameters
			.builder(Set.of(Tokens.SCOPE), this.application.getAccounts().get().iterator().next())
			.build();
		Tokens.require(token());
	}

	String token() throws MalformedURLException, ExecutionException, InterruptedException {
		return this.application.acquireTokenSilently(this.parameters).get().accessToken();
	}

	private static final class CallerRuns extends AbstractExecutorService {

		@Override
		public void execute(Runnable task) {
			task.run();
		}

		@Override
		public void shutdown() {
		}

		@Override
		public List<Runnable> shutdownNow() {
			return List.of();
		}

		@Override
		public boolean isShutdown() {
			return false;
		}

		@Override
		public boolean isTerminated() {
			return false;
		}

		@Override
		public boolean awaitTermination(long timeout, TimeUnit unit) {
			return false;
		}

	}

}
