package io.github.azuredevicecode.autoconfigure.credential;

import java.util.List;
import java.util.function.UnaryOperator;

import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.util.ClassUtils;

/**
 * Chooses what carries the context of a caller over to the credential's threads: the
 * application's task decorators, as Spring Boot applies them to its own executors, else
 * Micrometer's context propagation where it is there.
 */
final class CallerContextDecorator {

	private static final boolean PROPAGATION_PRESENT = ClassUtils.isPresent("io.micrometer.context.ContextSnapshot",
			CallerContextDecorator.class.getClassLoader());

	private CallerContextDecorator() {
	}

	static UnaryOperator<Runnable> of(List<TaskDecorator> decorators) {
		if (decorators.isEmpty()) {
			return PROPAGATION_PRESENT ? Propagation.decorator() : UnaryOperator.identity();
		}
		return (task) -> {
			Runnable decorated = task;
			for (TaskDecorator decorator : decorators) {
				decorated = decorator.decorate(decorated);
			}
			return decorated;
		};
	}

	// Apart, so that Micrometer's classes are looked for only where they are
	private static final class Propagation {

		static UnaryOperator<Runnable> decorator() {
			TaskDecorator decorator = new ContextPropagatingTaskDecorator();
			return decorator::decorate;
		}

	}

}
