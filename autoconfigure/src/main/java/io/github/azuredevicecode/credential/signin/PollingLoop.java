package io.github.azuredevicecode.credential.signin;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeInstrumentation.ActivityOutcome;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.concurrent.Cancellable;
import io.github.azuredevicecode.concurrent.CredentialLog;
import io.github.azuredevicecode.concurrent.MeasuredActivity;
import io.github.azuredevicecode.concurrent.Moment;
import io.github.azuredevicecode.credential.signin.SignInAttempt.Subject;
import io.github.azuredevicecode.credential.signin.SignInSharing.Turn;
import io.github.azuredevicecode.entra.AuthenticationFailures;
import io.github.azuredevicecode.entra.http.EntraResponse;
import org.jspecify.annotations.Nullable;

/**
 * The use of one code: has it shown to the user, and polls until the user has answered or
 * its time is over. Deadlines count from the issue of the code by the monotonic clock,
 * beside the prompt handler, which may never return. Thread safe.
 */
final class PollingLoop {

	// Another process that has got the tokens stores them within this time of the end of
	// an outage
	private static final Duration GRACE = Duration.ofSeconds(30);

	private final SignInAttempt attempt;

	private final SignInContext context;

	private final Subject subject;

	private final DeviceAuthorizationResponse authorization;

	private final PollingSchedule schedule;

	private final PromptInvocation prompting;

	private volatile @Nullable Future<?> underWay;

	private volatile @Nullable Cancellable timer;

	private volatile @Nullable String lastProblem;

	PollingLoop(SignInAttempt attempt, Subject subject, DeviceAuthorizationResponse authorization,
			boolean replacesPrevious) {
		this.attempt = attempt;
		this.context = attempt.context();
		this.subject = subject;
		this.authorization = authorization;
		this.schedule = new PollingSchedule(authorization.interval(), authorization.lifetime(),
				this.context.policy().timeout());
		this.prompting = new PromptInvocation(
				PromptInvocation.prompt(authorization, subject, this.context, this.schedule.end(), replacesPrevious),
				this.context);
	}

	Subject subject() {
		return this.subject;
	}

	DeviceCodePrompt prompted() {
		return this.prompting.prompted();
	}

	void begin() {
		proceed(this.schedule.first(age()));
		if (!isOver()) {
			// On a thread of its own, since a handler may block
			this.attempt.within(() -> {
				this.context.executor().execute(this::prompt, this.attempt::failed);
				return true;
			});
		}
	}

	private void prompt() {
		this.attempt.within(this.prompting::show);
	}

	/**
	 * Interrupts the prompt handler, since the code is not to be shown any more. A poll
	 * under way may still bring the tokens of a user who was fast.
	 */
	void end() {
		this.prompting.end();
		cancelTimer();
		Future<?> poll = this.underWay;
		if (poll != null && this.attempt.isOver()) {
			poll.cancel(true);
		}
	}

	private void cancelTimer() {
		Cancellable current = this.timer;
		if (current != null) {
			current.cancel();
		}
	}

	private boolean isOver() {
		return this.attempt.shown() != this;
	}

	private Duration age() {
		return Duration.ofNanos(this.context.time().nanoTime() - this.authorization.issuedAt().nanoTime());
	}

	private void proceed(PollingSchedule.Step step) {
		if (isOver()) {
			return;
		}
		if (step instanceof PollingSchedule.Step.Wait wait) {
			this.timer = this.context.executor()
				.schedule(this.context.time(), wait.delay(), this::limitHandler,
						() -> proceed(this.schedule.afterWait(age())), this.attempt::failed);
			if (isOver()) {
				cancelTimer();
			}
		}
		else if (step instanceof PollingSchedule.Step.Poll) {
			this.attempt.then(this.attempt.within(() -> this.attempt.sharing().turn(this.schedule.interval())),
					this::takeTurn);
		}
		else if (step instanceof PollingSchedule.Step.Fail refusal) {
			refused(refusal.error());
		}
		else if (step instanceof PollingSchedule.Step.Expire expire) {
			expired(expire.timeout());
		}
	}

	// On the thread of the timer, since a handler that does not return may hold the
	// executor's last thread
	private void limitHandler() {
		if (this.prompting.isToBeLimited()) {
			this.context.time()
				.schedule(this.schedule.end().minus(age()), Runnable::run,
						() -> this.prompting.handling().cancel(true));
		}
	}

	private void takeTurn(Turn turn) {
		if (isOver() || this.attempt.isDecidedBy(turn)) {
			return;
		}
		if (turn instanceof Turn.Poll poll) {
			this.schedule.slowTo(poll.interval());
			poll();
		}
		else if (turn instanceof Turn.Wait wait) {
			this.schedule.slowTo(wait.interval());
			proceed(this.schedule.next(new PollOutcome.Pending(null), age()));
		}
		else {
			proceed(this.schedule.next(new PollOutcome.Pending(null), age()));
		}
	}

	private void poll() {
		String deviceCode = this.authorization.deviceCode();
		CompletableFuture<EntraResponse> answer = this.attempt
			.within(() -> this.subject.client().poll(deviceCode, this.subject.attemptId()));
		MeasuredActivity activity = this.attempt
			.within(() -> this.context.measure(Operation.POLL, this.subject.attemptId()));
		this.underWay = answer;
		if (this.attempt.isOver()) {
			answer.cancel(true);
		}
		CompletableFuture<PollOutcome> outcome = answer.handle((received, failure) -> {
			PollOutcome read = (failure != null)
					? new PollOutcome.Unavailable(null, AuthenticationFailures.describe(failure))
					: PollOutcome.of(received, deviceCode, Moment.now(this.context.time()));
			activity.end((failure instanceof CancellationException) ? ActivityOutcome.CANCELLED : read.outcome(),
					failure);
			return read;
		});
		this.attempt.then(outcome, this::polled);
	}

	private void polled(PollOutcome outcome) {
		String problem = (outcome instanceof PollOutcome.Unavailable unavailable) ? unavailable.problem() : null;
		report(problem);
		this.lastProblem = problem;
		PollingSchedule.Step step = this.schedule.next(outcome, age());
		if (step instanceof PollingSchedule.Step.Finish finish) {
			// Also where another code is shown by now: the user has signed in
			this.attempt.finish(this.subject, finish.answer());
		}
		else {
			proceed(step);
		}
	}

	// Once for each outage
	private void report(@Nullable String problem) {
		CredentialLog log = this.context.events().log();
		if (problem != null && this.lastProblem == null) {
			log.warn("Cannot find out whether the user has signed in; retrying until the code expires.")
				.attempt(this.subject.attemptId())
				.problem(problem)
				.log();
		}
		else if (problem == null && this.lastProblem != null) {
			log.info("The service answers again.").attempt(this.subject.attemptId()).log();
		}
	}

	// Another process may have had the answer that a code gives once, and not have been
	// able to store it yet
	private void refused(ServiceError error) {
		boolean spent = error.errorCode().equals("invalid_grant");
		endForAll(AuthenticationFailures.refused(error), () -> spent && this.attempt.sharing().othersMayHavePolled(),
				age());
	}

	private void endForAll(ClientAuthenticationException failure, BooleanSupplier othersMayHaveTokens, Duration since) {
		this.attempt.then(this.attempt.within(this.attempt.sharing()::look), (turn) -> {
			if (isOver() || this.attempt.isDecidedBy(turn)) {
				return;
			}
			if (othersMayHaveTokens.getAsBoolean() && age().minus(since).compareTo(GRACE) < 0) {
				this.context.executor()
					.schedule(this.context.time(), this.schedule.interval(),
							() -> endForAll(failure, othersMayHaveTokens, since), this.attempt::failed);
			}
			else {
				this.attempt.failForAll(failure);
			}
		});
	}

	private void expired(boolean byTimeout) {
		Duration timeout = this.context.policy().timeout();
		if (byTimeout && timeout != null) {
			this.attempt.fail(AuthenticationFailures.timedOut(timeout, this.lastProblem));
		}
		else {
			// Another process may be waiting for the answer to its last poll
			endForAll(codeExpired(), this.attempt.sharing()::othersPoll, age());
		}
	}

	private ClientAuthenticationException codeExpired() {
		return AuthenticationFailures.codeExpired(this.authorization.lifetime(), this.lastProblem);
	}

	/**
	 * Returns why the sign-in has ended in another process, as far as it can be told.
	 * @return the reason
	 */
	ClientAuthenticationException endedElsewhere() {
		return (age().compareTo(this.authorization.lifetime()) >= 0) ? codeExpired() : SignInAttempt.endedElsewhere();
	}

}
