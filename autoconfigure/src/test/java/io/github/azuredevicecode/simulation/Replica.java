package io.github.azuredevicecode.simulation;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.github.azuredevicecode.AccessToken;
import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.DeviceCodeCredential;
import io.github.azuredevicecode.DeviceCodeListener;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.TimeSource;
import io.github.azuredevicecode.credential.CredentialFactory;
import io.github.azuredevicecode.credential.DefaultDeviceCodeCredentialBuilder;

/**
 * A process with a credential, from its start to its end.
 */
final class Replica extends SimulatedProcess {

	private static final List<Throwable> FAULTS = List.of(new IllegalStateException("simulated"),
			new IOException("simulated"), new NoSuchMethodError("simulated"), new OutOfMemoryError("simulated"),
			new StackOverflowError("simulated"));

	private final World world;

	private final int index;

	private final ModelStore.View store;

	private final SplittableRandom random;

	private final DeviceCodeCredential credential;

	private final List<Call> calls = new ArrayList<>();

	private int faults;

	Replica(World world, int index, int start) {
		super("replica " + index + ((start > 0) ? " (start " + (start + 1) + ")" : ""));
		this.world = world;
		this.index = index;
		this.store = world.store().view(this);
		this.random = new SplittableRandom(world.schedule().seed() * 31 + index * 7L + start);
		this.credential = create();
	}

	// The one place where credentials are made
	private DeviceCodeCredential create() {
		Setting setting = this.world.setting();
		DefaultDeviceCodeCredentialBuilder builder = new DefaultDeviceCodeCredentialBuilder();
		builder.clientId("client")
			.authority("login.microsoftonline.com")
			.executor((task) -> this.world.scheduler().start(this, "task", task))
			.taskDecorator((task) -> {
				foreign(Place.DECORATOR);
				return task;
			})
			.tokenCache(this.store)
			.promptHandler(this::prompt)
			.listener(new Listener());
		if (setting.timeoutSeconds() > 0) {
			builder.timeout(Duration.ofSeconds(setting.timeoutSeconds()));
		}
		if (setting.expected()) {
			builder.expectedUsernames("ada@contoso.example");
		}
		return CredentialFactory.create(builder, this.world.entra().transport(this), new Clock(), this.random);
	}

	int index() {
		return this.index;
	}

	List<Call> calls() {
		return this.calls;
	}

	void ask(int scope) {
		this.world.scheduler().start(this, "caller", () -> call(scope));
	}

	void ask(int scope, long times, long pauseMillis) {
		this.world.scheduler().start(this, "callers", () -> {
			for (int i = 0; i < times && !this.world.isHealed(); i++) {
				Call call = call(scope);
				this.world.scheduler().waitFor(call::isDone, 1_800_000_000_000L);
				this.world.scheduler().sleep(pauseMillis * 1_000_000);
			}
		});
	}

	private Call call(int scope) {
		Call call = this.world.invariants().asks(this, "token " + scope);
		this.calls.add(call);
		try {
			CompletableFuture<AccessToken> token = this.credential.getTokenAsync(TokenRequest.of("scope-" + scope));
			call.future(token);
			token.whenComplete((value, failure) -> {
				this.world.scheduler().yieldPoint();
				this.world.invariants().answered(call, (value != null) ? value.value() : null, failure);
			});
		}
		catch (RuntimeException ex) {
			this.world.invariants().answered(call, null, ex);
		}
		return call;
	}

	void authenticate() {
		this.world.scheduler().start(this, "sign-in", () -> {
			Call call = this.world.invariants().asks(this, Invariants.AUTHENTICATE);
			this.calls.add(call);
			try {
				CompletableFuture<AuthenticationRecord> record = this.credential
					.authenticateAsync(TokenRequest.of("scope-0"));
				call.future(record);
				record.whenComplete((value, failure) -> {
					this.world.scheduler().yieldPoint();
					this.world.invariants().answered(call, null, failure);
				});
			}
			catch (RuntimeException ex) {
				this.world.invariants().answered(call, null, ex);
			}
		});
	}

	void record() {
		this.world.scheduler().start(this, "record", () -> this.credential.authenticationRecord());
	}

	/**
	 * Returns who is signed in.
	 * @return the account, or an empty text
	 */
	String account() {
		return this.credential.authenticationRecord().map(AuthenticationRecord::homeAccountId).orElse("");
	}

	void signOut() {
		this.world.scheduler().start(this, "sign-out", () -> {
			SignOut signOut = this.world.invariants().signsOut(this);
			Throwable failure = null;
			try {
				this.credential.signOut();
			}
			catch (RuntimeException ex) {
				failure = ex;
			}
			this.world.invariants().hasSignedOut(signOut, failure);
		});
	}

	void cancelSignIn() {
		this.world.scheduler().start(this, "cancel", () -> {
			this.world.invariants().acts(this, "cancels the sign-in");
			this.credential.cancelSignIn();
		});
	}

	void renewCode() {
		this.world.scheduler().start(this, "renew", () -> {
			this.world.invariants().acts(this, "asks for a new code");
			this.credential.renewUserCode();
		});
	}

	void giveUp() {
		this.world.scheduler().start(this, "give up", () -> {
			this.world.invariants().acts(this, "callers give up");
			List.copyOf(this.calls).forEach(Call::cancel);
		});
	}

	/**
	 * Closes the credential.
	 * @param whenClosed what to do then
	 */
	void close(Runnable whenClosed) {
		this.world.scheduler().start(this, "close", () -> {
			this.world.invariants().acts(this, "closes");
			this.credential.close();
			whenClosed.run();
		});
	}

	private void prompt(DeviceCodePrompt prompt) {
		foreign(Place.HANDLER);
		this.world.prompted(this, prompt.userCode());
		if (this.world.throwsAt(Place.HANDLER_BLOCKS)) {
			this.world.scheduler().waitFor(this.world.scheduler().interruption(), Long.MAX_VALUE);
			Replica.<RuntimeException>sneak(new InterruptedException());
		}
	}

	private void foreign(Place place) {
		this.world.scheduler().yieldPoint();
		if (this.world.throwsAt(place)) {
			Replica.<RuntimeException>sneak(FAULTS.get(this.faults++ % FAULTS.size()));
		}
	}

	@SuppressWarnings("unchecked")
	private static <T extends Throwable> void sneak(Throwable failure) throws T {
		throw (T) failure;
	}

	/**
	 * Where code of others is called.
	 */
	enum Place {

		DECORATOR, HANDLER, HANDLER_BLOCKS, LISTENER

	}

	/**
	 * The clocks of the machine and the timers of the process.
	 */
	private final class Clock implements TimeSource {

		@Override
		public long millis() {
			return World.START.toEpochMilli() + Replica.this.world.millis()
					+ Replica.this.world.clockOffsetMillis(Replica.this.index);
		}

		@Override
		public long nanoTime() {
			return Replica.this.world.scheduler().nanos() + Replica.this.index * 1_000_000_000_000L;
		}

		@Override
		public void schedule(Duration delay, Executor executor, Runnable task) {
			Scheduler scheduler = Replica.this.world.scheduler();
			scheduler.at(delay.toNanos(), Replica.this,
					() -> scheduler.start(Replica.this, "timer", () -> executor.execute(task)));
		}

	}

	/**
	 * Hears of all events.
	 */
	private final class Listener implements DeviceCodeListener {

		@Override
		public void onPrompt(PromptEvent event) {
			foreign(Place.LISTENER);
		}

		@Override
		public void onAuthenticated(AuthenticatedEvent event) {
			foreign(Place.LISTENER);
		}

		@Override
		public void onFailed(FailedEvent event) {
			foreign(Place.LISTENER);
		}

		@Override
		public void onTokenAcquired(TokenAcquiredEvent event) {
			foreign(Place.LISTENER);
		}

		@Override
		public void onTokenCacheAvailability(TokenCacheAvailabilityEvent event) {
			foreign(Place.LISTENER);
		}

		@Override
		public void onSignedOut(SignedOutEvent event) {
			foreign(Place.LISTENER);
		}

	}

}
