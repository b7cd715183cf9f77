package io.github.azuredevicecode.credential.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.credential.state.LoginChange.Refreshed;
import io.github.azuredevicecode.credential.state.LoginChange.Restored;
import io.github.azuredevicecode.credential.state.LoginChange.SignedIn;
import io.github.azuredevicecode.credential.state.LoginChange.SignedOut;
import io.github.azuredevicecode.credential.state.LoginState.Adrift;
import io.github.azuredevicecode.credential.state.LoginState.Entry;
import io.github.azuredevicecode.credential.state.LoginState.Replay;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoginChange} and for the journal of {@link LoginState}.
 */
class LoginChangeTests {

	private static final Instant TIME = Instant.parse("2026-01-01T12:00:00Z");

	private static final Supplier<Instant> AT = () -> TIME;

	private static final AuthenticationRecord ADA = new AuthenticationRecord("login.microsoftonline.com", "client",
			"oid.tenant", "tenant", "ada@contoso.example");

	private final CachedLogin nobody = new CachedLogin("lineage", 0, 3, "", null, null, null, null);

	private final CachedLogin ada = this.nobody.signedIn("tokens", ADA, TIME);

	@Test
	void aSignInHoldsForTheLoginThatItBeganWith() {
		SignedIn signIn = new SignedIn(this.nobody, (time) -> "at " + time, ADA, Duration.ZERO);
		assertThat(signIn.applyTo(this.nobody.withPending(null), AT)).isNotNull()
			.satisfies((login) -> assertThat(login.tokenCache()).isEqualTo("at " + TIME))
			.satisfies((login) -> assertThat(login.signedInAt()).isEqualTo(TIME));
		assertThat(signIn.applyTo(this.nobody.signedOut(), AT)).isNull();
		assertThat(signIn.applyTo(this.ada, AT)).isNull();
	}

	@Test
	void aSignInHoldsForAnEntryThatWasEmptiedMeanwhile() {
		SignedIn signIn = new SignedIn(this.nobody, (time) -> "tokens", ADA, Duration.ZERO);
		assertThat(signIn.applyTo(CachedLogin.NONE, AT)).isNotNull();
		assertThat(signIn.applyTo(this.ada.inLineage("another"), AT)).isNull();
	}

	@Test
	void aSignInIntoAnEmptyEntryComesAfterTheLoginThatOthersKnow() {
		SignedIn signIn = new SignedIn(this.ada, (time) -> "tokens", ADA, Duration.ZERO);
		assertThat(signIn.applyTo(CachedLogin.NONE, AT)).isNotNull()
			.satisfies((login) -> assertThat(login.generation()).isEqualTo(this.ada.generation() + 1));
	}

	@Test
	void aSignOutInAnEntryThatWasEmptiedEndsTheSignInBeforeIt() {
		SignedIn signIn = new SignedIn(this.nobody, (time) -> "tokens", ADA, Duration.ZERO);
		SignedOut signOut = new SignedOut(null, false, true, 0);
		assertThat(signIn.applyTo(signedOut(signOut, TIME.plusSeconds(1)), AT)).isNull();
		assertThat(signIn.applyTo(signedOut(signOut, TIME.minusSeconds(1)), AT)).isNotNull();
	}

	private static CachedLogin signedOut(CachedLogin login) {
		return new CachedLogin(login.lineage(), TIME.getEpochSecond(), login.version() + 1, "", null, null, null, null);
	}

	private static CachedLogin signedOut(SignedOut change, Instant at) {
		return Objects.requireNonNull(change.applyTo(CachedLogin.NONE.inLineage("another"), () -> at));
	}

	@Test
	void aSignOutInAnEmptyEntryComesAfterTheLoginThatOthersKnow() {
		CachedLogin ahead = new CachedLogin("lineage", TIME.getEpochSecond() + 600, 7, "tokens", ADA, TIME, null, null);
		assertThat(new SignedOut(ahead, false, true, 0).applyTo(CachedLogin.NONE, AT)).isNotNull()
			.satisfies((login) -> assertThat(ahead.isOlderThan(login)).isTrue());
	}

	@Test
	void aSignOutIsNumberedByTheTimeOfTheStoreOnceItIsKnown() {
		long byOwnClock = TIME.minusSeconds(600).getEpochSecond();
		assertThat(new SignedOut(this.ada, false, true, byOwnClock).applyTo(this.ada, AT)).isNotNull()
			.satisfies((login) -> assertThat(login.generation()).isEqualTo(TIME.getEpochSecond()));
	}

	@Test
	void aSignInReplacesAnEarlierOneThatWasWrittenMeanwhile() {
		SignedIn signIn = new SignedIn(this.nobody, (time) -> "mine", ADA, Duration.ZERO);
		CachedLogin earlier = this.nobody.signedIn("earlier", ADA, TIME.minusSeconds(60));
		assertThat(signIn.applyTo(earlier, AT)).isNotNull()
			.satisfies((login) -> assertThat(login.tokenCache()).isEqualTo("mine"));
		assertThat(signIn.applyTo(this.nobody.signedIn("later", ADA, TIME.plusSeconds(1)), AT)).isNull();
		assertThat(signIn.applyTo(this.nobody.signedOut().signedIn("after a sign-out", ADA, TIME.minusSeconds(60)), AT))
			.isNull();
	}

	@Test
	void aLaterSignInInAStoreThatWasSetBackIsFollowed() {
		CachedLogin known = this.ada.signedIn("known", ADA, TIME.plusSeconds(10));
		assertThat(Restored.isSetBack(this.ada, known)).isTrue();
		assertThat(Restored.isSetBack(this.nobody.signedIn("later", ADA, TIME.plusSeconds(20)), known)).isFalse();
	}

	@Test
	void aRenewalNeverUndoesASignOut() {
		Refreshed refreshed = new Refreshed(this.ada, (tokens, time) -> tokens + "+new", Duration.ZERO);
		assertThat(refreshed.applyTo(this.ada.withPending(null), AT)).isNotNull()
			.satisfies((login) -> assertThat(login.tokenCache()).isEqualTo("tokens+new"));
		assertThat(refreshed.applyTo(this.ada.signedOut(), AT)).isNull();
		assertThat(refreshed.applyTo(CachedLogin.NONE, AT)).isNull();
	}

	@Test
	void aSignOutWhileTheStoreCanBeUsedHoldsForAnyLogin() {
		CachedLogin later = this.ada.signedIn("later", ADA, TIME.plusSeconds(60));
		assertThat(new SignedOut(this.ada, false, true, 0).applyTo(later, AT)).isEqualTo(signedOut(later));
	}

	@Test
	void aSignOutOfAnOutageIsLiftedByALaterSignInAlone() {
		SignedOut signOut = new SignedOut(this.ada, false, false, 0);
		assertThat(signOut.applyTo(this.ada.refreshed("new"), AT)).isNotNull();
		CachedLogin earlier = this.ada.signedOut().signedIn("earlier", ADA, TIME.minusSeconds(1));
		assertThat(signOut.applyTo(earlier, AT)).isEqualTo(signedOut(earlier));
		CachedLogin later = this.ada.signedOut().signedIn("later", ADA, TIME.plusSeconds(1));
		assertThat(signOut.applyTo(later, AT)).isNull();
	}

	@Test
	void aSignOutOfAnOutageIsNotLostWhereAValueOfAnotherKeyLooksLikeNone() {
		assertThat(new SignedOut(this.ada, false, false, 0).applyTo(CachedLogin.NONE, AT)).isNotNull();
		assertThat(new SignedOut(this.ada, false, false, 0).applyTo(this.ada.signedOut(), AT)).isNull();
	}

	@Test
	void aSignOutHoldsForASignInOfTheSameProcessThatWasJustWritten() {
		CachedLogin written = this.nobody.signedIn("tokens", ADA, TIME.plusSeconds(1));
		assertThat(new SignedOut(this.nobody, true, false, 0).applyTo(written, AT)).isNotNull();
		assertThat(new SignedOut(this.nobody, false, false, 0).applyTo(written, AT)).isNull();
	}

	@Test
	void aSignOutComesAfterTheLoginInAStoreThatWasSetBack() {
		CachedLogin known = this.ada.refreshed("a").refreshed("b");
		for (boolean atOnce : new boolean[] { true, false }) {
			CachedLogin signedOut = new SignedOut(known, false, atOnce, 0).applyTo(this.nobody, AT);
			assertThat(signedOut).isNotNull();
			assertThat(known.isOlderThan(signedOut)).isTrue();
		}
	}

	@Test
	void aSignOutComesAfterAllBeforeItInAStoreThatWasSetBackUnnoticed() {
		long second = TIME.getEpochSecond();
		CachedLogin signedOut = new SignedOut(null, false, false, second).applyTo(this.nobody, AT);
		assertThat(signedOut).isNotNull();
		assertThat(this.ada.refreshed("a").refreshed("b").isOlderThan(signedOut)).isTrue();
		CachedLogin again = new SignedOut(signedOut, false, true, second).applyTo(signedOut, AT);
		assertThat(again).isNotNull().satisfies((login) -> assertThat(signedOut.isOlderThan(login)).isTrue());
	}

	@Test
	void theJournalIsReplayedOnWhatThisProcessKnowsIfTheStoreWasSetBack() {
		CachedLogin bob = this.ada.signedIn("tokens", ADA, TIME);
		CachedLogin refreshed = bob.refreshed("tokens+a");
		Adrift adrift = new Adrift(bob,
				List.of(new Entry(new Refreshed(bob, (tokens, time) -> tokens + "+a", Duration.ZERO), refreshed, 0)),
				refreshed);
		Replay replay = adrift.replayOn(this.ada, (nanoTime) -> TIME);
		assertThat(replay.complete()).isTrue();
		assertThat(replay.login().tokenCache()).isEqualTo("tokens+a");
		assertThat(bob.isOlderThan(replay.login())).isTrue();
	}

	@Test
	void whatIsRestoredKeepsASignInThatHasBegunSince() {
		CachedLogin known = this.ada.refreshed("new");
		assertThat(new Restored(known).applyTo(this.ada, AT)).isNotNull()
			.satisfies((login) -> assertThat(login.tokenCache()).isEqualTo("new"))
			.satisfies((login) -> assertThat(login.version()).isGreaterThan(known.version()));
		assertThat(new Restored(this.ada).applyTo(known, AT)).isNull();
	}

	@Test
	void theJournalIsReplayedOnWhatOthersHaveLeft() {
		CachedLogin refreshed = this.ada.refreshed("tokens+a");
		Adrift adrift = new Adrift(this.ada, List
			.of(new Entry(new Refreshed(this.ada, (tokens, time) -> tokens + "+a", Duration.ZERO), refreshed, 0)),
				refreshed);
		Replay replay = adrift.replayOn(this.ada.refreshed("theirs"), (nanoTime) -> TIME);
		assertThat(replay.complete()).isTrue();
		assertThat(replay.login().tokenCache()).isEqualTo("theirs+a");
		assertThat(adrift.replayOn(this.ada.signedOut(), (nanoTime) -> TIME).complete()).isFalse();
	}

	@Test
	void whatCameAfterASignInInMemoryComesAfterItInTheStore() {
		CachedLogin signedIn = this.nobody.signedIn("tokens", ADA, TIME);
		Adrift adrift = new Adrift(this.nobody,
				List.of(new Entry(new SignedIn(this.nobody, (time) -> "tokens", ADA, Duration.ZERO), signedIn, 0),
						new Entry(new SignedOut(signedIn, false, false, 0), signedIn.signedOut(), 0)),
				signedIn.signedOut());
		Replay replay = adrift.replayOn(CachedLogin.NONE, (nanoTime) -> TIME);
		assertThat(replay.complete()).isTrue();
		assertThat(replay.login().authenticationRecord()).isNull();
	}

	@Test
	void aRenewalIsKeptAlthoughTheEntryCouldNotBeReadMeanwhile() {
		CachedLogin signedOut = this.ada.signedOut();
		SignedIn signIn = new SignedIn(signedOut, (time) -> "tokens", ADA, Duration.ZERO);
		CachedLogin mine = Objects.requireNonNull(signIn.applyTo(CachedLogin.NONE, AT)).inLineage("mine");
		Adrift adrift = new Adrift(CachedLogin.NONE, List.of(new Entry(signIn, mine, 0)), mine);
		CachedLogin followed = adrift.replayOn(CachedLogin.NONE, (nanoTime) -> TIME).login();
		assertThat(followed.isSameLoginAs(mine)).isTrue();
		adrift = adrift.and(new Refreshed(followed, (tokens, time) -> tokens + "+new", Duration.ZERO),
				followed.refreshed("tokens+new"), 0);
		assertThat(adrift.replayOn(signedOut, (nanoTime) -> TIME).login().tokenCache()).isEqualTo("tokens+new");
	}

	@Test
	void aRenewalOfASignInThatCameTooLateIsNotMixedIntoTheLoginOfAnother() {
		CachedLogin mine = this.nobody.signedIn("mine", ADA, TIME);
		Adrift adrift = new Adrift(this.nobody,
				List.of(new Entry(new SignedIn(this.nobody, (time) -> "mine", ADA, Duration.ZERO), mine, 0),
						new Entry(new Refreshed(mine, (tokens, time) -> tokens + "+mine", Duration.ZERO),
								mine.refreshed("mine+mine"), 0)),
				mine.refreshed("mine+mine"));
		CachedLogin theirs = this.nobody.signedIn("theirs", ADA, TIME);
		Replay replay = adrift.replayOn(theirs, (nanoTime) -> TIME);
		assertThat(replay.complete()).isFalse();
		assertThat(replay.login()).isEqualTo(theirs);
	}

	@Test
	void aChangeIsAsOldAsTheMonotonicClockSays() {
		CachedLogin signedIn = this.nobody.signedIn("tokens", ADA, TIME);
		Adrift adrift = new Adrift(this.nobody,
				List.of(new Entry(new SignedIn(this.nobody, (time) -> "tokens", ADA, Duration.ZERO), signedIn, 1_000)),
				signedIn);
		long tenSecondsLater = 1_000 + Duration.ofSeconds(10).toNanos();
		assertThat(adrift.replayOn(this.nobody, (nanoTime) -> TIME.minusNanos(tenSecondsLater - nanoTime))
			.login()
			.signedInAt()).isEqualTo(TIME.minusSeconds(10));
	}

	@Test
	void theJournalOfALongOutageIsBounded() {
		Adrift adrift = new Adrift(this.ada, List.of(), this.ada);
		for (int i = 0; i < 100; i++) {
			adrift = adrift.and(new Refreshed(this.ada, (tokens, time) -> tokens, Duration.ZERO), this.ada, i);
		}
		assertThat(adrift.journal()).hasSizeLessThanOrEqualTo(32);
		assertThat(adrift.journal().get(adrift.journal().size() - 1).madeAt()).isEqualTo(99);
	}

}
