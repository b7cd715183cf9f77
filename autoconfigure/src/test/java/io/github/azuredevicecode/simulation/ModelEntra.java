package io.github.azuredevicecode.simulation;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.github.azuredevicecode.entra.http.EntraRequest;
import io.github.azuredevicecode.entra.http.EntraResponse;
import io.github.azuredevicecode.entra.http.HttpTransport;
import org.jspecify.annotations.Nullable;

/**
 * Entra and the network to it.
 */
final class ModelEntra {

	private static final Pattern REFRESH_TOKEN = Pattern.compile("rt-g(\\d+)-(\\d+)");

	// As the HTTP client of the credential has it
	private static final long READ_TIMEOUT_MILLIS = 30_000;

	private final World world;

	private final SplittableRandom random;

	private final Map<String, Code> codes = new LinkedHashMap<>();

	private final List<Grant> grants = new ArrayList<>();

	private final Map<String, Token> tokens = new HashMap<>();

	private final Map<Trouble, Long> troubles = new HashMap<>();

	ModelEntra(World world, SplittableRandom random) {
		this.world = world;
		this.random = random;
	}

	private boolean has(Trouble trouble) {
		return this.world.millis() < this.troubles.getOrDefault(trouble, 0L);
	}

	void trouble(Trouble trouble, long millis) {
		this.troubles.merge(trouble, this.world.millis() + millis, Math::max);
	}

	void heal() {
		this.troubles.clear();
	}

	void revokeAll() {
		this.grants.forEach((grant) -> grant.revoked = true);
	}

	Map<String, Code> codes() {
		return this.codes;
	}

	List<Grant> grants() {
		return this.grants;
	}

	@Nullable Grant grant(int number) {
		return (number > 0) ? this.grants.get(number - 1) : null;
	}

	@Nullable Token token(String value) {
		return this.tokens.get(value);
	}

	HttpTransport transport(Replica replica) {
		return new Transport(replica);
	}

	private EntraResponse handle(Replica replica, EntraRequest request) {
		Map<String, String> form = (request.form() != null) ? request.form() : Map.of();
		if (has(Trouble.UNAVAILABLE) && this.random.nextInt(4) > 0) {
			return new EntraResponse(503, Map.of(), "<html>Service unavailable</html>");
		}
		if (has(Trouble.TOO_MANY)) {
			return new EntraResponse(429, Map.of("Retry-After", List.of("20")), "{}");
		}
		if (request.uri().getPath().endsWith("/devicecode")) {
			return newCode(replica);
		}
		return form.containsKey("device_code") ? poll(replica, form.get("device_code"), form) : refresh(form);
	}

	private EntraResponse newCode(Replica replica) {
		Code code = new Code(this.codes.size() + 1, replica, this.world.millis());
		this.codes.put(code.deviceCode(), code);
		Setting setting = this.world.setting();
		return json(200, """
				{"device_code":"%s","user_code":"%s","verification_uri":"https://microsoft.com/devicelogin",
				"expires_in":%d,"interval":%d,"message":"To sign in, use a web browser."}"""
			.formatted(code.deviceCode(), code.userCode(), setting.codeSeconds(), setting.intervalSeconds()));
	}

	private EntraResponse poll(Replica replica, String deviceCode, Map<String, String> form) {
		Code code = this.codes.get(deviceCode);
		if (code == null) {
			return error("invalid_grant", "AADSTS70000");
		}
		long now = this.world.millis();
		if (now >= code.issuedAt + this.world.setting().codeSeconds() * 1000L) {
			return error("expired_token", "AADSTS70020");
		}
		if (has(Trouble.SLOW_DOWN) && this.random.nextInt(3) == 0) {
			return error("slow_down", "AADSTS70000");
		}
		switch (code.state) {
			case PENDING:
				return error("authorization_pending", "AADSTS70016");
			case DECLINED:
				return error("authorization_declined", "AADSTS70018");
			case REDEEMED:
				return error("invalid_grant", "AADSTS54005");
			default:
				code.state = Code.State.REDEEMED;
				Grant grant = new Grant(this.grants.size() + 1, code, replica, now);
				if (this.world.setting().refreshTokens() == Setting.RefreshTokens.OF_THE_LAST_SIGN_IN) {
					this.grants.stream()
						.filter((other) -> other.user.equals(grant.user))
						.forEach((other) -> other.revoked = true);
				}
				this.grants.add(grant);
				this.world.invariants().redeemed(replica, grant);
				return tokens(grant, form);
		}
	}

	private EntraResponse refresh(Map<String, String> form) {
		Matcher matcher = REFRESH_TOKEN.matcher(form.getOrDefault("refresh_token", ""));
		Grant grant = matcher.matches() ? grant(Integer.parseInt(matcher.group(1))) : null;
		if (grant == null || !grant.accepts(Integer.parseInt(matcher.group(2)), this.world.setting())) {
			return error("invalid_grant", "AADSTS70008");
		}
		return tokens(grant, form);
	}

	private EntraResponse tokens(Grant grant, Map<String, String> form) {
		int serial = ++grant.serial;
		long now = this.world.millis();
		Token token = new Token("at-g" + grant.number + "-" + serial, grant, now,
				now + this.world.setting().tokenSeconds() * 1000L);
		this.tokens.put(token.value(), token);
		String user = grant.user;
		return json(200, """
				{"token_type":"Bearer","scope":"%s","expires_in":%d,"access_token":"%s","refresh_token":"rt-g%d-%d",
				"id_token":"%s","client_info":"%s"}""".formatted(form.getOrDefault("scope", "scope-1"),
				this.world.setting().tokenSeconds(), token.value(), grant.number, serial, idToken(user),
				encode("{\"uid\":\"oid-" + user + "\",\"utid\":\"tenant-guid\"}")));
	}

	private static String idToken(String user) {
		return encode("{\"alg\":\"none\"}") + "." + encode("""
				{"iss":"https://login.microsoftonline.com/tenant-guid/v2.0","aud":"client","tid":"tenant-guid",\
				"oid":"oid-%s","sub":"sub-%s","preferred_username":"%s@contoso.example"}""".formatted(user, user, user))
				+ ".";
	}

	private static String encode(String json) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
	}

	private static EntraResponse error(String code, String number) {
		return json(400, "{\"error\":\"" + code + "\",\"error_description\":\"" + number + ": " + code + "\"}");
	}

	private static EntraResponse json(int status, String body) {
		return new EntraResponse(status, Map.of(), body);
	}

	private long latencyNanos() {
		if (has(Trouble.SLOW)) {
			return this.random.nextLong(20_000_000_000L);
		}
		int most = this.world.setting().entraMillis();
		return (most > 0) ? this.random.nextLong(most * 1_000_000L) : 0;
	}

	/**
	 * What can be wrong for a while.
	 */
	enum Trouble {

		DOWN, UNAVAILABLE, TOO_MANY, SLOW, LOSES_ANSWERS, SLOW_DOWN

	}

	/**
	 * A device code.
	 */
	static final class Code {

		private final int number;

		private final Replica issuedTo;

		private final long issuedAt;

		private State state = State.PENDING;

		private @Nullable String approvedBy;

		private long shownAt = -1;

		Code(int number, Replica issuedTo, long issuedAt) {
			this.number = number;
			this.issuedTo = issuedTo;
			this.issuedAt = issuedAt;
		}

		int number() {
			return this.number;
		}

		String deviceCode() {
			return "dc-" + this.number;
		}

		String userCode() {
			return "CODE" + this.number;
		}

		long issuedAt() {
			return this.issuedAt;
		}

		State state() {
			return this.state;
		}

		boolean showFirst(long now) {
			boolean first = this.shownAt < 0;
			this.shownAt = first ? now : this.shownAt;
			return first;
		}

		boolean isShown() {
			return this.shownAt >= 0;
		}

		void answer(Schedule.Answer answer) {
			if (this.state == State.PENDING && answer.kind() != Schedule.Answer.Kind.NEVER) {
				this.state = (answer.kind() == Schedule.Answer.Kind.APPROVE) ? State.APPROVED : State.DECLINED;
				this.approvedBy = answer.user();
			}
		}

		/**
		 * What has become of a code.
		 */
		enum State {

			PENDING, APPROVED, DECLINED, REDEEMED

		}

	}

	/**
	 * A user's login: the refresh tokens that come from one code.
	 */
	static final class Grant {

		private final int number;

		private final Code code;

		private final String user;

		private final Replica redeemedBy;

		private final long redeemedAt;

		private int serial;

		private boolean revoked;

		private long deliveredAt = -1;

		Grant(int number, Code code, Replica redeemedBy, long redeemedAt) {
			this.number = number;
			this.code = code;
			this.user = String.valueOf(code.approvedBy);
			this.redeemedBy = redeemedBy;
			this.redeemedAt = redeemedAt;
		}

		int number() {
			return this.number;
		}

		Code code() {
			return this.code;
		}

		String user() {
			return this.user;
		}

		Replica redeemedBy() {
			return this.redeemedBy;
		}

		long redeemedAt() {
			return this.redeemedAt;
		}

		long deliveredAt() {
			return this.deliveredAt;
		}

		boolean isRevoked() {
			return this.revoked;
		}

		boolean accepts(int serial, Setting setting) {
			return !this.revoked
					&& (setting.refreshTokens() != Setting.RefreshTokens.SINGLE_USE || serial == this.serial);
		}

		@Override
		public String toString() {
			return "login " + this.number + " of " + this.user;
		}

	}

	/**
	 * An access token.
	 *
	 * @param value the token
	 * @param grant whose
	 * @param issuedAt when it was issued
	 * @param expiresAt when it expires
	 */
	record Token(String value, Grant grant, long issuedAt, long expiresAt) {
	}

	/**
	 * The network of one process.
	 */
	private final class Transport implements HttpTransport {

		private final Replica replica;

		private final List<CompletableFuture<EntraResponse>> pending = new ArrayList<>();

		private boolean closed;

		Transport(Replica replica) {
			this.replica = replica;
		}

		@Override
		public CompletableFuture<EntraResponse> send(EntraRequest request) {
			ModelEntra entra = ModelEntra.this;
			Scheduler scheduler = entra.world.scheduler();
			entra.world.invariants().entraRequest(this.replica, request);
			scheduler.yieldPoint();
			CompletableFuture<EntraResponse> answer = new CompletableFuture<>();
			if (request.form() != null && request.form().containsKey("refresh_token")) {
				Matcher matcher = REFRESH_TOKEN.matcher(request.form().get("refresh_token"));
				entra.world.invariants()
					.refreshes(this.replica, matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0, answer);
			}
			if (this.closed) {
				answer.completeExceptionally(new IOException("closed"));
				return answer;
			}
			this.pending.add(answer);
			if (has(Trouble.DOWN)) {
				scheduler.at(5_000_000, this.replica,
						() -> complete(answer, () -> answer.completeExceptionally(new ConnectException("refused"))));
				return answer;
			}
			long there = latencyNanos();
			long back = latencyNanos();
			scheduler.at(there, null, () -> {
				EntraResponse response = handle(this.replica, request);
				boolean lost = has(Trouble.LOSES_ANSWERS) && entra.random.nextBoolean();
				Grant fresh = (response.status() == 200 && request.form() != null
						&& request.form().containsKey("device_code")) ? entra.grants.get(entra.grants.size() - 1)
								: null;
				if (lost || (there + back) / 1_000_000 > READ_TIMEOUT_MILLIS) {
					scheduler.at(lost ? back : READ_TIMEOUT_MILLIS * 1_000_000 - there, this.replica,
							() -> complete(answer, () -> answer.completeExceptionally(new IOException("reset"))));
				}
				else {
					scheduler.at(back, this.replica, () -> complete(answer, () -> {
						if (fresh != null && !answer.isDone()) {
							fresh.deliveredAt = entra.world.millis();
							entra.world.invariants().delivered(this.replica, fresh);
						}
						answer.complete(response);
					}));
				}
			});
			return answer;
		}

		private void complete(CompletableFuture<EntraResponse> answer, Runnable completion) {
			this.pending.remove(answer);
			if (!answer.isDone()) {
				ModelEntra.this.world.scheduler().start(this.replica, "answer", completion);
			}
		}

		@Override
		public void close() {
			this.closed = true;
			for (CompletableFuture<EntraResponse> answer : List.copyOf(this.pending)) {
				complete(answer, () -> answer.completeExceptionally(new IOException("closed")));
			}
		}

	}

}
