package io.github.azuredevicecode.concurrent;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries the context of the current thread to the thread of a task, with the
 * application's task decorator. A decorator that fails, such as one that needs a web
 * request where there is none, is passed over: the task runs without it. Thread safe.
 */
final class ContextDecorator implements UnaryOperator<Runnable> {

	private static final Logger logger = LoggerFactory.getLogger(ContextDecorator.class);

	private final UnaryOperator<Runnable> taskDecorator;

	private final AtomicBoolean warned = new AtomicBoolean();

	ContextDecorator(UnaryOperator<Runnable> taskDecorator) {
		this.taskDecorator = taskDecorator;
	}

	@Override
	public Runnable apply(Runnable task) {
		Once once = new Once(task);
		Runnable decorated = decorate(once);
		return CallerContext.carry(() -> {
			try {
				decorated.run();
			}
			catch (Throwable ex) {
				if (ex == once.failure) {
					throw ex;
				}
				warn(ex);
			}
			once.run();
		});
	}

	private Runnable decorate(Runnable task) {
		try {
			Runnable decorated = this.taskDecorator.apply(task);
			return (decorated != null) ? decorated : task;
		}
		catch (Throwable ex) {
			warn(ex);
			return task;
		}
	}

	private void warn(Throwable failure) {
		if (this.warned.compareAndSet(false, true)) {
			logger.warn("A task decorator failed. Tasks for which it fails run without it. It must also work on "
					+ "threads without a web request", failure);
		}
	}

	/**
	 * Runs a task once, with or without the decorator.
	 */
	private static final class Once implements Runnable {

		private final Runnable task;

		private final AtomicBoolean begun = new AtomicBoolean();

		private volatile @Nullable Throwable failure;

		Once(Runnable task) {
			this.task = task;
		}

		@Override
		public void run() {
			if (!this.begun.compareAndSet(false, true)) {
				return;
			}
			try {
				this.task.run();
			}
			catch (Throwable ex) {
				this.failure = ex;
				throw ex;
			}
		}

	}

}
