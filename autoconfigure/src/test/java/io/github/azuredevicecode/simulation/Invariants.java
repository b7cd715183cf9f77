package io.github.azuredevicecode.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.entra.http.EntraRequest;
import org.jspecify.annotations.Nullable;

/**
 * Sees all that passes between the credentials and the world, keeps the truth, and tells
 * what must not be.
 * <p>
 * Whether a rule can be broken is judged with care: where faults, people or an operator
 * make more than one outcome right, the rule is silent.
 */
final class Invariants {

	static final String AUTHENTICATE = "sign-in";

	/**
	 * How long after the store is back a sign-out has reached everybody.
	 */
	static final long FOLLOWED_MILLIS = 120_000;

	// What a process has read it acts upon within that time
	private static final long SEEN_MILLIS = 1_000;

	// The wall clock is trusted for a second
	private static final long EXPIRY_MILLIS = 2_000;

	private static final long RETRIES_MILLIS = 8_000;

	private static final long SIGN_OUT_MILLIS = 20_000;

	private static final int MOST_LINES = 400;

	private final World world;

	private final Deque<String> log = new ArrayDeque<>();

	private final Map<Replica, Knowledge> knowledge = new HashMap<>();

	private final List<SignOut> signOuts = new ArrayList<>();

	private final Map<Integer, Long> removedAt = new HashMap<>();

	private final Map<Act, Long> lastAct = new EnumMap<>(Act.class);

	private final Set<Integer> everStored = new HashSet<>();

	private final Set<Integer> putBack = new HashSet<>();

	private final List<Call> calls = new ArrayList<>();

	private final List<Refresh> refreshes = new ArrayList<>();

	private final Map<Replica, Long> pausedUntil = new HashMap<>();

	private long loginChangedAt;

	private boolean emptied;

	private long sequence;

	private @Nullable Violation violation;

	Invariants(World world) {
		this.world = world;
	}

	@Nullable Violation violation() {
		return this.violation;
	}

	String log() {
		return String.join("\n", this.log);
	}

	void note(String line) {
		if (this.log.size() >= MOST_LINES) {
			this.log.removeFirst();
		}
		this.log.add("%10.3f  %s".formatted(this.world.millis() / 1000.0, line));
	}

	void violated(Invariant invariant, String message) {
		if (this.violation == null) {
			note("VIOLATED " + invariant + ": " + message);
			this.violation = new Violation(invariant, message);
			this.world.scheduler().stop();
		}
	}

	private long now() {
		return this.world.millis();
	}

	private Knowledge of(Replica replica) {
		return this.knowledge.computeIfAbsent(replica, (key) -> new Knowledge());
	}

	private void act(Act act) {
		this.lastAct.put(act, now());
	}

	private boolean happenedSince(long since, Act... acts) {
		for (Act act : acts) {
			if (this.lastAct.getOrDefault(act, -1L) >= since) {
				return true;
			}
		}
		return false;
	}

	private boolean isSteadySince(Replica replica, long since) {
		return !replica.isPaused() && this.pausedUntil.getOrDefault(replica, 0L) <= since
				&& this.world.store().healthySince(replica.index()) <= since;
	}

	// People

	Call asks(Replica replica, String what) {
		Call call = new Call(replica, what, now(), ++this.sequence);
		this.calls.add(call);
		of(replica).count(of(replica).asks, now());
		note(replica + " asks for " + what);
		return call;
	}

	void acts(Replica replica, String what) {
		note(replica + " " + what);
		act(what.equals("closes") ? Act.CLOSE : what.contains("new code") ? Act.RENEW : Act.CANCEL);
		of(replica).count(of(replica).asks, now());
	}

	SignOut signsOut(Replica replica) {
		Set<Integer> grants = new HashSet<>(of(replica).known);
		ModelStore.Entry stored = this.world.store().current();
		if (stored != null && stored.grant() > 0) {
			// Also if this process has never reached the store
			grants.add(stored.grant());
		}
		SignOut signOut = new SignOut(replica, grants, now());
		act(Act.SIGN_OUT);
		of(replica).count(of(replica).asks, now());
		note(replica + " signs out");
		return signOut;
	}

	void hasSignedOut(SignOut signOut, @Nullable Throwable failure) {
		if (signOut.replica.isKilled()) {
			return;
		}
		note(signOut.replica + " has signed out" + ((failure != null) ? ": " + failure : ""));
		act(Act.SIGN_OUT);
		signOut.doneAt = now();
		this.signOuts.add(signOut);
		long sequence = ++this.sequence;
		signOut.grants.forEach((grant) -> of(signOut.replica).dead.put(grant, new Knowledge.Dead(sequence, now())));
		if (failure != null && !(failure instanceof ClientAuthenticationException)) {
			violated(Invariant.OUTCOMES_ARE_THOSE_OF_THE_API, "A sign-out threw " + failure);
		}
		if (now() - signOut.calledAt > SIGN_OUT_MILLIS && !this.world.scheduler().hasWaitedInRealTime()
				&& this.pausedUntil.getOrDefault(signOut.replica, 0L) < signOut.calledAt) {
			violated(Invariant.SIGN_OUT_DOES_NOT_WAIT,
					signOut.replica + " took " + (now() - signOut.calledAt) / 1000 + " s to sign out");
		}
	}

	void answered(Call call, @Nullable String token, @Nullable Throwable failure) {
		call.done = true;
		Replica replica = call.replica;
		if (replica.isKilled() || this.violation != null) {
			return;
		}
		Throwable cause = failure;
		while (cause instanceof CompletionException && cause.getCause() != null) {
			cause = cause.getCause();
		}
		ModelEntra.Token known = (token != null) ? this.world.entra().token(token) : null;
		note(replica + " answers " + call.what + ": "
				+ ((cause != null) ? cause : (known != null) ? known.value() + " of " + known.grant() : "done"));
		if (cause != null && !(cause instanceof ClientAuthenticationException)
				&& !(cause instanceof CancellationException)) {
			violated(Invariant.OUTCOMES_ARE_THOSE_OF_THE_API, "A caller of " + replica + " got " + cause);
		}
		if (cause instanceof SignInCancelledException) {
			requireEnded(call, cause);
		}
		if (known != null) {
			handedOut(call, known);
		}
	}

	private void requireEnded(Call call, Throwable failure) {
		Setting setting = this.world.setting();
		long since = call.askedAt - setting.codeSeconds() * 1000L - 60_000;
		boolean ended = setting.expected() || setting.timeoutSeconds() > 0
				|| happenedSince(since, Act.SIGN_OUT, Act.CANCEL, Act.RENEW, Act.CLOSE, Act.CRASH, Act.OPERATOR,
						Act.CLOCK)
				|| this.world.hasThrownAt(Replica.Place.HANDLER, since)
				|| this.world.hasThrownAt(Replica.Place.HANDLER_BLOCKS, since)
				|| this.world.replicas().stream().anyMatch((each) -> !isSteadySince(each, since))
				|| this.world.schedule()
					.has(Step.Kind.ENTRA_DOWN, Step.Kind.ENTRA_5XX, Step.Kind.ENTRA_429, Step.Kind.ENTRA_SLOW,
							Step.Kind.ENTRA_LOSES_ANSWERS, Step.Kind.DECORATOR_THROWS)
				|| this.world.entra()
					.codes()
					.values()
					.stream()
					.anyMatch((code) -> code.issuedAt() >= since && (code.state() == ModelEntra.Code.State.DECLINED
							|| code.state() == ModelEntra.Code.State.PENDING));
		if (!ended) {
			violated(Invariant.NO_SIGN_IN_ENDS_BY_ITSELF, "A caller of " + call.replica + " got " + failure);
		}
	}

	private void handedOut(Call call, ModelEntra.Token token) {
		Replica replica = call.replica;
		ModelEntra.Grant grant = token.grant();
		call.grant = grant.number();
		of(replica).known.add(grant.number());
		if (this.world.setting().expected() && !grant.user().equals("ada")) {
			violated(Invariant.NOBODY_ELSE_THAN_EXPECTED, replica + " hands out " + token.value() + " of " + grant);
		}
		if (call.askedAt > token.expiresAt() + EXPIRY_MILLIS) {
			violated(Invariant.TOKENS_ARE_VALID, replica + " hands out " + token.value() + ", which has expired "
					+ (call.askedAt - token.expiresAt()) / 1000 + " s ago");
		}
		Knowledge.Dead dead = of(replica).dead.get(grant.number());
		if (dead != null && call.sequence > dead.sequence() && call.askedAt >= dead.since()) {
			violated(Invariant.NO_TOKEN_AFTER_A_SIGN_OUT_THAT_WAS_SEEN,
					replica + " hands out " + token.value() + " of " + grant + ", which it knows to be signed out");
		}
		requireFollowed(call, token);
	}

	private void requireFollowed(Call call, ModelEntra.Token token) {
		Replica replica = call.replica;
		int grant = token.grant().number();
		long since = call.askedAt - FOLLOWED_MILLIS - this.world.setting().notifyMillis();
		if (!isSteadySince(replica, since)) {
			return;
		}
		if (this.removedAt.getOrDefault(grant, Long.MAX_VALUE) <= since) {
			violated(Invariant.NO_TOKEN_AFTER_A_SIGN_OUT_BY_ANYONE, replica + " hands out " + token.value() + " of "
					+ token.grant() + ", which is out of the store for long");
		}
		for (SignOut signOut : this.signOuts) {
			if (signOut.grants.contains(grant) && signOut.doneAt <= since && !signOut.replica.isKilled()
					&& !signOut.isVoid && isSteadySince(signOut.replica, since)) {
				violated(Invariant.NO_TOKEN_AFTER_A_SIGN_OUT_BY_ANYONE, replica + " hands out " + token.value() + " of "
						+ token.grant() + ", of which " + signOut.replica + " has signed out");
			}
		}
	}

	void shown(Replica replica, ModelEntra.Code code) {
		note(replica + " shows code " + code.number());
		for (ModelEntra.Code other : this.world.entra().codes().values()) {
			long since = other.issuedAt();
			if (other == code || !other.isShown() || other.number() > code.number()
					|| other.state() != ModelEntra.Code.State.PENDING
							&& other.state() != ModelEntra.Code.State.APPROVED) {
				continue;
			}
			Setting setting = this.world.setting();
			long life = ((setting.timeoutSeconds() > 0) ? Math.min(setting.timeoutSeconds(), setting.codeSeconds())
					: setting.codeSeconds()) - 3 * setting.intervalSeconds() - 10;
			// A store that was set back is put right when a process sees it
			boolean excused = now() > since + life * 1000 || this.world.schedule().has(Step.Kind.STORE_RESTORE)
					|| happenedSince(since, Act.SIGN_OUT, Act.CANCEL, Act.CLOSE, Act.OPERATOR, Act.CLOCK)
					// The code that was asked for may come when the user has signed in
					|| happenedSince(since - 60_000, Act.RENEW) || this.world.hasThrownAt(Replica.Place.HANDLER, since)
					|| this.world.hasThrownAt(Replica.Place.HANDLER_BLOCKS, since);
			for (Replica each : this.world.replicas()) {
				excused |= !isSteadySince(each, since - 10_000);
			}
			if (!excused) {
				violated(Invariant.ONE_CODE_AT_A_TIME,
						replica + " shows code " + code.number() + " while code " + other.number() + " is in use");
			}
		}
	}

	// The store

	Seen reads(Replica replica, ModelStore.@Nullable Entry entry) {
		int grant = (entry != null) ? entry.grant() : 0;
		Set<Integer> gone = new LinkedHashSet<>();
		if (entry == null || !entry.isRestored()) {
			of(replica).known.stream()
				.filter((known) -> known != grant && this.everStored.contains(known))
				.filter((known) -> !isSameUserInAStoreThatWasSetBack(known, grant))
				.forEach(gone::add);
		}
		return new Seen(grant, entry != null && entry.isRestored(), gone);
	}

	// Both sign-ins of the user can have one number then, and either will do
	private boolean isSameUserInAStoreThatWasSetBack(int known, int grant) {
		ModelEntra.Grant one = this.world.entra().grant(known);
		ModelEntra.Grant other = this.world.entra().grant(grant);
		return this.world.schedule().has(Step.Kind.STORE_RESTORE) && one != null && other != null
				&& one.user().equals(other.user());
	}

	void hasRead(Replica replica, Seen seen) {
		if (replica.isKilled()) {
			return;
		}
		if (seen.grant() > 0) {
			of(replica).known.add(seen.grant());
			if ((seen.isRestored() && this.emptied) || this.putBack.contains(seen.grant())) {
				// Whether it was deleted on purpose nobody can tell then
				of(replica).dead.remove(seen.grant());
			}
		}
		seen.gone()
			.forEach((grant) -> of(replica).dead.putIfAbsent(grant,
					new Knowledge.Dead(++this.sequence, now() + SEEN_MILLIS)));
	}

	void written(Replica replica, ModelStore.@Nullable Entry before, ModelStore.Entry after) {
		if (after.grant() > 0) {
			if (this.everStored.contains(after.grant()) && (before == null || before.grant() != after.grant())) {
				// What an operator has taken away is put back
				act(Act.OPERATOR);
				if (before == null) {
					this.putBack.add(after.grant());
					of(replica).dead.remove(after.grant());
				}
			}
			this.everStored.add(after.grant());
			of(replica).known.add(after.grant());
			this.removedAt.remove(after.grant());
		}
		int old = (before != null) ? before.grant() : 0;
		if (old != after.grant()) {
			this.loginChangedAt = now();
			note(replica + " writes login " + after.grant() + " in place of " + old + ": " + after.login());
		}
		if (old > 0 && old != after.grant()) {
			this.removedAt.put(old, now());
		}
	}

	void emptied() {
		this.emptied = true;
		act(Act.OPERATOR);
	}

	void restored(int grant) {
		act(Act.OPERATOR);
		this.removedAt.remove(grant);
		this.signOuts.forEach((signOut) -> signOut.isVoid |= signOut.grants.contains(grant));
	}

	void clockJumped() {
		act(Act.CLOCK);
	}

	void notified(Replica replica) {
		of(replica).count(of(replica).asks, now());
	}

	void storeAccess(Replica replica, String what) {
		Knowledge known = of(replica);
		int accesses = known.count(known.accesses, now());
		int reasons = known.count(known.asks, now(), 0) + known.count(known.requests, now(), 0);
		int most = 150 + 12 * reasons;
		if (accesses > most) {
			violated(Invariant.REQUESTS_ARE_BOUNDED,
					replica + " has accessed the store " + accesses + " times within a minute (" + what + ")");
		}
		requireGoingOn();
	}

	private void requireGoingOn() {
		if (this.violation != null) {
			// The scheduler does not go on from here
			this.world.scheduler().yieldPoint();
		}
	}

	// Entra

	void entraRequest(Replica replica, EntraRequest request) {
		boolean code = request.uri().getPath().endsWith("/devicecode");
		Map<String, String> form = (request.form() != null) ? request.form() : Map.of();
		note(replica + " sends " + (code ? "a request for a code" : form.containsKey("device_code")
				? "a poll with " + form.get("device_code") : "a refresh with " + form.get("refresh_token")));
		Knowledge known = of(replica);
		int requests = known.count(known.requests, now());
		Setting setting = this.world.setting();
		int most = 2 * 60 / setting.intervalSeconds() + 12 * setting.scopes() + 6;
		if (requests > most) {
			violated(Invariant.REQUESTS_ARE_BOUNDED,
					replica + " has sent " + requests + " requests to Entra within a minute, " + most + " are allowed");
		}
		if (code) {
			requireNeeded(replica);
		}
		requireGoingOn();
	}

	/**
	 * Takes note of a refresh. While the store can be used, one process refreshes a login
	 * at a time.
	 * @param replica the process
	 * @param grant the login
	 * @param answer completes when it has ended
	 */
	void refreshes(Replica replica, int grant, CompletableFuture<?> answer) {
		long since = now() - 60_000;
		this.refreshes.removeIf((refresh) -> refresh.answer().isDone() || refresh.replica().isKilled());
		boolean excused = happenedSince(since, Act.OPERATOR, Act.CLOCK, Act.SIGN_OUT, Act.CLOSE)
				|| !isSteadySince(replica, since)
				|| this.world.schedule()
					.has(Step.Kind.ENTRA_DOWN, Step.Kind.ENTRA_5XX, Step.Kind.ENTRA_429, Step.Kind.ENTRA_SLOW,
							Step.Kind.ENTRA_LOSES_ANSWERS);
		for (Refresh other : this.refreshes) {
			if (other.grant() == grant && other.replica() != replica && !excused
					&& isSteadySince(other.replica(), since)) {
				violated(Invariant.ONE_REFRESHES_AT_A_TIME,
						replica + " refreshes login " + grant + " while " + other.replica() + " does");
			}
		}
		this.refreshes.add(new Refresh(replica, grant, answer));
	}

	private void requireNeeded(Replica replica) {
		// A request is repeated until its process is told of the login of another
		boolean retries = this.world.schedule()
			.has(Step.Kind.ENTRA_DOWN, Step.Kind.ENTRA_5XX, Step.Kind.ENTRA_429, Step.Kind.ENTRA_LOSES_ANSWERS)
				&& this.calls.stream().anyMatch((call) -> call.replica == replica && !call.done);
		long since = now() - 2_000 - (retries ? RETRIES_MILLIS + this.world.setting().notifyMillis() : 0);
		ModelStore.Entry entry = this.world.store().current();
		ModelEntra.Grant grant = (entry != null) ? this.world.entra().grant(entry.grant()) : null;
		if (entry != null && grant != null && entry.grantSince() <= since && !entry.isRestored()
				&& isUsable(grant, entry) && isSteadySince(replica, since)
				&& !of(replica).dead.containsKey(grant.number()) && !happenedSince(now() - 60_000, Act.RENEW)
				&& this.calls.stream().noneMatch((call) -> call.what.equals(AUTHENTICATE) && !call.done)) {
			violated(Invariant.NO_NEEDLESS_PROMPT,
					replica + " asks for a code although the store has " + grant + ", which can be used");
		}
		boolean steady = this.world.replicas()
			.stream()
			.allMatch((each) -> isSteadySince(each, now() - FOLLOWED_MILLIS - this.world.setting().notifyMillis()))
				&& this.calls.stream().noneMatch((call) -> call.what.equals(AUTHENTICATE) && !call.done);
		ModelEntra.Grant held = (steady || this.world.isQuiet()) ? held() : null;
		if (held != null) {
			violated(Invariant.NO_LOGIN_IS_LOST, replica + " asks for a code although " + held
					+ " was approved, and given to " + held.redeemedBy() + ", which lives");
		}
	}

	private boolean isUsable(ModelEntra.Grant grant, ModelStore.Entry entry) {
		return grant.accepts(ModelStore.serialIn(entry.login()), this.world.setting()) && isExpected(grant);
	}

	private boolean isExpected(ModelEntra.Grant grant) {
		return !this.world.setting().expected() || grant.user().equals("ada");
	}

	// The last login, if there is no reason why it should be gone
	private ModelEntra.@Nullable Grant held() {
		List<ModelEntra.Grant> grants = this.world.entra().grants();
		ModelEntra.Grant last = grants.isEmpty() ? null : grants.get(grants.size() - 1);
		if (last == null || last.deliveredAt() < 0 || last.redeemedBy().isKilled() || last.isRevoked()
				|| !isExpected(last)) {
			return null;
		}
		Setting setting = this.world.setting();
		long since = last.code().issuedAt();
		long life = ((setting.timeoutSeconds() > 0) ? setting.timeoutSeconds() : setting.codeSeconds())
				- setting.intervalSeconds() - 5;
		if (last.deliveredAt() > since + life * 1000
				|| happenedSince(since, Act.SIGN_OUT, Act.CANCEL, Act.RENEW, Act.OPERATOR, Act.CLOCK)
				|| this.world.hasThrownAt(Replica.Place.HANDLER, since)
				|| this.world.hasThrownAt(Replica.Place.HANDLER_BLOCKS, since)) {
			return null;
		}
		if (setting.refreshTokens() == Setting.RefreshTokens.SINGLE_USE && this.world.schedule()
			.has(Step.Kind.CRASH, Step.Kind.RESTART, Step.Kind.ENTRA_LOSES_ANSWERS, Step.Kind.ENTRA_SLOW,
					Step.Kind.STORE_DOWN, Step.Kind.STORE_HANG, Step.Kind.STORE_READ_ONLY,
					Step.Kind.STORE_LOSES_ANSWERS, Step.Kind.STORE_SLOW, Step.Kind.PARTITION, Step.Kind.PAUSE,
					Step.Kind.WRONG_KEY)) {
			return null;
		}
		return last;
	}

	void redeemed(Replica replica, ModelEntra.Grant grant) {
		note("code " + grant.code().number() + " is redeemed by " + replica + ": " + grant);
	}

	void delivered(Replica replica, ModelEntra.Grant grant) {
		if (isExpected(grant)) {
			of(replica).known.add(grant.number());
		}
		note(grant + " arrives at " + replica);
	}

	// Processes

	void ended(Replica replica) {
		note(replica + " has ended");
		act(Act.CRASH);
	}

	void resumed(Replica replica) {
		note(replica + " goes on");
		this.pausedUntil.put(replica, now());
	}

	// The end

	void requireOutcomes() {
		for (Call call : this.calls) {
			if (!call.done && !call.replica.isKilled()) {
				violated(Invariant.EVERY_CALLER_HAS_AN_OUTCOME, "A caller of " + call.replica + " has waited for "
						+ call.what + " since " + call.askedAt / 1000 + " s" + this.world.scheduler().describeTasks());
				return;
			}
		}
	}

	void requireAgreement(String[] accounts) {
		if (this.world.schedule().has(Step.Kind.STORE_RESTORE)) {
			return;
		}
		ModelStore.Entry entry = this.world.store().current();
		ModelEntra.Grant stored = (entry != null) ? this.world.entra().grant(entry.grant()) : null;
		String expected = (stored != null) ? "oid-" + stored.user() + ".tenant-guid" : "";
		for (int i = 0; i < accounts.length; i++) {
			if (!expected.equals(accounts[i])) {
				violated(Invariant.ALL_AGREE,
						"The store has '" + expected + "', and replica " + i + " says '" + accounts[i] + "'");
			}
		}
		Map<Replica, Call> last = new HashMap<>();
		this.calls.stream().filter((call) -> !call.replica.isKilled()).forEach((call) -> last.put(call.replica, call));
		last.forEach((replica, call) -> {
			// Who has not asked since need not know
			if (call.grant > 0 && call.askedAt >= this.loginChangedAt
					&& (stored == null || stored.number() != call.grant)) {
				violated(Invariant.ALL_AGREE,
						"The store has " + stored + ", and " + replica + " uses login " + call.grant);
			}
		});
	}

	void requireNothingLeft() {
		List<Scheduler.Task> tasks = this.world.scheduler().tasks();
		if (!tasks.isEmpty()) {
			violated(Invariant.NO_TASK_IS_LEFT, "After close:" + this.world.scheduler().describeTasks());
		}
		else if (this.world.scheduler().pendingEvents() > 0) {
			violated(Invariant.NO_TASK_IS_LEFT, "After close there are timers that begin anew");
		}
		else if (this.world.store().watches() > 0) {
			violated(Invariant.NO_TASK_IS_LEFT, "After close the store is watched still");
		}
	}

	/**
	 * What people and operators do that excuses a process.
	 */
	private enum Act {

		SIGN_OUT, CANCEL, RENEW, CLOSE, CRASH, OPERATOR, CLOCK

	}

	/**
	 * What went wrong.
	 *
	 * @param invariant what should have held
	 * @param message what was seen
	 */
	record Violation(Invariant invariant, String message) {
	}

	/**
	 * A refresh that is under way.
	 *
	 * @param replica who refreshes
	 * @param grant the login
	 * @param answer completes when it has ended
	 */
	private record Refresh(Replica replica, int grant, CompletableFuture<?> answer) {
	}

	/**
	 * What a process reads.
	 *
	 * @param grant the login
	 * @param isRestored whether an operator has put it back
	 * @param gone the logins that it learns to be gone
	 */
	record Seen(int grant, boolean isRestored, Set<Integer> gone) {
	}

}
