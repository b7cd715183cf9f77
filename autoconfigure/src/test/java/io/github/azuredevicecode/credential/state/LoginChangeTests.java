package io.github.azuredevicecode.credential.state;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
		SignedIn signIn = new SignedIn(this.nobody, (time) -> "at " + time, ADA);
		assertThat(signIn.applyTo(this.nobody.withPending(null), AT)).isNotNull()
			.satisfies((login) -> assertThat(login.tokenCache()).isEqualTo("at " + TIME))
			.satisfies((login) -> assertThat(login.signedInAt()).isEqualTo(TIME));
		assertThat(signIn.applyTo(this.nobody.signedOut(), AT)).isNull();
		assertThat(signIn.applyTo(this.ada, AT)).isNull();
	}

	@Test
	void aSignInHoldsForAnEntryThatWasEmptiedMeanwhile() {
		SignedIn signIn = new SignedIn(this.nobody, (time) -> "tokens", ADA);
		assertThat(signIn.applyTo(CachedLogin.NONE, AT)).isNotNull();
		assertThat(signIn.applyTo(this.ada.inLineage("another"), AT)).isNull();
	}

	@Test
	void aRenewalNeverUndoesASignOut() {
		Refreshed refreshed = new Refreshed(this.ada, (tokens, time) -> tokens + "+new");
		assertThat(refreshed.applyTo(this.ada.withPending(null), AT)).isNotNull()
			.satisfies((login) -> assertThat(login.tokenCache()).isEqualTo("tokens+new"));
		assertThat(refreshed.applyTo(this.ada.signedOut(), AT)).isNull();
		assertThat(refreshed.applyTo(CachedLogin.NONE, AT)).isNull();
	}

	@Test
	void aSignOutWhileTheStoreCanBeUsedHoldsForAnyLogin() {
		CachedLogin later = this.ada.signedIn("later", ADA, TIME.plusSeconds(60));
		assertThat(new SignedOut(this.ada, false, true).applyTo(later, AT)).isEqualTo(later.signedOut());
	}

	@Test
	void aSignOutOfAnOutageIsLiftedByALaterSignInAlone() {
		SignedOut signOut = new SignedOut(this.ada, false, false);
		assertThat(signOut.applyTo(this.ada.refreshed("new"), AT)).isNotNull();
		CachedLogin earlier = this.ada.signedOut().signedIn("earlier", ADA, TIME.minusSeconds(1));
		assertThat(signOut.applyTo(earlier, AT)).isEqualTo(earlier.signedOut());
		CachedLogin later = this.ada.signedOut().signedIn("later", ADA, TIME.plusSeconds(1));
		assertThat(signOut.applyTo(later, AT)).isNull();
	}

	@Test
	void aSignOutHoldsForASignInOfTheSameProcessThatWasJustWritten() {
		CachedLogin written = this.nobody.signedIn("tokens", ADA, TIME.plusSeconds(1));
		assertThat(new SignedOut(this.nobody, true, false).applyTo(written, AT)).isNotNull();
		assertThat(new SignedOut(this.nobody, false, false).applyTo(written, AT)).isNull();
	}

	@Test
	void aSignOutComesAfterTheLoginInAStoreThatWasSetBack() {
		CachedLogin known = this.ada.refreshed("a").refreshed("b");
		for (boolean atOnce : new boolean[] { true, false }) {
			CachedLogin signedOut = new SignedOut(known, false, atOnce).applyTo(this.nobody, AT);
			assertThat(signedOut).isNotNull();
			assertThat(known.isOlderThan(signedOut)).isTrue();
		}
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
		Adrift adrift = new Adrift(this.ada,
				List.of(new Entry(new Refreshed(this.ada, (tokens, time) -> tokens + "+a"), refreshed, 0)), refreshed);
		Replay replay = adrift.replayOn(this.ada.refreshed("theirs"), AT, 0);
		assertThat(replay.complete()).isTrue();
		assertThat(replay.login().tokenCache()).isEqualTo("theirs+a");
		assertThat(adrift.replayOn(this.ada.signedOut(), AT, 0).complete()).isFalse();
	}

	@Test
	void whatCameAfterASignInInMemoryComesAfterItInTheStore() {
		CachedLogin signedIn = this.nobody.signedIn("tokens", ADA, TIME);
		Adrift adrift = new Adrift(this.nobody,
				List.of(new Entry(new SignedIn(this.nobody, (time) -> "tokens", ADA), signedIn, 0),
						new Entry(new SignedOut(signedIn, false, false), signedIn.signedOut(), 0)),
				signedIn.signedOut());
		Replay replay = adrift.replayOn(CachedLogin.NONE, AT, 0);
		assertThat(replay.complete()).isTrue();
		assertThat(replay.login().authenticationRecord()).isNull();
	}

	@Test
	void aChangeIsAsOldAsTheMonotonicClockSays() {
		CachedLogin signedIn = this.nobody.signedIn("tokens", ADA, TIME);
		Adrift adrift = new Adrift(this.nobody,
				List.of(new Entry(new SignedIn(this.nobody, (time) -> "tokens", ADA), signedIn, 1_000)), signedIn);
		long tenSecondsLater = 1_000 + Duration.ofSeconds(10).toNanos();
		assertThat(adrift.replayOn(this.nobody, AT, tenSecondsLater).login().signedInAt())
			.isEqualTo(TIME.minusSeconds(10));
	}

	@Test
	void theJournalOfALongOutageIsBounded() {
		Adrift adrift = new Adrift(this.ada, List.of(), this.ada);
		for (int i = 0; i < 100; i++) {
			adrift = adrift.and(new Refreshed(this.ada, (tokens, time) -> tokens), this.ada, i);
		}
		assertThat(adrift.journal()).hasSizeLessThanOrEqualTo(32);
		assertThat(adrift.journal().get(adrift.journal().size() - 1).madeAt()).isEqualTo(99);
	}

}
