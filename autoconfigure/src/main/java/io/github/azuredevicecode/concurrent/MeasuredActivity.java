package io.github.azuredevicecode.concurrent;

import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.azuredevicecode.DeviceCodeInstrumentation;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Activity;
import io.github.azuredevicecode.DeviceCodeInstrumentation.ActivityOutcome;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Detail;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Operation;
import io.github.azuredevicecode.DeviceCodeInstrumentation.Scope;
import io.github.azuredevicecode.SignInCancelledException;
import io.github.azuredevicecode.SignInDeclinedException;
import io.github.azuredevicecode.SignInTimedOutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An activity that an instrumentation measures, whose faults are kept from what is
 * measured. Ends once. Thread safe.
 */
public final class MeasuredActivity {

	/**
	 * An activity that nobody measures.
	 */
	public static final MeasuredActivity NONE = new MeasuredActivity(Activity.NONE);

	private static final Logger logger = LoggerFactory.getLogger(MeasuredActivity.class);

	private static final ThreadLocal<MeasuredActivity> CURRENT = new ThreadLocal<>();

	private final Activity activity;

	private final AtomicBoolean ended = new AtomicBoolean();

	private MeasuredActivity(Activity activity) {
		this.activity = activity;
	}

	/**
	 * Returns the activity that this thread does a part of.
	 * @return the activity
	 */
	static MeasuredActivity current() {
		MeasuredActivity current = CURRENT.get();
		return (current != null) ? current : NONE;
	}

	public static MeasuredActivity begin(DeviceCodeInstrumentation instrumentation, Operation operation,
			Map<Detail, String> details) {
		Activity activity = guard(() -> instrumentation.begin(operation, details));
		return (activity != null) ? new MeasuredActivity(activity) : NONE;
	}

	public void note(Detail detail, String value) {
		guard(() -> this.activity.note(detail, value));
	}

	/**
	 * Does a part of the activity on this thread.
	 * @param <T> what it brings
	 * @param work the part
	 * @return what it brings
	 */
	public <T extends @Nullable Object> T within(Supplier<T> work) {
		if (this == NONE || this.ended.get()) {
			return work.get();
		}
		Scope scope = guard(this.activity::openScope);
		MeasuredActivity before = CURRENT.get();
		CURRENT.set(this);
		try {
			return work.get();
		}
		finally {
			if (before != null) {
				CURRENT.set(before);
			}
			else {
				CURRENT.remove();
			}
			if (scope != null) {
				guard(scope::close);
			}
		}
	}

	/**
	 * Does the whole activity on this thread.
	 * @param <T> what it brings
	 * @param work the activity
	 * @param outcome tells how it ended from what it has brought
	 * @return what it brings
	 */
	public <T> T measure(Supplier<T> work, Function<T, ActivityOutcome> outcome) {
		try {
			T result = within(work);
			end(outcome.apply(result), null);
			return result;
		}
		catch (Throwable ex) {
			end(ex);
			throw ex;
		}
	}

	public void end(@Nullable Throwable failure) {
		Throwable cause = (failure != null) ? Futures.unwrap(failure) : null;
		if (cause == null) {
			end(ActivityOutcome.SUCCESS, null);
		}
		else {
			end(outcome(cause), cause);
		}
	}

	private static ActivityOutcome outcome(Throwable cause) {
		if (cause instanceof CancellationException || cause instanceof SignInCancelledException) {
			return ActivityOutcome.CANCELLED;
		}
		if (cause instanceof SignInDeclinedException) {
			return ActivityOutcome.DECLINED;
		}
		if (cause instanceof SignInTimedOutException timedOut) {
			return timedOut.isCodeExpired() ? ActivityOutcome.EXPIRED : ActivityOutcome.TIMED_OUT;
		}
		return ActivityOutcome.ERROR;
	}

	public void end(ActivityOutcome outcome, @Nullable Throwable failure) {
		if (this.ended.compareAndSet(false, true)) {
			guard(() -> this.activity.end(outcome, failure));
		}
	}

	private static void guard(Runnable call) {
		guard(() -> {
			call.run();
			return true;
		});
	}

	private static <T> @Nullable T guard(Supplier<T> call) {
		try {
			return call.get();
		}
		catch (Throwable ex) {
			logger.warn("The instrumentation of the device code credential failed", ex);
			return null;
		}
	}

}
