package io.github.azuredevicecode.credential.signin;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeInstrumentation.ActivityOutcome;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Detail;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.github.azuredevicecode.PendingSignIn;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.TokenRequest;
import io.github.azuredevicecode.concurrent.Guard;
import io.github.azuredevicecode.concurrent.MeasuredActivity;
import io.github.azuredevicecode.entra.AuthenticationFailures;
import io.github.azuredevicecode.entra.TokenResponse;
import io.github.azuredevicecode.entra.http.EntraResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to sign a user in: asks for a code or finds the one that others show, shows
 * it, and polls until the user has answered (RFC 8628). Between two polls it holds no
 * thread.
 */
final class SignInAttempt {

	private static final Logger logger = LoggerFactory.getLogger(SignInAttempt.class);

	private static final Duration UNTIL_CODE = Duration.ofSeconds(1);

	private final SignInContext resources;

	private final @Nullable SignInLease shared;

	private final CompletableFuture<Result> result = new CompletableFuture<>();

	private volatile TokenRequest request;

	private volatile DeviceAuthorizationClient exchange;

	private volatile String attemptId = UUID.randomUUID().toString();

	private volatile MeasuredActivity activity = MeasuredActivity.NONE;

	private volatile @Nullable Future<?> underWay;

	private volatile @Nullable String lastProblem;

	private volatile @Nullable DeviceAuthorizationResponse shown;

	private volatile @Nullable PromptInvocation prompting;

	private final AtomicBoolean renewing = new AtomicBoolean();

	SignInAttempt(TokenRequest request, SignInContext resources, @Nullable SignInLease shared) {
		this.resources = resources;
		this.shared = shared;
		this.request = request;
		this.exchange = new DeviceAuthorizationClient(request, resources);
	}

	String attemptId() {
		return this.attemptId;
	}

	CompletableFuture<Result> result() {
		return this.result;
	}

	/**
	 * Begin to measure the attempt, as a part of what this thread does.
	 */
	void measure() {
		this.activity = begin(Operation.SIGN_IN);
	}

	void endMeasure(@Nullable Throwable failure) {
		// The attempt may turn out to be that of another process
		this.activity.note(Detail.ATTEMPT_ID, this.attemptId);
		this.activity.end(failure);
	}

	<T extends @Nullable Object> T within(Supplier<T> part) {
		return this.activity.within(part);
	}

	private MeasuredActivity begin(Operation operation) {
		return this.resources.measure(operation, this.attemptId);
	}

	void start() {
		if (this.result.isDone()) {
			return;
		}
		run(() -> {
			PendingSignIn pending = within(
					() -> (this.shared != null) ? this.shared.join(this.request, this.attemptId) : null);
			if (this.shared == null || pending == null) {
				askForCode();
			}
			else {
				join(this.shared, pending);
			}
		});
	}

	private void askForCode() {
		CompletableFuture<EntraResponse> answer = this.exchange.requestCode(this.attemptId);
		underWay(answer);
		answer.whenComplete((received, failure) -> {
			if (failure != null) {
				failForAll(AuthenticationFailures.unreachable(this.exchange.deviceAuthorizationUri(), failure));
			}
			else {
				run(() -> begin(received));
			}
		});
	}

	private void begin(EntraResponse answer) {
		DeviceAuthorizationResponse authorization;
		try {
			authorization = this.exchange.readCode(answer);
		}
		catch (ClientAuthenticationException ex) {
			failForAll(ex);
			return;
		}
		if (within(() -> this.shared == null || this.shared.publish(authorization))) {
			show(authorization);
		}
		else {
			// The service took so long that another process has begun meanwhile
			start();
		}
	}

	private void join(SignInLease shared, PendingSignIn pending) {
		if (pending.deviceCode().isEmpty()) {
			schedule(UNTIL_CODE, this::start);
			return;
		}
		this.attemptId = pending.attemptId();
		this.request = SignInCoordinator.request(pending, this.request.mode());
		this.exchange = new DeviceAuthorizationClient(this.request, this.resources);
		show(authorization(shared, pending));
	}

	private static DeviceAuthorizationResponse authorization(SignInLease shared, PendingSignIn pending) {
		return new DeviceAuthorizationResponse(pending.deviceCode(), pending.userCode(), pending.verificationUri(),
				shared.remaining(pending), Duration.ofSeconds(pending.intervalSeconds()), pending.message());
	}

	private void show(DeviceAuthorizationResponse authorization) {
		this.shown = authorization;
		long issuedAt = this.resources.time().nanoTime();
		Duration timeout = this.resources.policy().timeout();
		PollingSchedule polling = new PollingSchedule(authorization.interval(), authorization.lifetime(), timeout);
		PromptInvocation prompting = new PromptInvocation(PromptInvocation.prompt(authorization, this.request,
				this.attemptId, this.resources, this.resources.time().instant()), this.resources);
		this.prompting = prompting;
		if (isOver(authorization)) {
			return;
		}
		// Beside the handler, which may never return
		proceed(polling.first(since(issuedAt)), new Round(polling, authorization, issuedAt));
		within(prompting::show);
	}

	private boolean isOver(DeviceAuthorizationResponse authorization) {
		return this.result.isDone() || this.shown != authorization;
	}

	private void proceed(PollingSchedule.Step step, Round round) {
		if (isOver(round.authorization())) {
			return;
		}
		if (step instanceof PollingSchedule.Step.Wait wait) {
			this.resources.executor()
				.schedule(this.resources.time(), wait.delay(), () -> limitHandler(round),
						() -> proceed(round.polling().afterWait(since(round.issuedAt())), round), this::failed);
		}
		else if (step instanceof PollingSchedule.Step.Poll) {
			takeTurn(round);
		}
		else if (step instanceof PollingSchedule.Step.Fail refusal) {
			// Another process may have had the answer that this code gives once
			if (!look()) {
				failForAll(AuthenticationFailures.refused(refusal.error()));
			}
		}
		else if (step instanceof PollingSchedule.Step.Expire expire) {
			Duration timeout = this.resources.policy().timeout();
			if (expire.timeout() && timeout != null) {
				fail(AuthenticationFailures.timedOut(timeout, this.lastProblem));
			}
			else {
				failForAll(AuthenticationFailures.codeExpired(round.authorization().lifetime(), this.lastProblem));
			}
		}
	}

	// On the thread of the timer, since a handler that does not return may hold the
	// executor's last thread
	private void limitHandler(Round round) {
		PromptInvocation prompting = this.prompting;
		if (prompting != null && prompting.isToBeLimited()) {
			this.resources.time()
				.schedule(round.polling().end().minus(since(round.issuedAt())), Runnable::run,
						() -> prompting.handling().cancel(true));
		}
	}

	private void takeTurn(Round round) {
		SignInLease.Turn turn = within(() -> (this.shared != null) ? this.shared.turn() : SignInLease.Turn.POLL);
		if (endedElsewhere(turn) || within(this::showsWhatOthersShow)) {
			return;
		}
		if (turn == SignInLease.Turn.POLL) {
			poll(round);
		}
		else {
			proceed(round.polling().next(new PollOutcome.Pending(null), since(round.issuedAt())), round);
		}
	}

	private void poll(Round round) {
		String deviceCode = round.authorization().deviceCode();
		CompletableFuture<EntraResponse> answer = this.exchange.poll(deviceCode, this.attemptId);
		MeasuredActivity activity = within(() -> begin(Operation.POLL));
		underWay(answer);
		answer.whenComplete((received, failure) -> run(() -> {
			PollOutcome outcome = (failure != null)
					? new PollOutcome.Unavailable(null, AuthenticationFailures.describe(failure))
					: PollOutcome.of(received, deviceCode);
			activity.end((failure instanceof CancellationException) ? ActivityOutcome.CANCELLED : outcome.outcome(),
					failure);
			this.lastProblem = (outcome instanceof PollOutcome.Unavailable unavailable) ? unavailable.problem() : null;
			PollingSchedule.Step step = round.polling().next(outcome, since(round.issuedAt()));
			if (step instanceof PollingSchedule.Step.Finish finish) {
				// Also where another code is shown by now: the user has signed in
				finish(finish.answer());
			}
			else {
				proceed(step, round);
			}
		}));
	}

	/**
	 * Ask for another code, and show it in place of the one that is shown, which stays in
	 * use until then.
	 * @return {@code false} if no code is shown, or another is on its way already
	 */
	boolean renew() {
		DeviceAuthorizationResponse old = this.shown;
		if (old == null || this.result.isDone() || !this.renewing.compareAndSet(false, true)) {
			return false;
		}
		this.exchange.requestCode(this.attemptId).whenComplete((answer, failure) -> run(() -> {
			DeviceAuthorizationResponse renewed;
			try {
				renewed = renewed(old, answer, failure);
			}
			finally {
				this.renewing.set(false);
			}
			if (renewed != null) {
				show(renewed);
			}
		}));
		return true;
	}

	private @Nullable DeviceAuthorizationResponse renewed(DeviceAuthorizationResponse old, EntraResponse answer,
			@Nullable Throwable failure) {
		if (failure != null) {
			logger.warn("There is no new code, the old one stays in use: " + AuthenticationFailures.describe(failure));
			return null;
		}
		if (isOver(old)) {
			return null;
		}
		DeviceAuthorizationResponse authorization;
		try {
			authorization = this.exchange.readCode(answer);
		}
		catch (ClientAuthenticationException ex) {
			logger.warn("There is no new code, the old one stays in use: " + ex.getMessage());
			return null;
		}
		replaceShown(authorization);
		if (within(() -> this.shared == null || this.shared.publish(authorization))) {
			return authorization;
		}
		look();
		return null;
	}

	private void replaceShown(DeviceAuthorizationResponse authorization) {
		this.shown = authorization;
		endPrompt();
	}

	private void endPrompt() {
		PromptInvocation prompting = this.prompting;
		if (prompting != null) {
			prompting.handling().cancel(true);
		}
	}

	// Another process may have asked for a new code
	private boolean showsWhatOthersShow() {
		if (this.renewing.get()) {
			// They show the old code until this process has told them of the new one
			return false;
		}
		DeviceAuthorizationResponse mine = this.shown;
		PendingSignIn theirs = (this.shared != null && mine != null) ? this.shared.shown() : null;
		if (this.shared == null || mine == null || theirs == null || theirs.deviceCode().isEmpty()
				|| theirs.deviceCode().equals(mine.deviceCode())) {
			return false;
		}
		DeviceAuthorizationResponse authorization = authorization(this.shared, theirs);
		replaceShown(authorization);
		show(authorization);
		return true;
	}

	private void finish(TokenResponse answer) {
		AuthenticationRecord record;
		try {
			record = AuthenticationRecords.of(answer);
			AuthenticationRecords.requireExpected(record, this.resources.policy());
		}
		catch (RuntimeException ex) {
			failForAll(AuthenticationFailures.of(ex));
			return;
		}
		this.result.complete(new Result(this.request, answer, record));
		endPrompt();
	}

	/**
	 * Look whether the attempt has ended in another process.
	 * @return whether it has
	 */
	boolean look() {
		if (this.shared == null || this.result.isDone()) {
			return false;
		}
		if (endedElsewhere(within(this.shared::look))) {
			return true;
		}
		run(() -> within(this::showsWhatOthersShow));
		return false;
	}

	private boolean endedElsewhere(SignInLease.Turn turn) {
		if (turn == SignInLease.Turn.SIGNED_IN) {
			this.result.complete(new Result(this.request, null, null));
			endPrompt();
		}
		else if (turn == SignInLease.Turn.ENDED) {
			fail(endedElsewhere());
		}
		return this.result.isDone();
	}

	private static SignInCancelledException endedElsewhere() {
		return new SignInCancelledException("The sign-in has ended in another process that shares the login: it was "
				+ "declined, has expired, or the user was signed out; the log of that process says more");
	}

	/**
	 * End the attempt at once, here alone if others share it.
	 * @param reason why
	 */
	void cancel(String reason) {
		fail(new SignInCancelledException(reason));
	}

	/**
	 * End the attempt at once, for all who share it.
	 * @param reason why
	 * @return whether it was under way
	 */
	boolean cancelForAll(String reason) {
		if (this.result.isDone()) {
			return false;
		}
		failForAll(new SignInCancelledException(reason));
		return true;
	}

	private void failForAll(ClientAuthenticationException failure) {
		if (this.shared != null) {
			within(this.shared::withdraw);
		}
		fail(failure);
	}

	private void fail(ClientAuthenticationException failure) {
		if (this.result.completeExceptionally(failure)) {
			Future<?> current = this.underWay;
			if (current != null) {
				current.cancel(true);
			}
			endPrompt();
			if (this.shared != null) {
				this.shared.release();
			}
			this.resources.events().failed(this.attemptId, failure);
		}
	}

	private void underWay(Future<?> future) {
		this.underWay = future;
		if (this.result.isDone()) {
			future.cancel(true);
		}
	}

	private void schedule(Duration delay, Runnable step) {
		this.resources.executor().schedule(this.resources.time(), delay, step, this::failed);
	}

	private void run(Runnable step) {
		Guard.run(step, this::failed);
	}

	private void failed(Throwable failure) {
		fail((failure instanceof RejectedExecutionException)
				? new SignInCancelledException("The executor of the credential was shut down", null, failure)
				: AuthenticationFailures.of(failure));
	}

	private Duration since(long issuedAt) {
		return Duration.ofNanos(this.resources.time().nanoTime() - issuedAt);
	}

	/**
	 * The polling with one code.
	 *
	 * @param polling decides
	 * @param authorization the code
	 * @param issuedAt when it came, by the monotonic clock
	 */
	private record Round(PollingSchedule polling, DeviceAuthorizationResponse authorization, long issuedAt) {
	}

	/**
	 * What a sign-in brings.
	 *
	 * @param request what the user has granted
	 * @param answer the tokens, or {@code null} if another process has them
	 * @param authenticationRecord who signed in, or {@code null} likewise
	 */
	record Result(TokenRequest request, @Nullable TokenResponse answer,
			@Nullable AuthenticationRecord authenticationRecord) {
	}

}
