package io.github.azuredevicecode;

import java.net.URI;
import java.time.Instant;
import java.util.Set;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CachedLogin}.
 */
class CachedLoginTests {

	private static final AuthenticationRecord ADA = new AuthenticationRecord("login.microsoftonline.com", "client",
			"oid.tenant", "tenant", "ada@contoso.example");

	private static final PendingSignIn PENDING = new PendingSignIn("attempt", "device-code", "USERCODE1",
			URI.create("https://microsoft.com/devicelogin"), "", Instant.EPOCH, 5, "tenant", Set.of("scope"), null,
			"owner", Instant.EPOCH);

	private static final RefreshLease LEASE = new RefreshLease("owner", Instant.EPOCH);

	private final CachedLogin login = new CachedLogin("lineage", 3, 7, "tokens", ADA, Instant.EPOCH, PENDING, LEASE);

	@Test
	void eachChangeIsTheNextVersion() {
		assertThat(this.login.withPending(null))
			.isEqualTo(new CachedLogin("lineage", 3, 8, "tokens", ADA, Instant.EPOCH, null, LEASE));
		assertThat(this.login.withRefreshLease(null))
			.isEqualTo(new CachedLogin("lineage", 3, 8, "tokens", ADA, Instant.EPOCH, PENDING, null));
		assertThat(this.login.refreshed("new"))
			.isEqualTo(new CachedLogin("lineage", 3, 8, "new", ADA, Instant.EPOCH, PENDING, null));
	}

	@Test
	void aSignInAndASignOutAreTheNextGeneration() {
		assertThat(this.login.signedIn("new", ADA, Instant.MAX))
			.isEqualTo(new CachedLogin("lineage", 4, 8, "new", ADA, Instant.MAX, null, null));
		assertThat(this.login.signedOut()).isEqualTo(new CachedLogin("lineage", 4, 8, "", null, null, null, null));
	}

	@Test
	void isTheSameLoginUntilSomebodySignsInOrOut() {
		assertThat(this.login.isSameLoginAs(this.login.refreshed("new").withPending(null))).isTrue();
		assertThat(this.login.isSameLoginAs(this.login.signedOut())).isFalse();
		assertThat(this.login.isSameLoginAs(this.login.inLineage("another"))).isFalse();
	}

	@Test
	void isNoOtherUsersLoginOfTheSameNumber() {
		AuthenticationRecord bob = new AuthenticationRecord("login.microsoftonline.com", "client", "oid-bob.tenant",
				"tenant", "bob@contoso.example");
		CachedLogin bobs = new CachedLogin("lineage", 3, 9, "tokens of Bob", bob, Instant.EPOCH, null, null);
		assertThat(this.login.isSameLoginAs(bobs)).isFalse();
		assertThat(this.login.isOlderThan(bobs)).isFalse();
	}

	@Test
	void isOlderWithinItsLineageByGenerationAndThenByVersion() {
		assertThat(this.login.isOlderThan(this.login.refreshed("new"))).isTrue();
		assertThat(this.login.refreshed("new").isOlderThan(this.login)).isFalse();
		assertThat(this.login.isOlderThan(this.login)).isFalse();
		assertThat(this.login.signedOut().atVersion(1).isOlderThan(this.login)).isFalse();
		assertThat(this.login.isOlderThan(this.login.signedOut().atVersion(1))).isTrue();
		assertThat(this.login.isOlderThan(this.login.signedOut().inLineage("another"))).isFalse();
	}

	@Test
	void showsNoToken() {
		assertThat(this.login).hasToString("CachedLogin[lineage=lineage, generation=3, version=7]");
	}

}
