package io.github.azuredevicecode.autoconfigure.credential;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import io.github.azuredevicecode.DeviceCodeCredential;
import io.micrometer.context.ContextRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskDecorator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CallerContextDecorator}.
 */
class CallerContextDecoratorTests {

	private static final ThreadLocal<String> CURRENT = new ThreadLocal<>();

	@AfterEach
	void clear() {
		CURRENT.remove();
		ContextRegistry.getInstance().removeThreadLocalAccessor("current");
	}

	@Test
	void whatMicrometerKnowsOfTheCallerIsCarriedOver() throws Exception {
		ContextRegistry.getInstance().registerThreadLocalAccessor("current", CURRENT);
		CURRENT.set("observation");
		CompletableFuture<String> seen = new CompletableFuture<>();
		Runnable task = CallerContextDecorator.of(List.of()).apply(() -> seen.complete(CURRENT.get()));
		Thread worker = new Thread(task);
		worker.start();
		worker.join();
		assertThat(seen).isCompletedWithValue("observation");
	}

	@Test
	void decoratorsOfTheApplicationComeInstead() {
		Queue<String> order = new ArrayDeque<>();
		TaskDecorator inner = (task) -> () -> {
			order.add("inner");
			task.run();
		};
		TaskDecorator outer = (task) -> () -> {
			order.add("outer");
			task.run();
		};
		CallerContextDecorator.of(List.of(inner, outer)).apply(() -> order.add("task")).run();
		assertThat(order).containsExactly("outer", "inner", "task");
	}

	@Test
	void theCredentialOfTheApplicationUsesThem() {
		CompletableFuture<String> decorated = new CompletableFuture<>();
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(DeviceCodeAutoConfiguration.class))
			.withBean(TaskDecorator.class, () -> new Recording(decorated))
			.run((context) -> {
				context.getBean(DeviceCodeCredential.class).warmUp();
				assertThat(decorated.join()).isEqualTo(Thread.currentThread().getName());
			});
	}

	/**
	 * Tells on which thread it was asked.
	 */
	@Order(Ordered.HIGHEST_PRECEDENCE)
	private record Recording(CompletableFuture<String> decorated) implements TaskDecorator {

		@Override
		public Runnable decorate(Runnable task) {
			this.decorated.complete(Thread.currentThread().getName());
			return task;
		}

	}

}
