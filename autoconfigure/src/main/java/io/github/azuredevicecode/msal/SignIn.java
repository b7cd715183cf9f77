package io.github.azuredevicecode.msal;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;

import io.github.azuredevicecode.AuthenticationRecord;
import io.github.azuredevicecode.ClientAuthenticationException;
import io.github.azuredevicecode.DeviceCodeCredentialOptions;
import io.github.azuredevicecode.DeviceCodePrompt;
import io.github.azuredevicecode.ServiceError;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.TokenRequest;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to sign a user in: asks for a code, shows it, and polls until the user has
 * answered (RFC 8628). Between two polls it holds no thread.
 */
final class SignIn {

	private static final String GRANT_TYPE = "urn:ietf:params:oauth:grant-type:device_code";

	private final DeviceCodeCredentialOptions options;

	private final TokenRequest request;

	private final String tenantId;

	private final EntraEndpoints endpoints;

	private final SignInResources resources;

	private final String attemptId = UUID.randomUUID().toString();

	private final Map<String, String> headers = Map.of("client-request-id", this.attemptId, "return-client-request-id",
			"true");

	private final CompletableFuture<Result> result = new CompletableFuture<>();

	private volatile @Nullable Future<?> underWay;

	private volatile @Nullable String lastProblem;

	SignIn(DeviceCodeCredentialOptions options, TokenRequest request, SignInResources resources) {
		this.options = options;
		this.request = request;
		this.tenantId = TenantResolver.resolved(request);
		this.endpoints = EntraEndpoints.of(options.authority(), this.tenantId);
		this.resources = resources;
	}

	String attemptId() {
		return this.attemptId;
	}

	CompletableFuture<Result> result() {
		return this.result;
	}

	void start() {
		if (this.result.isDone()) {
			return;
		}
		CompletableFuture<HttpAnswer> answer = Futures.compose(this.resources.discovery().confirm(this.tenantId),
				(confirmed) -> this.resources.transport()
					.send(new FormRequest(this.endpoints.deviceAuthorization(), authorizationForm(), this.headers)));
		underWay(answer);
		answer.whenComplete((received, failure) -> {
			if (failure != null) {
				fail(Failures.unreachable(this.endpoints.deviceAuthorization(), failure));
			}
			else {
				run(() -> begin(received));
			}
		});
	}

	/**
	 * End the attempt at once.
	 * @param reason why
	 */
	void cancel(String reason) {
		fail(new SignInCancelledException(reason));
	}

	private Map<String, String> authorizationForm() {
		Set<String> scopes = new LinkedHashSet<>(this.request.scopes());
		scopes.addAll(List.of("offline_access", "openid", "profile"));
		Map<String, String> form = new LinkedHashMap<>();
		form.put("client_id", this.options.clientId());
		form.put("scope", String.join(" ", scopes));
		addClaims(form);
		return form;
	}

	private Map<String, String> tokenForm(String deviceCode) {
		Map<String, String> form = new LinkedHashMap<>();
		form.put("grant_type", GRANT_TYPE);
		form.put("client_id", this.options.clientId());
		form.put("device_code", deviceCode);
		// The name of the parameter before RFC 8628, which older authorities read
		form.put("code", deviceCode);
		form.put("client_info", "1");
		addClaims(form);
		return form;
	}

	private void addClaims(Map<String, String> form) {
		String claims = Claims.toParameter(this.request.claims(), this.request.cae());
		if (claims != null) {
			form.put("claims", claims);
		}
	}

	private void begin(HttpAnswer answer) {
		long issuedAt = this.resources.time().nanoTime();
		DeviceAuthorization authorization = authorize(answer);
		prompt(authorization);
		if (this.result.isDone()) {
			return;
		}
		Duration now = since(issuedAt);
		Duration timeout = this.options.timeout();
		Polling polling = new Polling(authorization.interval(), authorization.lifetime(),
				(timeout != null) ? now.plus(timeout) : null);
		proceed(polling.first(now), polling, authorization, issuedAt);
	}

	private DeviceAuthorization authorize(HttpAnswer answer) {
		ServiceError error = ServiceErrors.parse(answer);
		if (error != null) {
			throw new ClientAuthenticationException("Couldn't begin authentication: " + error.text(), error, null);
		}
		URI uri = this.endpoints.deviceAuthorization();
		if (answer.status() != 200) {
			throw Failures.unusable(uri, answer, "couldn't begin authentication");
		}
		try {
			return DeviceAuthorization.parse(answer.body());
		}
		catch (IllegalArgumentException ex) {
			throw Failures.invalidJson(uri, String.valueOf(ex.getMessage()));
		}
	}

	private void prompt(DeviceAuthorization authorization) {
		DeviceCodePrompt prompt = new DeviceCodePrompt(this.attemptId, authorization.verificationUri(),
				EntraHosts.isTrustedVerificationUri(authorization.verificationUri(),
						URI.create(this.options.authority())),
				authorization.userCode(), this.resources.time().instant().plus(authorization.lifetime()),
				authorization.message(), this.options.clientId(), this.tenantId, this.request.scopes());
		this.resources.listener().prompted(prompt);
		FutureTask<Boolean> handling = new FutureTask<>(() -> this.options.promptHandler().prompt(prompt), true);
		underWay(handling);
		handling.run();
		try {
			if (handling.isCancelled()) {
				// The interrupt was for the handler alone
				Thread.interrupted();
				return;
			}
			handling.get();
		}
		catch (ExecutionException ex) {
			Throwable cause = (ex.getCause() != null) ? ex.getCause() : ex;
			String message = (cause.getMessage() != null) ? cause.getMessage() : cause.getClass().getName();
			throw new ClientAuthenticationException("Authentication failed: " + message, null, cause);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SignInCancelledException("The thread of the prompt handler was interrupted", null, ex);
		}
	}

	private void proceed(Polling.Step step, Polling polling, DeviceAuthorization authorization, long issuedAt) {
		if (this.result.isDone()) {
			return;
		}
		if (step instanceof Polling.Step.Wait wait) {
			this.resources.time()
				.schedule(wait.delay(), this::executeOrCancel, this.resources.executor()
					.carry(() -> run(
							() -> proceed(polling.afterWait(since(issuedAt)), polling, authorization, issuedAt))));
		}
		else if (step instanceof Polling.Step.Poll) {
			poll(polling, authorization, issuedAt);
		}
		else if (step instanceof Polling.Step.Finish finish) {
			finish(finish.answer());
		}
		else if (step instanceof Polling.Step.Fail refusal) {
			fail(Failures.refused(refusal.error()));
		}
		else if (step instanceof Polling.Step.Expire expire) {
			Duration timeout = this.options.timeout();
			fail((expire.timeout() && timeout != null) ? Failures.timedOut(timeout, this.lastProblem)
					: Failures.codeExpired(authorization.lifetime(), this.lastProblem));
		}
	}

	private void poll(Polling polling, DeviceAuthorization authorization, long issuedAt) {
		String deviceCode = authorization.deviceCode();
		CompletableFuture<HttpAnswer> answer = this.resources.transport()
			.send(new FormRequest(this.endpoints.token(), tokenForm(deviceCode), this.headers));
		underWay(answer);
		answer.whenComplete((received, failure) -> run(() -> {
			PollOutcome outcome = (failure != null) ? new PollOutcome.Unavailable(null, Failures.describe(failure))
					: PollOutcome.of(received, deviceCode);
			this.lastProblem = (outcome instanceof PollOutcome.Unavailable unavailable) ? unavailable.problem() : null;
			proceed(polling.next(outcome, since(issuedAt)), polling, authorization, issuedAt);
		}));
	}

	private void finish(TokenAnswer answer) {
		AuthenticationRecord record = AuthenticationRecords.of(answer);
		AuthenticationRecords.requireExpected(record, this.options);
		this.result.complete(new Result(answer, record));
	}

	private void fail(ClientAuthenticationException failure) {
		if (this.result.completeExceptionally(failure)) {
			Future<?> current = this.underWay;
			if (current != null) {
				current.cancel(true);
			}
			this.resources.listener().failed(this.attemptId, failure);
		}
	}

	private void underWay(Future<?> future) {
		this.underWay = future;
		if (this.result.isDone()) {
			future.cancel(true);
		}
	}

	private void executeOrCancel(Runnable task) {
		try {
			this.resources.executor().execute(task);
		}
		catch (RejectedExecutionException ex) {
			cancel("The executor of the credential was shut down");
		}
	}

	private void run(Runnable step) {
		try {
			step.run();
		}
		catch (RuntimeException ex) {
			fail(Failures.of(ex));
		}
	}

	private Duration since(long issuedAt) {
		return Duration.ofNanos(this.resources.time().nanoTime() - issuedAt);
	}

	/**
	 * What a sign-in brings.
	 *
	 * @param answer the tokens
	 * @param authenticationRecord who signed in
	 */
	record Result(TokenAnswer answer, AuthenticationRecord authenticationRecord) {
	}

}
