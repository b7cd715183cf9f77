package io.github.azuredevicecode.cache.codec;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.github.azuredevicecode.CachedLogin;
import io.github.azuredevicecode.CachedLoginKey;
import io.github.azuredevicecode.LoginMode;
import io.github.azuredevicecode.PendingSignIn;
import io.github.azuredevicecode.RefreshLease;
import io.github.azuredevicecode.TokenCacheException;
import io.github.azuredevicecode.cache.SampleLogins;
import io.github.azuredevicecode.cache.UnreadableLoginException;
import io.github.azuredevicecode.json.JsonObjects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The form of a stored login.
 */
class JsonLoginCodecTests {

	private final JsonLoginCodec codec = new JsonLoginCodec();

	@Test
	void readsAllThatItHasWritten() throws Exception {
		CachedLogin login = new CachedLogin("lineage", 3, 17, "{\"AccessToken\":{\"é\":\"\\u0000\"}}",
				SampleLogins.RECORD, Instant.parse("2026-01-01T00:00:00Z"), SampleLogins.PENDING,
				new RefreshLease("owner", Instant.parse("2026-01-01T00:00:00Z")));
		assertThat(roundTrip(login)).isEqualTo(login);
	}

	@Test
	void readsALoginWithoutARecordAndWithoutASignIn() throws Exception {
		CachedLogin login = new CachedLogin("lineage", 3, Long.MAX_VALUE, "", null, null, null, null);
		assertThat(roundTrip(login)).isEqualTo(login);
	}

	@Test
	void readsASignInWithoutClaims() throws Exception {
		PendingSignIn pending = new PendingSignIn("attempt-1", "device-code-1", "ABC-123",
				SampleLogins.PENDING.verificationUri(), "", SampleLogins.PENDING.expiresAt(), 0, "contoso", Set.of(),
				null, "owner-1", SampleLogins.PENDING.leaseUntil());
		CachedLogin login = CachedLogin.NONE.withPending(pending);
		assertThat(roundTrip(login)).isEqualTo(login);
	}

	@Test
	void refusesASignInThatNobodyCouldJoin() {
		String written = json(CachedLogin.NONE.withPending(SampleLogins.PENDING));
		for (List<String> change : List.of(List.of("\"scope-1\"", "\"\\u001b[2J\""),
				List.of("\"contoso\",\"scopes", "\"../x\",\"scopes"), List.of("{\\\"claims\\\":1}", "["),
				List.of("2026-01-02T03:04:05.678Z", "+1000000000-12-31T23:59:59Z"),
				List.of("2026-01-02T03:00:00Z", "-1000000000-01-01T00:00:00Z"))) {
			String changed = written.replace(change.get(0), change.get(1));
			assertThat(changed).isNotEqualTo(written);
			assertThatExceptionOfType(UnreadableLoginException.class).as(change.toString())
				.isThrownBy(() -> this.codec.decode(SampleLogins.KEY, changed.getBytes(StandardCharsets.UTF_8)))
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(UnreadableLoginException.Kind.CORRUPT));
		}
	}

	@Test
	void readsNoIntervalThatIsLongerThanAnHour() throws Exception {
		String written = json(CachedLogin.NONE.withPending(SampleLogins.PENDING));
		String changed = written.replace("\"intervalSeconds\":5", "\"intervalSeconds\":" + Long.MAX_VALUE);
		assertThat(changed).isNotEqualTo(written);
		PendingSignIn pending = this.codec.decode(SampleLogins.KEY, changed.getBytes(StandardCharsets.UTF_8)).pending();
		assertThat(pending).isNotNull();
		assertThat(pending.intervalSeconds()).isEqualTo(3600);
	}

	@Test
	void readsATokenCacheOfEightMegabytesThatIsAllQuotes() throws Exception {
		CachedLogin login = SampleLogins.signedIn("\"".repeat(8 * 1024 * 1024));
		assertThat(roundTrip(login).tokenCache()).hasSize(login.tokenCache().length());
	}

	@Test
	void doesNotWriteWhatItCouldNotRead() {
		CachedLogin login = SampleLogins.signedIn("x".repeat(33 * 1024 * 1024));
		assertThatExceptionOfType(TokenCacheException.class)
			.isThrownBy(() -> this.codec.encode(SampleLogins.KEY, login));
	}

	@Test
	void writesFormatOne() {
		assertThat(json(SampleLogins.signedIn("tokens"))).contains("\"format\":1,");
	}

	@Test
	void refusesALoginOfAnyOtherKey() {
		byte[] bytes = this.codec.encode(SampleLogins.KEY, SampleLogins.signedIn("tokens"));
		String authority = SampleLogins.KEY.authority();
		for (CachedLoginKey other : Set.of(
				new CachedLoginKey("other", "client-1", authority, "contoso", LoginMode.STANDARD),
				new CachedLoginKey("default", "client-2", authority, "contoso", LoginMode.STANDARD),
				new CachedLoginKey("default", "client-1", "https://login.microsoftonline.us", "contoso",
						LoginMode.STANDARD),
				new CachedLoginKey("default", "client-1", authority, "fabrikam", LoginMode.STANDARD),
				new CachedLoginKey("default", "client-1", authority, "contoso",
						LoginMode.CONTINUOUS_ACCESS_EVALUATION))) {
			assertThatExceptionOfType(UnreadableLoginException.class).as(other.toString())
				.isThrownBy(() -> this.codec.decode(other, bytes))
				.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(UnreadableLoginException.Kind.CORRUPT));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"format\":2}", "{\"format\":99999999999999999999,\"what\":[]}", "{\"format\":1.5}" })
	void tellsANewerFormat(String text) {
		assertThatExceptionOfType(UnreadableLoginException.class).isThrownBy(() -> decode(text))
			.extracting(UnreadableLoginException::getKind)
			.isEqualTo(UnreadableLoginException.Kind.NEWER_FORMAT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "SECRET", "{\"SECRET\":", "[\"SECRET\"]", "{}", "{\"format\":0}", "{\"format\":-1}",
			"{\"format\":\"SECRET\"}", "{\"format\":null}", "{\"format\":1,\"name\":\"SECRET\"}", "{\"format\":1}{}",
			"{\"format\":1,\"format\":1}", "{\"format\":1e99999999999}", "{\"format\":NaN}",
			"{\"Account\":\"SECRET\",\"AccessToken\":{}}" })
	void callsAnythingElseCorruptAndDoesNotQuoteIt(String text) {
		assertThatExceptionOfType(UnreadableLoginException.class).isThrownBy(() -> decode(text))
			.satisfies((ex) -> assertThat(ex.getKind()).isEqualTo(UnreadableLoginException.Kind.CORRUPT))
			.withMessageNotContaining("SECRET")
			.withNoCause();
	}

	@Test
	void refusesALoginWithoutAnyOneOfItsMembers() {
		CachedLogin login = SampleLogins.signedIn("tokens").withPending(SampleLogins.PENDING);
		for (String name : Set.of("format", "name", "clientId", "authority", "tenantId", "cae", "generation", "version",
				"tokenCache")) {
			Map<String, Object> json = JsonObjects.parse(json(login));
			json.remove(name);
			assertThatExceptionOfType(UnreadableLoginException.class).as(name)
				.isThrownBy(() -> decode(JsonObjects.write(json)))
				.withMessageContaining("'" + name + "'");
		}
	}

	@Test
	void refusesASignInWithAMemberThatIsDamaged() {
		CachedLogin login = SampleLogins.signedIn("tokens").withPending(SampleLogins.PENDING);
		String json = json(login);
		for (String[] change : new String[][] { { "2026-01-02T03:04:05.678Z", "SECRET" },
				{ "https://microsoft.com/devicelogin", "SECRET SECRET" }, { "\"intervalSeconds\":5", "\"x\":5" },
				{ "\"intervalSeconds\":5", "\"intervalSeconds\":0.5" }, { "\"scopes\":[", "\"scopes\":[7," },
				{ "\"scopes\":[", "\"scopes\":\"SECRET\",\"x\":[" }, { "\"owner\"", "\"who\"" },
				{ "ada@contoso.example", "\\\"" } }) {
			assertThat(json).contains(change[0]);
			assertThatExceptionOfType(UnreadableLoginException.class).as(change[1])
				.isThrownBy(() -> decode(json.replace(change[0], change[1])))
				.withMessageNotContaining("SECRET");
		}
	}

	@Test
	void refusesBytesThatAreNotUtf8() {
		assertThatExceptionOfType(UnreadableLoginException.class)
			.isThrownBy(() -> this.codec.decode(SampleLogins.KEY, new byte[] { '{', '"', (byte) 0xff, '"', '}' }));
	}

	private CachedLogin roundTrip(CachedLogin login) throws UnreadableLoginException {
		return this.codec.decode(SampleLogins.KEY, this.codec.encode(SampleLogins.KEY, login));
	}

	private String json(CachedLogin login) {
		return new String(this.codec.encode(SampleLogins.KEY, login), StandardCharsets.UTF_8);
	}

	private CachedLogin decode(String text) throws UnreadableLoginException {
		return this.codec.decode(SampleLogins.KEY, text.getBytes(StandardCharsets.UTF_8));
	}

}
