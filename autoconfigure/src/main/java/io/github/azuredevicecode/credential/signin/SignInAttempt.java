package io.github.azuredevicecode.credential.signin;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Detail;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.PendingSignIn;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.Futures;
import io.github.azuredevicecode.concurrent.Guard;
import io.github.azuredevicecode.concurrent.MeasuredActivity;
import io.github.azuredevicecode.concurrent.Moment;
import io.github.azuredevicecode.credential.signin.SignInSharing.Beginning;
import io.github.azuredevicecode.credential.signin.SignInSharing.Turn;
import io.github.azuredevicecode.entra.AuthenticationFailures;
import io.github.azuredevicecode.entra.TenantResolver;
import io.github.azuredevicecode.entra.TokenResponse;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to sign a user in (RFC 8628): asks for a code or finds the one that others
 * show, has it shown and polled with, and ends once. Holds no thread meanwhile. Thread
 * safe.
 */
final class SignInAttempt {

	private static final Duration UNTIL_CODE = Duration.ofSeconds(1);

	private final SignInContext context;

	private final SignInSharing sharing;

	private final Predicate<CachedLogin> isNeeded;

	private final LoginMode mode;

	private final AtomicReference<SignInPhase> phase;

	private final CodeRenewal renewal = new CodeRenewal(this);

	private final CompletableFuture<SignInResult> result = new CompletableFuture<>();

	private volatile @Nullable DeviceCodePrompt lastPrompt;

	private volatile boolean told;

	private volatile MeasuredActivity activity = MeasuredActivity.NONE;

	SignInAttempt(TokenRequest request, SignInContext context, SignInSharing sharing, Predicate<CachedLogin> isNeeded) {
		this.isNeeded = isNeeded;
		this.context = context;
		this.sharing = sharing;
		this.mode = request.mode();
		this.phase = new AtomicReference<>(
				new SignInPhase.Asking(new Subject(context.newId(), request, context), null));
	}

	String attemptId() {
		return subject().attemptId();
	}

	Subject subject() {
		return this.phase.get().subject();
	}

	SignInContext context() {
		return this.context;
	}

	SignInSharing sharing() {
		return this.sharing;
	}

	CompletableFuture<SignInResult> result() {
		return this.result;
	}

	/**
	 * Begins to measure the attempt, as a part of what this thread does.
	 */
	void measure() {
		this.activity = this.context.measure(Operation.SIGN_IN, attemptId());
	}

	void endMeasure(@Nullable Throwable failure) {
		// The attempt may turn out to be that of another process
		this.activity.note(Detail.ATTEMPT_ID, attemptId());
		this.activity.end(failure);
	}

	<T extends @Nullable Object> T within(Supplier<T> part) {
		return this.activity.within(part);
	}

	void start() {
		if (this.phase.get() instanceof SignInPhase.Asking asking) {
			Subject subject = asking.subject();
			then(within(() -> this.sharing.join(subject.request(), subject.attemptId(), this.isNeeded)), this::begin);
		}
	}

	private void begin(Beginning beginning) {
		if (beginning instanceof Beginning.Ask) {
			askForCode();
		}
		else if (beginning instanceof Beginning.Needless needless) {
			endUnbegun(needless.isSignedIn());
		}
		else if (beginning instanceof Beginning.Show show) {
			show(new Subject(show.pending().attemptId(), SignInCoordinator.request(show.pending(), this.mode),
					this.context), authorization(show.pending(), show.remaining(), show.since()));
		}
		else {
			this.context.executor().schedule(this.context.time(), UNTIL_CODE, this::start, this::failed);
		}
	}

	private void askForCode() {
		Duration pause = this.context.pace().request();
		if (pause != null) {
			failForAll(AuthenticationFailures.tooManyPrompts(pause));
			return;
		}
		Subject subject = subject();
		CompletableFuture<DeviceAuthorizationResponse> code = within(
				() -> subject.client().requestCode(subject.attemptId()));
		underWay(code);
		code.whenComplete((authorization, failure) -> {
			if (failure != null) {
				failForAll(subject.client().notBegun(failure));
			}
			else {
				then(within(() -> this.sharing.publish(authorization)), (published) -> {
					if (published) {
						show(subject, authorization);
					}
					else {
						// The service took so long that another process has begun
						// meanwhile
						start();
					}
				});
			}
		});
	}

	static DeviceAuthorizationResponse authorization(PendingSignIn pending, Duration remaining, Moment since) {
		return new DeviceAuthorizationResponse(pending.deviceCode(), pending.userCode(), pending.verificationUri(),
				remaining, Duration.ofSeconds(pending.intervalSeconds()), pending.message(), since);
	}

	/**
	 * Shows a code in place of the one that is shown, and polls with it.
	 * @param subject the attempt that it belongs to
	 * @param authorization the code
	 */
	void show(Subject subject, DeviceAuthorizationResponse authorization) {
		PollingLoop loop = new PollingLoop(this, subject, authorization, shown() != null);
		SignInPhase before = this.phase.getAndUpdate(
				(current) -> (current instanceof SignInPhase.Ended) ? current : new SignInPhase.Showing(subject, loop));
		if (before instanceof SignInPhase.Ended) {
			return;
		}
		if (before instanceof SignInPhase.Showing showing) {
			showing.loop().end();
		}
		Guard.run(loop::begin, this::failed);
	}

	/**
	 * Returns the code that is shown.
	 * @return the polling with it, or {@code null} if none is shown
	 */
	@Nullable PollingLoop shown() {
		return (this.phase.get() instanceof SignInPhase.Showing showing) ? showing.loop() : null;
	}

	/**
	 * Returns the prompt that was shown when the attempt ended.
	 * @return the prompt, or {@code null} if none was shown
	 */
	@Nullable DeviceCodePrompt lastPrompt() {
		return this.lastPrompt;
	}

	boolean renew() {
		return this.renewal.begin();
	}

	boolean isRenewing() {
		return this.renewal.isUnderWay();
	}

	/**
	 * Ends with the tokens of the user.
	 * @param subject what the user has granted
	 * @param answer the tokens
	 */
	void finish(Subject subject, TokenResponse answer) {
		AuthenticationRecord record;
		try {
			record = AuthenticationRecords.of(answer, this.context.authority(),
					TenantResolver.resolved(subject.request()));
			this.context.policy().expectedUsers().require(record, answer);
		}
		catch (RuntimeException ex) {
			failForAll(AuthenticationFailures.of(ex));
			return;
		}
		end(new SignInResult.Here(subject.request(), answer, record));
	}

	private void end(SignInResult result) {
		if (enterEnd() != null) {
			this.result.complete(result);
		}
	}

	private void endUnbegun(boolean signedIn) {
		if (signedIn) {
			end(new SignInResult.Elsewhere(subject().request()));
		}
		else if (enterEnd() != null) {
			this.result.completeExceptionally(new SignInCancelledException("Another process has ended its sign-in"));
		}
	}

	private @Nullable SignInPhase enterEnd() {
		SignInPhase before = this.phase.getAndUpdate((current) -> (current instanceof SignInPhase.Ended) ? current
				: new SignInPhase.Ended(current.subject()));
		if (before instanceof SignInPhase.Showing showing) {
			this.lastPrompt = showing.loop().prompted();
			showing.loop().end();
		}
		if (before instanceof SignInPhase.Asking asking && asking.underWay() != null) {
			asking.underWay().cancel(true);
		}
		return (before instanceof SignInPhase.Ended) ? null : before;
	}

	/**
	 * Looks whether the attempt has ended in another process, or another code is shown
	 * there.
	 */
	void look() {
		if (!isOver()) {
			then(within(this.sharing::look), this::isDecidedBy);
		}
	}

	/**
	 * Follows the other processes.
	 * @param turn what they have done
	 * @return whether the attempt has ended, or continues with another code
	 */
	boolean isDecidedBy(Turn turn) {
		if (turn instanceof Turn.SignedIn) {
			end(new SignInResult.Elsewhere(subject().request()));
		}
		else if (turn instanceof Turn.Ended) {
			PollingLoop loop = shown();
			fail((loop != null) ? loop.endedElsewhere() : endedElsewhere());
		}
		// They show the old code until this process has told them of its new one
		else if (turn instanceof Turn.Show show && !isRenewing()) {
			show(subject(), authorization(show.pending(), show.remaining(), show.since()));
			return true;
		}
		return isOver();
	}

	static SignInCancelledException endedElsewhere() {
		return new SignInCancelledException("The sign-in has ended in another process that shares the login: it "
				+ "was declined, has expired, or the user was signed out; the log of that process says more");
	}

	boolean isOver() {
		return this.phase.get() instanceof SignInPhase.Ended;
	}

	/**
	 * Ends the attempt at once, here alone if others share it.
	 * @param reason why
	 */
	void cancel(String reason) {
		fail(new SignInCancelledException(reason));
	}

	/**
	 * Ends the attempt at once, for all who share it.
	 * @param reason why
	 * @return whether it was under way
	 */
	boolean cancelForAll(String reason) {
		if (isOver()) {
			return false;
		}
		failForAll(new SignInCancelledException(reason));
		return true;
	}

	void failForAll(ClientAuthenticationException failure) {
		if (!isOver()) {
			Guard.run("The withdrawal of a sign-in", () -> within(() -> {
				this.sharing.withdraw();
				return true;
			}));
			fail(failure);
		}
	}

	void fail(ClientAuthenticationException failure) {
		SignInPhase before = enterEnd();
		if (before == null) {
			return;
		}
		Guard.run("The release of a sign-in", this.sharing::release);
		tell(() -> this.context.events().failed(before.subject().attemptId(), failure),
				() -> this.result.completeExceptionally(failure));
	}

	/**
	 * Tells the listener and the prompt handler of the outcome, and then releases those
	 * who wait for it.
	 * @param event tells them
	 * @param release releases those who wait, also if the listener does not return
	 */
	void tell(Runnable event, Runnable release) {
		this.told = true;
		Guard.runBefore("A listener", this.context.executor(), this.context.time(), event, release);
	}

	/**
	 * Returns whether the outcome is known to others. Who comes now does not belong to
	 * those who wait for it.
	 * @return whether the listener is being told, or was
	 */
	boolean isTold() {
		return this.told;
	}

	private void underWay(Future<?> future) {
		SignInPhase now = this.phase.updateAndGet((current) -> (current instanceof SignInPhase.Asking asking)
				? new SignInPhase.Asking(asking.subject(), future) : current);
		if (now instanceof SignInPhase.Ended) {
			future.cancel(true);
		}
	}

	/**
	 * Continues when something has come, and ends the attempt with what goes wrong.
	 * @param <T> the type of what comes
	 * @param future what comes
	 * @param next the continuation
	 */
	<T> void then(CompletableFuture<T> future, Consumer<T> next) {
		future.whenComplete((value, failure) -> Guard.run(() -> {
			if (failure != null) {
				failed(failure);
			}
			else if (!isOver()) {
				next.accept(value);
			}
		}, this::failed));
	}

	void failed(Throwable failure) {
		Throwable cause = Futures.unwrap(failure);
		fail((cause instanceof RejectedExecutionException)
				? new SignInCancelledException("The executor of the credential was shut down", null, cause)
				: AuthenticationFailures.of(cause));
	}

	/**
	 * The subject of an attempt. It changes when the attempt turns out to be that of
	 * another process.
	 *
	 * @param attemptId the name of the attempt
	 * @param request what the user is asked to grant
	 * @param client the requests to the service
	 */
	record Subject(String attemptId, TokenRequest request, DeviceAuthorizationClient client) {

		Subject(String attemptId, TokenRequest request, SignInContext context) {
			this(attemptId, request, new DeviceAuthorizationClient(request, context));
		}

	}

}
