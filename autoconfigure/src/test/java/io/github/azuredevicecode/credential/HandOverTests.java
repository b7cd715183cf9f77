package io.github.azuredevicecode.credential;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.TokenCache;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.CredentialExecutor;
import io.github.azuredevicecode.concurrent.CredentialThreads;
import io.github.azuredevicecode.entra.http.EntraRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;
import io.github.azuredevicecode.entra.http.HttpTransport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever foreign code throws, wherever it is called: every caller has an outcome, and
 * the next one is not joined to work that is dead.
 */
class HandOverTests {

	private final CredentialFixture fixture = new CredentialFixture();

	private final TokenCache shared = new SharedStore().view();

	private Place place = Place.NONE;

	private Supplier<Throwable> fault = IllegalStateException::new;

	static Stream<Arguments> faults() {
		return Stream.of(Place.values())
			.filter((place) -> place != Place.NONE)
			.flatMap((place) -> Stream.of(Kind.values()).map((kind) -> Arguments.of(place, kind)));
	}

	@ParameterizedTest
	@MethodSource("faults")
	void everyCallerHasAnOutcomeAndTheNextOneATokenOfItsOwn(Place place, Kind kind) {
		try (DeviceCodeCredential credential = credential()) {
			this.place = place;
			this.fault = kind.fault;
			this.fixture.transport.deviceCode().tokens("token-1", 3600);
			CompletableFuture<AccessToken> one = credential.getTokenAsync(TokenRequest.of("scope"));
			CompletableFuture<AccessToken> another = credential.getTokenAsync(TokenRequest.of("scope"));
			this.fixture.time.advance(Duration.ofHours(1));
			assertThat(one).isDone();
			assertThat(another).isDone();
			this.place = Place.NONE;
			this.fixture.transport.deviceCode().tokens("token-2", 3600);
			CompletableFuture<AccessToken> next = credential.getTokenAsync(TokenRequest.of("other-scope"));
			CompletableFuture<AccessToken> again = credential.getTokenAsync(TokenRequest.of("scope"));
			this.fixture.time.advance(Duration.ofHours(1));
			assertThat(next).isDone();
			assertThat(again).isDone();
		}
	}

	private DeviceCodeCredential credential() {
		DeviceCodeCredentialSettings settings = this.fixture
			.settings((builder) -> builder.tokenCache(new FaultyCache()).executor((task) -> {
				fault(Place.EXECUTOR);
				task.run();
			}).taskDecorator((task) -> {
				fault(Place.DECORATOR);
				return () -> {
					fault(Place.BEFORE_DECORATED);
					task.run();
					fault(Place.AFTER_DECORATED);
				};
			})
				.promptHandler((prompt) -> fault(Place.PROMPT_HANDLER))
				.instrumentation(new FaultyInstrumentation())
				.listener(new FaultyListener()));
		return new DefaultDeviceCodeCredential(settings, new FaultyTransport(), this.fixture.time,
				CredentialExecutor.of(settings.execution(), new CredentialThreads(false), () -> {
				}), new Random());
	}

	private void fault(Place where) {
		if (this.place == where) {
			HandOverTests.<RuntimeException>sneak(this.fault.get());
		}
	}

	// As Kotlin and Lombok do
	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void sneak(Throwable failure) throws T {
		throw (T) failure;
	}

	enum Place {

		NONE, EXECUTOR, DECORATOR, BEFORE_DECORATED, AFTER_DECORATED, PROMPT_HANDLER, ON_PROMPT, ON_AUTHENTICATED,
		ON_FAILED, ON_TOKEN, ON_CACHE, CACHE_LOAD, CACHE_REPLACE, CACHE_WATCH, CACHE_TIME, ACTIVITY_BEGIN,
		ACTIVITY_SCOPE, ACTIVITY_END, TRANSPORT, RESPONSE

	}

	enum Kind {

		UNCHECKED(() -> new IllegalStateException("unchecked")), CHECKED(() -> new IOException("checked")),
		WRONG_VERSION(() -> new NoSuchMethodError("of.another.Version")), OUT_OF_MEMORY(OutOfMemoryError::new),
		STACK_OVERFLOW(StackOverflowError::new);

		private final Supplier<Throwable> fault;

		Kind(Supplier<Throwable> fault) {
			this.fault = fault;
		}

	}

	private final class FaultyListener implements DeviceCodeListener {

		@Override
		public void onPrompt(PromptEvent event) {
			fault(Place.ON_PROMPT);
		}

		@Override
		public void onAuthenticated(AuthenticatedEvent event) {
			fault(Place.ON_AUTHENTICATED);
		}

		@Override
		public void onFailed(FailedEvent event) {
			fault(Place.ON_FAILED);
		}

		@Override
		public void onTokenAcquired(TokenAcquiredEvent event) {
			fault(Place.ON_TOKEN);
		}

		@Override
		public void onTokenCacheAvailability(TokenCacheAvailabilityEvent event) {
			fault(Place.ON_CACHE);
		}

	}

	private final class FaultyInstrumentation implements DeviceCodeInstrumentation {

		@Override
		public Activity begin(Operation operation, Map<Detail, String> details) {
			fault(Place.ACTIVITY_BEGIN);
			return new Activity() {

				@Override
				public Scope openScope() {
					fault(Place.ACTIVITY_SCOPE);
					return () -> fault(Place.ACTIVITY_SCOPE);
				}

				@Override
				public void end(ActivityOutcome outcome, Throwable failure) {
					fault(Place.ACTIVITY_END);
				}

			};
		}

	}

	private final class FaultyTransport implements HttpTransport {

		@Override
		public CompletableFuture<EntraResponse> send(EntraRequest request) {
			fault(Place.TRANSPORT);
			return (HandOverTests.this.place != Place.RESPONSE) ? HandOverTests.this.fixture.transport.send(request)
					: CompletableFuture.failedFuture(HandOverTests.this.fault.get());
		}

		@Override
		public void close() {
		}

	}

	private final class FaultyCache implements TokenCache {

		@Override
		public CachedLogin load(CachedLoginKey key) {
			fault(Place.CACHE_LOAD);
			return HandOverTests.this.shared.load(key);
		}

		@Override
		public boolean replace(CachedLoginKey key, CachedLogin expected, CachedLogin next) {
			fault(Place.CACHE_REPLACE);
			return HandOverTests.this.shared.replace(key, expected, next);
		}

		@Override
		public Instant now() {
			fault(Place.CACHE_TIME);
			return HandOverTests.this.shared.now();
		}

		@Override
		public Watch watch(CachedLoginKey key, Runnable onChange) {
			fault(Place.CACHE_WATCH);
			return HandOverTests.this.shared.watch(key, onChange);
		}

	}

}
